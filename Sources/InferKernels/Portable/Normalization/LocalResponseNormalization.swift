import InferTensors

/// LRN: each element over (bias + alpha / sizeⁿ · sum of squares in a window over n axes) to the power beta. Output and input must not overlap.
package struct LocalResponseNormalization: Sendable {
    private let alpha: Float
    private let beta: Float
    private let bias: Float
    private let reach: Int
    private let axes: [Int]
    private let shape: [Int]
    private let inputStrides: [Int]
    private let outputStrides: [Int]
    /// The axis that vectors run across, if one outside the window is contiguous.
    private let laneAxis: Int?

    /// - Parameters:
    ///   - size: the window's length along each of `axes`, which are non-negative.
    ///   - inputStrides: in elements, one per axis; outputStrides likewise.
    /// - Throws: `RuntimeError` when the size, an axis or a rank does not fit.
    package init(
        alpha: Float, beta: Float, bias: Float, size: Int, axes: [Int], shape: [Int], inputStrides: [Int], outputStrides: [Int]
    ) throws {
        guard size > 0, inputStrides.count == shape.count, outputStrides.count == shape.count, axes.allSatisfy(shape.indices.contains),
            Set(axes).count == axes.count
        else {
            throw RuntimeError(.invalidArgument, "LRN: window of \(size) along axes \(axes) of shape \(shape), with one stride per axis")
        }
        var divisor: Float = 1
        for _ in axes { divisor *= Float(size) }
        self.alpha = alpha / divisor
        self.beta = beta
        self.bias = bias
        reach = min((size - 1) / 2, shape.max() ?? 0)
        self.axes = axes
        self.shape = shape
        self.inputStrides = inputStrides
        self.outputStrides = outputStrides
        laneAxis = shape.indices.first { !axes.contains($0) && inputStrides[$0] == 1 && outputStrides[$0] == 1 }
    }

    /// Computes the operation.
    package func run(_ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        var units = blocks
        for axis in shape.indices where axis != laneAxis { units *= shape[axis] }
        guard units > 0, lanes > 0 else { return }
        let tasks = max(1, min(units, team.threadCount == 1 ? 1 : team.threadCount * 4, units / 64))
        team.run(Job(plan: self, source: source, destination: destination, units: units, tasks: tasks), tasks: tasks)
    }

    private typealias Lanes = SIMD8<Float>
    private var laneWidth: Int { laneAxis == nil ? 1 : Lanes.scalarCount }
    private var lanes: Int { laneAxis.map { shape[$0] } ?? 1 }
    /// Vectors along the axis that they run across.
    private var blocks: Int { (lanes + laneWidth - 1) / laneWidth }

    private struct Job: WorkerJob {
        let plan: LocalResponseNormalization
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>
        let units: Int
        let tasks: Int

        func perform(task: Int, worker: Int) {
            plan.normalize(units * task / tasks..<units * (task + 1) / tasks, source, destination)
        }
    }

    private func normalize(_ units: Range<Int>, _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: shape.count + 1) { coordinates in
            for unit in units {
                let first = unit % blocks * laneWidth
                var rest = unit / blocks
                var input = first
                var output = first
                var axis = shape.count
                while axis > 0 {
                    axis -= 1
                    if axis == laneAxis { continue }
                    coordinates[axis] = rest % shape[axis]
                    rest /= shape[axis]
                    input += coordinates[axis] * inputStrides[axis]
                    output += coordinates[axis] * outputStrides[axis]
                }
                let part = min(laneWidth, lanes - first)
                var sum = Lanes.zero
                add(&sum, source + input, coordinates, level: 0, part)
                let base = sum * alpha + bias
                let power = VectorMath.exp(VectorMath.log(base) * -beta)
                let value: Lanes = LaneAccess.load(source + input, count: part)
                LaneAccess.store(value * power, destination + output, count: part)
            }
        }
    }

    private func add(
        _ sum: inout SIMD8<Float>, _ source: UnsafePointer<Float>, _ coordinates: UnsafeMutableBufferPointer<Int>, level: Int, _ part: Int
    ) {
        guard level < axes.count else {
            let value: SIMD8<Float> = LaneAccess.load(source, count: part)
            sum += value * value
            return
        }
        let axis = axes[level]
        let place = coordinates[axis]
        for other in max(0, place - reach)..<min(shape[axis], place + reach + 1) {
            add(&sum, source + (other - place) * inputStrides[axis], coordinates, level: level + 1, part)
        }
    }
}
