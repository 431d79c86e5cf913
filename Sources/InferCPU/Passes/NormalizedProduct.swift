import InferGraph
import InferTensors

/// A product one of whose factors is a tensor over its deviation, and the others constants.
struct NormalizedProduct {
    private(set) var match: PatternMatch
    private(set) var statistic: NormalizationStatistic
    private(set) var scale: Output?
    var shift: Output?

    /// The factors of a product, and those that it is divided by.
    private struct Factors {
        var above: [Output] = []
        var below: [Output] = []

        /// Follows products and quotients; what is no such node is a factor. Inner products that are read often end the walk.
        mutating func collect(_ output: Output, isBelow: Bool, _ match: inout PatternMatch, depth: Int) {
            var inner = match
            if depth > 0, let (first, second) = inner.operands(output, .multiply), !(first == second) {
                match = inner
                collect(first, isBelow: isBelow, &match, depth: depth - 1)
                return collect(second, isBelow: isBelow, &match, depth: depth - 1)
            }
            inner = match
            if depth > 0, let (first, second) = inner.operands(output, .divide) {
                match = inner
                collect(first, isBelow: isBelow, &match, depth: depth - 1)
                return collect(second, isBelow: !isBelow, &match, depth: depth - 1)
            }
            if isBelow { below.append(output) } else { above.append(output) }
        }
    }

    /// Factors that are constants, but for ones.
    private static func scale(_ constants: [Output]) -> (Output?, isKnown: Bool) {
        let kept = constants.filter { $0.scalar != 1 }
        return (kept.first, kept.count < 2)
    }

    init?(_ output: Output, _ match: PatternMatch) {
        var match = match
        var factors = Factors()
        factors.collect(output, isBelow: false, &match, depth: 4)
        let (scale, isKnown) = Self.scale(factors.above.filter { $0.node.operation is Constant })
        let others = factors.above.filter { !($0.node.operation is Constant) }
        guard isKnown, others.count + factors.below.count <= 2, let first = others.first else { return nil }
        self.scale = scale
        if others.count == 1, factors.below.isEmpty {
            guard let statistic = NormalizationStatistic(normalized: first, &match) else { return nil }
            self.statistic = statistic
        } else {
            let root = factors.below.first.map { (output: $0, isInverse: false) } ?? (output: others[1], isInverse: true)
            var found: NormalizationStatistic?
            for (numerator, denominator) in [(first, root), (root.output, (output: first, isInverse: true))] {
                var attempt = match
                if denominator.isInverse != root.isInverse { continue }
                guard let statistic = NormalizationStatistic(root: denominator.output, isInverse: denominator.isInverse, &attempt),
                    statistic.isNumerator(numerator, &attempt)
                else { continue }
                found = statistic
                match = attempt
                break
            }
            guard let found else { return nil }
            statistic = found
        }
        self.match = match
    }

    /// A factor that some data and their mean over the axes are multiplied with separately.
    init?(factor: Output, of data: Output, _ axes: [Int], _ match: PatternMatch) {
        var match = match
        var factors = Factors()
        factors.collect(factor, isBelow: false, &match, depth: 4)
        let (scale, isKnown) = Self.scale(factors.above.filter { $0.node.operation is Constant })
        let others = factors.above.filter { !($0.node.operation is Constant) }
        guard isKnown, others.count + factors.below.count == 1, let root = others.first ?? factors.below.first,
            let statistic = NormalizationStatistic(root: root, isInverse: factors.below.isEmpty, &match), statistic.takesMean,
            statistic.data == data,
            statistic.axes == axes
        else { return nil }
        self.scale = scale
        self.statistic = statistic
        self.match = match
    }
}
