import InferTensors

/// Softmax and LogSoftmax over one axis of a strided f32 tensor. The output may be the input.
package struct Softmax: Sendable {
    package let walk: ReductionWalk
    package let isLogarithmic: Bool

    /// - Parameters:
    ///   - inputStrides: in elements, one per axis; outputStrides likewise.
    ///   - axis: non-negative.
    /// - Throws: `RuntimeError` when the axis or a rank does not fit.
    package init(shape: [Int], inputStrides: [Int], outputStrides: [Int], axis: Int, logarithmic: Bool = false) throws {
        guard shape.indices.contains(axis), inputStrides.count == shape.count, outputStrides.count == shape.count else {
            throw RuntimeError(.invalidArgument, "Softmax: axis \(axis) of shape \(shape), with one stride per axis")
        }
        walk = ReductionWalk(
            shape: shape, strides: shape.indices.map { SIMD4(inputStrides[$0], outputStrides[$0], 0, 0) },
            reduced: shape.indices.map { $0 == axis })
        isLogarithmic = logarithmic
    }

    /// Computes the operation.
    package func run(_ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        walk.forEachReduction(team, Job(softmax: self, source: source, destination: destination))
    }

    private struct Job: ReductionJob {
        let softmax: Softmax
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>

        func perform(_ offsets: ReductionWalk.Offsets, lanes: Int) {
            let input = source + offsets.x
            let output = destination + offsets.y
            let length = softmax.walk.run.length
            if softmax.walk.lanes > 0 {
                softmax.columns(input, output, lanes)
            } else if softmax.isLogarithmic {
                Softmax.logarithmicRow(input, output, length)
            } else {
                Softmax.row(input, output, length)
            }
        }
    }

    /// Softmax of a contiguous row.
    static func row(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int) {
        let sum = exponentials(input, output, count, maximum(input, count))
        let factor = 1 / sum
        let whole = count & ~7
        var index = 0
        while index < whole {
            LaneAccess.store(LaneAccess.load8(output + index) * factor, output + index)
            index &+= 8
        }
        while index < count {
            output[index] *= factor
            index &+= 1
        }
    }

    /// The largest element of a contiguous row.
    static func maximum(_ input: UnsafePointer<Float>, _ count: Int) -> Float {
        typealias Lanes = SIMD8<Float>
        let lowest = Lanes(repeating: -.infinity)
        var a = lowest
        var b = lowest
        var index = 0
        while index &+ 16 <= count {
            a = LaneAccess.maximum(a, LaneAccess.load8(input + index))
            b = LaneAccess.maximum(b, LaneAccess.load8(input + index + 8))
            index &+= 16
        }
        while index < count {
            a = LaneAccess.maximum(a, LaneAccess.load(input + index, count: min(8, count - index), filler: -.infinity))
            index &+= 8
        }
        return LaneAccess.maximum(LaneAccess.maximum(a, b))
    }

    /// Writes exp(x − maximum) and returns the sum.
    static func exponentials(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int, _ maximum: Float) -> Float
    {
        typealias Lanes = SIMD8<Float>
        var a = Lanes.zero
        var b = Lanes.zero
        var index = 0
        while index &+ 16 <= count {
            let first = VectorMath.exp(LaneAccess.load8(input + index) - maximum)
            let second = VectorMath.exp(LaneAccess.load8(input + index + 8) - maximum)
            LaneAccess.store(first, output + index)
            LaneAccess.store(second, output + index + 8)
            a += first
            b += second
            index &+= 16
        }
        while index < count {
            let part = min(8, count - index)
            let value = VectorMath.exp(LaneAccess.load(input + index, count: part, filler: -.infinity) - maximum)
            LaneAccess.store(value, output + index, count: part)
            // Lanes past the end are exp(-∞) = 0, unless all of the row is -∞ and the answer NaN anyway.
            a += value
            index &+= 8
        }
        return LaneAccess.sum(a + b)
    }

    private static func logarithmicRow(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int) {
        typealias Lanes = SIMD8<Float>
        let maximum = maximum(input, count)
        var sum = Lanes.zero
        var index = 0
        while index < count {
            sum += VectorMath.exp(LaneAccess.load(input + index, count: min(8, count - index), filler: -.infinity) - maximum)
            index &+= 8
        }
        let logarithm = VectorMath.log(Lanes(repeating: LaneAccess.sum(sum)))
        index = 0
        while index < count {
            let part = min(8, count - index)
            let value: Lanes = LaneAccess.load(input + index, count: part)
            LaneAccess.store(value - maximum - logarithm, output + index, count: part)
            index &+= 8
        }
    }

    private func columns(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ lanes: Int) {
        typealias Lanes = SIMD16<Float>
        let count = walk.run.length
        let stride = walk.run.strides.x
        let outputStride = walk.run.strides.y
        var maximum = Lanes(repeating: -.infinity)
        for index in 0..<count { maximum = LaneAccess.maximum(maximum, LaneAccess.load(input + index &* stride, count: lanes)) }
        var sum = Lanes.zero
        for index in 0..<count {
            let value: Lanes = LaneAccess.load(input + index &* stride, count: lanes)
            let power = LaneAccess.exp(value - maximum)
            sum += power
            if !isLogarithmic { LaneAccess.store(power, output + index &* outputStride, count: lanes) }
        }
        if isLogarithmic {
            let logarithm = Lanes(lowHalf: VectorMath.log(sum.lowHalf), highHalf: VectorMath.log(sum.highHalf))
            for index in 0..<count {
                let value: Lanes = LaneAccess.load(input + index &* stride, count: lanes)
                LaneAccess.store(value - maximum - logarithm, output + index &* outputStride, count: lanes)
            }
        } else {
            let factor = 1 / sum
            for index in 0..<count {
                let value: Lanes = LaneAccess.load(output + index &* outputStride, count: lanes)
                LaneAccess.store(value * factor, output + index &* outputStride, count: lanes)
            }
        }
    }
}
