/// What can be added to a length: another length, or a number that may be negative.
///
/// One generic operator serves both, so that a number literal beside a dimension is an `Int`: `length + -1` is one less, where the dimension
/// that the literal -1 makes would be a dynamic one.
@usableFromInline package protocol DimensionOperand {
    /// The least and greatest value; `Int.max` stands for no bound.
    var operandBounds: (least: Int, greatest: Int) { get }
}

extension Int: DimensionOperand {
    @inlinable package var operandBounds: (least: Int, greatest: Int) { (self, self) }
}

extension Dimension: DimensionOperand {
    @inlinable package var operandBounds: (least: Int, greatest: Int) { (minimum, maximum) }
}

// Arithmetic on intervals. Lengths are never negative and never overflow: results stop at 0 and at the value that stands for no bound.
extension Dimension {
    /// The sum, at least 0.
    @inlinable
    package static func + (dimension: Dimension, addend: some DimensionOperand) -> Dimension {
        let (least, greatest) = addend.operandBounds
        return Dimension(minimum: saturatingSum(dimension.minimum, least), maximum: saturatingSum(dimension.maximum, greatest))
    }

    /// The difference, at least 0.
    @inlinable
    package static func - (dimension: Dimension, subtrahend: some DimensionOperand) -> Dimension {
        let (least, greatest) = subtrahend.operandBounds
        return Dimension(
            minimum: saturatingDifference(dimension.minimum, greatest), maximum: saturatingDifference(dimension.maximum, least))
    }

    /// The product; 0 for a negative factor. No elements stay none, however often repeated.
    @inlinable
    package static func * (dimension: Dimension, factor: some DimensionOperand) -> Dimension {
        let (least, greatest) = factor.operandBounds
        return Dimension(
            minimum: saturatingProduct(dimension.minimum, Swift.max(least, 0)),
            maximum: saturatingProduct(dimension.maximum, Swift.max(greatest, 0)))
    }

    /// Adds a length or number.
    @inlinable
    package static func += (dimension: inout Dimension, addend: some DimensionOperand) { dimension = dimension + addend }
    /// Subtracts a length or number.
    @inlinable
    package static func -= (dimension: inout Dimension, subtrahend: some DimensionOperand) { dimension = dimension - subtrahend }
    /// Multiplies by a length or number.
    @inlinable
    package static func *= (dimension: inout Dimension, factor: some DimensionOperand) { dimension = dimension * factor }

    /// The quotients that are whole: for bounds, the least is rounded up and the greatest down. Division by 0 or less gives ``dynamic``.
    @inlinable
    package static func / (dimension: Dimension, divisor: Int) -> Dimension {
        guard divisor > 0 else { return .dynamic }
        let lower = dimension.minimum == Int.max ? Int.max : ceilingQuotient(dimension.minimum, divisor)
        let upper = dimension.maximum == Int.max ? Int.max : dimension.maximum / divisor
        return lower > upper ? Dimension(minimum: Int.max, maximum: 0) : Dimension(minimum: lower, maximum: upper)
    }

    /// The lengths that both may have; none when they are not compatible.
    @inlinable
    public static func & (first: Dimension, second: Dimension) -> Dimension {
        let lower = Swift.max(first.minimum, second.minimum)
        let upper = Swift.min(first.maximum, second.maximum)
        return lower > upper ? Dimension(minimum: Int.max, maximum: 0) : Dimension(minimum: lower, maximum: upper)
    }

    /// The length divided and rounded down; ``dynamic`` for a divisor of 0 or less.
    @inlinable
    package func floorDivided(by divisor: Int) -> Dimension {
        divisor > 0 ? mapBounds { $0 / divisor } : .dynamic
    }

    /// The length divided and rounded up; ``dynamic`` for a divisor of 0 or less.
    @inlinable
    package func ceilDivided(by divisor: Int) -> Dimension {
        divisor > 0 ? mapBounds { Self.ceilingQuotient($0, divisor) } : .dynamic
    }

    /// The length times a real factor, rounded down, as interpolation scales it.
    @inlinable
    package func scaled(by factor: Double) -> Dimension {
        mapBounds { bound in
            let product = (Double(bound) * factor).rounded(.down)
            return product > 0 ? (product < 0x1p62 ? Int(product) : Int.max) : 0
        }
    }

    /// The length held within bounds: what is less becomes the lower bound, what is more the upper.
    @inlinable
    package func constrained(_ lower: Int, _ upper: Int) -> Dimension {
        Dimension(minimum: Swift.min(Swift.max(minimum, lower), upper), maximum: Swift.min(Swift.max(maximum, lower), upper))
    }

    /// The least interval that holds both: the length is the one or the other.
    @inlinable
    package func union(_ other: Dimension) -> Dimension {
        Dimension(minimum: Swift.min(minimum, other.minimum), maximum: Swift.max(maximum, other.maximum))
    }

    /// Applies a function that does not decrease to both bounds; no bound stays none.
    @inlinable
    package func mapBounds(_ transform: (Int) -> Int) -> Dimension {
        if minimum == maximum {
            let bound = Swift.max(transform(minimum), 0)
            return Dimension(minimum: bound, maximum: bound)
        }
        return Dimension(
            minimum: Swift.max(minimum == Int.max ? Int.max : transform(minimum), 0),
            maximum: maximum == Int.max ? Int.max : Swift.max(transform(maximum), 0))
    }

    @inlinable
    package static func saturatingSum(_ first: Int, _ second: Int) -> Int {
        if first == Int.max || second == Int.max { return Int.max }
        let sum = first.addingReportingOverflow(second)
        return sum.overflow ? (second > 0 ? Int.max : 0) : Swift.max(sum.partialValue, 0)
    }

    @inlinable
    package static func saturatingDifference(_ first: Int, _ second: Int) -> Int {
        if first <= second { return 0 }
        if first == Int.max { return Int.max }
        let difference = first.subtractingReportingOverflow(second)
        return difference.overflow ? Int.max : difference.partialValue
    }

    @inlinable
    package static func saturatingProduct(_ first: Int, _ second: Int) -> Int {
        if first == 0 || second == 0 { return 0 }
        let product = first.multipliedReportingOverflow(by: second)
        return product.overflow ? Int.max : product.partialValue
    }

    @inlinable
    package static func ceilingQuotient(_ dividend: Int, _ divisor: Int) -> Int {
        dividend / divisor + (dividend % divisor == 0 ? 0 : 1)
    }
}
