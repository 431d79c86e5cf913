import InferTensors

/// Moves and scales each slice of a strided f32 tensor by a statistic of the slice: MVN, LayerNorm, RMSNorm, GroupNormalization, InstanceNorm,
/// NormalizeL2 and GRN are one kernel. The output may be the input.
package struct Normalization: Sendable {
    /// What a slice is divided by, after its mean is taken off where the mean counts.
    package enum Statistic: Hashable, Sendable {
        /// MVN, LayerNorm: minus the mean, over the standard deviation. `epsilon` is added to the variance, or to its root.
        ///
        /// By moments, the variance of columns is the mean of squares minus the square of the mean, for graphs that spell it so: where
        /// elements are nearly alike, that is mostly rounding, which then is the graph's. Rows, whose elements are added in an order that
        /// is no graph's, are better off with squares of differences.
        case deviation(epsilon: Float, insideRoot: Bool, byMoments: Bool = false)
        /// MVN without normalize_variance: minus the mean.
        case mean
        /// RMSNorm: over √(mean of squares + epsilon).
        case rootMeanSquare(epsilon: Float)
        /// NormalizeL2 with eps_mode add, GRN: over √(sum of squares + epsilon).
        case lengthPlus(epsilon: Float)
        /// NormalizeL2 with eps_mode max: over √max(sum of squares, epsilon).
        case lengthAtLeast(epsilon: Float)
        /// None: scale and shift alone, as BatchNormInference comes down to (see ``BatchNormalization``).
        case none

        package var takesSquares: Bool { self != .mean && self != .none }
        package var takesMoments: Bool {
            if case .deviation(_, _, true) = self { true } else { false }
        }
        package var takesMean: Bool {
            switch self {
            case .deviation, .mean: true
            default: false
            }
        }
    }

    package let statistic: Statistic
    package let walk: ReductionWalk

    /// Prepares a kernel for concrete shapes.
    /// - Parameters:
    ///   - inputStrides: in elements, one per axis; so are all strides.
    ///   - axes: the axes of a slice: non-negative; none leaves slices of one element.
    ///   - scaleStrides: strides of the tensor that the result is multiplied with, zero along axes where it does not vary; shiftStrides likewise.
    /// - Throws: `RuntimeError` when an axis or a rank does not fit.
    package init(
        _ statistic: Statistic, shape: [Int], inputStrides: [Int], outputStrides: [Int], axes: [Int], scaleStrides: [Int]? = nil,
        shiftStrides: [Int]? = nil
    ) throws {
        let rank = shape.count
        let none = [Int](repeating: 0, count: rank)
        let scaleStrides = scaleStrides ?? none
        let shiftStrides = shiftStrides ?? none
        guard [inputStrides.count, outputStrides.count, scaleStrides.count, shiftStrides.count].allSatisfy({ $0 == rank }),
            axes.allSatisfy(shape.indices.contains)
        else {
            throw RuntimeError(.invalidArgument, "Normalization: axes \(axes) of shape \(shape), with one stride per axis")
        }
        self.statistic = statistic
        walk = ReductionWalk(
            shape: shape, strides: shape.indices.map { SIMD4(inputStrides[$0], outputStrides[$0], scaleStrides[$0], shiftStrides[$0]) },
            reduced: shape.indices.map(axes.contains))
    }

    /// GroupNormalization of a tensor [N, C, …]: statistics over the channels of a group and all places, scale and shift by channel.
    /// - Throws: `RuntimeError` when the groups do not divide the channels.
    package static func groups(_ groups: Int, epsilon: Float, shape: [Int], inputStrides: [Int], outputStrides: [Int]) throws -> Self {
        guard shape.count >= 2, groups > 0, shape[1] % groups == 0, inputStrides.count == shape.count, outputStrides.count == shape.count
        else {
            throw RuntimeError(.invalidArgument, "GroupNormalization: \(groups) groups of the channels of shape \(shape)")
        }
        let size = shape[1] / groups
        func split(_ values: [Int], _ outer: Int, _ inner: Int) -> [Int] { [values[0], outer, inner] + values[2...] }
        let channels = [0, size, 1] + [Int](repeating: 0, count: shape.count - 2)
        return try Self(
            .deviation(epsilon: epsilon, insideRoot: true), shape: split(shape, groups, size),
            inputStrides: split(inputStrides, inputStrides[1] * size, inputStrides[1]),
            outputStrides: split(outputStrides, outputStrides[1] * size, outputStrides[1]), axes: Array(2...shape.count),
            scaleStrides: channels, shiftStrides: channels)
    }

    /// Computes the operation; `scale` and `shift` may be missing.
    package func run(
        _ source: UnsafePointer<Float>, _ destination: UnsafeMutablePointer<Float>, scale: UnsafePointer<Float>? = nil,
        shift: UnsafePointer<Float>? = nil, team: WorkerTeam
    ) {
        walk.forEachReduction(team, Job(plan: self, source: source, destination: destination, scale: scale, shift: shift))
    }

    private struct Job: ReductionJob {
        let plan: Normalization
        let source: UnsafePointer<Float>
        let destination: UnsafeMutablePointer<Float>
        let scale: UnsafePointer<Float>?
        let shift: UnsafePointer<Float>?

        func perform(_ offsets: ReductionWalk.Offsets, lanes: Int) {
            if plan.walk.lanes == 0 {
                plan.rows(source, destination, scale, shift, offsets)
            } else {
                plan.columns(source, destination, scale, shift, offsets, lanes)
            }
        }
    }

    /// What a slice is multiplied with, from its sum of squares of differences to `center`, which is the mean or, by moments, zero.
    @inline(__always)
    func multiplier(_ squares: Double, mean: Float, center: Float) -> Float {
        let count = Double(walk.reducedCount)
        switch statistic {
        case .deviation(let epsilon, let isInside, _):
            let offset = Double(mean) * Double(mean) - Double(center) * Double(center)
            // No variance is negative but by rounding.
            let variance = max(squares / count - offset, 0)
            return Float(1 / (isInside ? (variance + Double(epsilon)).squareRoot() : variance.squareRoot() + Double(epsilon)))
        case .mean, .none: return 1
        case .rootMeanSquare(let epsilon): return Float(1 / (squares / count + Double(epsilon)).squareRoot())
        case .lengthPlus(let epsilon): return Float(1 / (squares + Double(epsilon)).squareRoot())
        case .lengthAtLeast(let epsilon): return Float(1 / max(squares, Double(epsilon)).squareRoot())
        }
    }
}
