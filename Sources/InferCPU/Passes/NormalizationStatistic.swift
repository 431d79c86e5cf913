import InferGraph
import InferTensors

/// What a tensor is normalised by, as it is read from the nodes that compute it.
struct NormalizationStatistic {
    let data: Output
    /// Counted from the front, in ascending order.
    let axes: [Int]
    let kind: LayerNormalization.Statistic
    let epsilon: Double
    let isEpsilonInsideRoot: Bool

    /// What MVN computes.
    init?(normalized output: Output, _ match: inout PatternMatch) {
        guard let operation = output.node.operation as? MVN, operation.normalizeVariance, let data = output.node.inputs.first,
            let rank = data.rank
        else { return nil }
        if operation.opset >= 6 {
            guard output.node.inputs.count > 1, let given = output.node.inputs[1].knownIntegers,
                let axes = Self.axes(given, rank)
            else { return nil }
            self.axes = axes
        } else {
            axes = operation.axes(rank: rank)
        }
        match.note(output.node)
        self.data = data
        kind = .deviation
        epsilon = operation.eps
        isEpsilonInsideRoot = operation.epsMode == .insideSqrt
    }

    /// The root of a variance or of a mean of squares, with epsilon.
    init?(root: Output, isInverse: Bool, _ match: inout PatternMatch) {
        let placed = root
        let root = Self.kept(root, &match)
        var attempt = match
        if let (base, exponent) = attempt.constantOperand(root, .power) {
            guard exponent == (isInverse ? -0.5 : 0.5) else { return nil }
            self.init(insideRoot: base, &attempt)
        } else if !isInverse, let base = attempt.operand(root, .sqrt) {
            self.init(insideRoot: base, &attempt)
        } else if !isInverse, let (inner, epsilon) = attempt.constantOperand(root, .add) {
            let base: Output
            if let found = attempt.operand(inner, .sqrt) {
                base = found
            } else if let (found, exponent) = attempt.constantOperand(inner, .power), exponent == 0.5 {
                base = found
            } else {
                return nil
            }
            guard let moments = Moments(base, &attempt), moments.kind.takesMean else { return nil }
            self.init(moments, epsilon, isEpsilonInsideRoot: false)
        } else {
            return nil
        }
        guard Self.restores(placed, data, axes) else { return nil }
        match = attempt
    }

    private init?(insideRoot output: Output, _ match: inout PatternMatch) {
        let output = Self.kept(output, &match)
        guard let (base, epsilon) = match.constantOperand(output, .add), epsilon >= 0, let moments = Moments(base, &match) else {
            return nil
        }
        self.init(moments, epsilon, isEpsilonInsideRoot: true)
    }

    private init(_ moments: Moments, _ epsilon: Double, isEpsilonInsideRoot: Bool) {
        data = moments.data
        axes = moments.axes
        kind = moments.kind
        self.epsilon = epsilon
        self.isEpsilonInsideRoot = isEpsilonInsideRoot
    }

    var takesMean: Bool { kind.takesMean }

    /// Whether a tensor is the data that are divided by the root: minus their mean, where that counts.
    func isNumerator(_ output: Output, _ match: inout PatternMatch) -> Bool {
        guard takesMean else { return output == data }
        guard let (data, mean) = match.operands(output, .subtract), data == self.data, let found = Self.mean(mean, &match) else {
            return false
        }
        return found.data == data && found.axes == axes
    }

    /// The data and axes of a mean.
    ///
    /// - Parameter isPlaced: whether it must keep the axes, or have got them back, so that it broadcasts to the data.
    static func mean(_ output: Output, isPlaced: Bool = true, _ match: inout PatternMatch) -> (data: Output, axes: [Int])? {
        let reduced = kept(output, &match)
        var attempt = match
        var sum = reduced
        var factor: Double?
        if let (found, constant) = attempt.constantOperand(reduced, .multiply) {
            (sum, factor) = (found, constant)
        } else if let (found, constant) = attempt.constantOperand(reduced, .divide) {
            (sum, factor) = (found, 1 / constant)
        }
        guard let reduce = sum.node.operation as? Reduce, reduce.kind == (factor == nil ? .mean : .sum), let data = sum.node.inputs.first,
            let dimensions = data.partial_shape.dimensions, let axes = axes(sum.node.inputs[1].knownIntegers, dimensions.count),
            !isPlaced || restores(output, data, axes)
        else { return nil }
        if let factor {
            var count = 1.0
            for axis in axes {
                guard let length = dimensions[axis].length else { return nil }
                count *= Double(length)
            }
            guard abs(factor * count - 1) < 1e-5 else { return nil }
        }
        attempt.note(sum.node)
        match = attempt
        return (data, axes)
    }

    /// Whether a reduced tensor has the axes in their places, so that it broadcasts to the data.
    static func restores(_ output: Output, _ data: Output, _ axes: [Int]) -> Bool {
        guard let lengths = data.partial_shape.dimensions, let kept = output.partial_shape.dimensions, lengths.count == kept.count else {
            // Without its first axes it broadcasts all the same.
            return output.partial_shape.dimensions.map { $0.isEmpty && axes.count == data.rank } ?? false
        }
        return lengths.indices.allSatisfy { kept[$0] == (axes.contains($0) ? Dimension(1) : lengths[$0]) }
    }

    static func axes(_ given: [Int]?, _ rank: Int) -> [Int]? {
        guard let given, given.allSatisfy({ (-rank..<rank).contains($0) }) else { return nil }
        return Set(given.map { $0 < 0 ? $0 + rank : $0 }).sorted()
    }

    /// What a tensor was before axes of length 1 were put in, and before it was held at zero or repeated to the shape that it has.
    static func kept(_ output: Output, _ match: inout PatternMatch) -> Output {
        let node = output.node
        guard node.outputCount == 1, let source = node.inputs.first, let dimensions = output.partial_shape.dimensions,
            let lengths = source.partial_shape.dimensions
        else { return output }
        let isSame: Bool
        switch node.operation {
        case is Unsqueeze, is Reshape:
            isSame =
                dimensions.filter { $0 != Dimension(1) } == lengths.filter { $0 != Dimension(1) }
                && dimensions.count { $0.is_dynamic } <= 1
        case is Broadcast: isSame = dimensions == lengths && dimensions.allSatisfy { $0.is_static }
        default: isSame = false
        }
        guard isSame else { return output }
        match.note(node)
        return kept(source, &match)
    }
}

/// The variance, or the mean of squares, of a tensor over some axes.
private struct Moments {
    let data: Output
    let axes: [Int]
    let kind: LayerNormalization.Statistic

    init?(_ output: Output, _ match: inout PatternMatch) {
        var output = NormalizationStatistic.kept(output, &match)
        var attempt = match
        // No variance is negative but by rounding.
        if let (found, bound) = attempt.constantOperand(output, .maximum), bound == 0 {
            match = attempt
            output = NormalizationStatistic.kept(found, &match)
        }
        attempt = match
        if let (squares, square) = attempt.operands(output, .subtract) {
            // The mean of squares minus the square of the mean.
            guard let whole = NormalizationStatistic.mean(squares, isPlaced: false, &attempt), let data = Self.square(whole.data, &attempt),
                let inner = Self.square(square, &attempt), let mean = NormalizationStatistic.mean(inner, isPlaced: false, &attempt),
                mean.data == data,
                mean.axes == whole.axes
            else { return nil }
            match = attempt
            (self.data, axes, kind) = (data, whole.axes, .deviationByMoments)
            return
        }
        guard let mean = NormalizationStatistic.mean(output, isPlaced: false, &match) else { return nil }
        axes = mean.axes
        attempt = match
        if let (first, second) = attempt.operands(mean.data, .squaredDifference) {
            for (data, other) in [(first, second), (second, first)] {
                var further = attempt
                guard let center = NormalizationStatistic.mean(other, &further), center.data == data, center.axes == mean.axes else {
                    continue
                }
                match = further
                (self.data, kind) = (data, .deviation)
                return
            }
            return nil
        }
        guard let base = Self.square(mean.data, &match) else { return nil }
        attempt = match
        if let (data, other) = attempt.operands(base, .subtract), let center = NormalizationStatistic.mean(other, &attempt),
            center.data == data,
            center.axes == mean.axes
        {
            match = attempt
            (self.data, kind) = (data, .deviation)
        } else {
            (data, kind) = (base, .rootMeanSquare)
        }
    }

    /// What a square is the square of.
    private static func square(_ output: Output, _ match: inout PatternMatch) -> Output? {
        var attempt = match
        if let (first, second) = attempt.operands(output, .multiply), first == second {
            match = attempt
            return first
        }
        attempt = match
        if let (base, exponent) = attempt.constantOperand(output, .power), exponent == 2 {
            match = attempt
            return base
        }
        // Two differences of the same tensors are the same.
        attempt = match
        if let (first, second) = attempt.operands(output, .multiply), let left = attempt.operands(first, .subtract),
            let right = attempt.operands(second, .subtract), left == right
        {
            match = attempt
            return first
        }
        return nil
    }
}
