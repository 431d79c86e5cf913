import InferTensors

/// What is known of a small tensor's elements before it is computed: enough to infer shapes through subgraphs such as
/// ShapeOf → Gather → Concat → Reshape.
///
/// Elements are in row-major order of the tensor's shape, which is static wherever a value is known.
package enum PartialValue: Hashable, Sendable {
    /// Integers (and booleans, as 0 and 1) by their bounds.
    case integers([ValueBounds])
    /// Real numbers, all of them known.
    case reals([Double])

    /// Tensors with more elements than this carry no value.
    package static let maximumCount = 1024

    /// Known integers.
    package init(exact values: [Int]) { self = .integers(values.map { ValueBounds($0) }) }

    package var count: Int {
        switch self {
        case .integers(let values): values.count
        case .reals(let values): values.count
        }
    }

    /// The integers, when each is known exactly.
    package var exactIntegers: [Int]? {
        guard case .integers(let bounds) = self else { return nil }
        var values: [Int] = []
        values.reserveCapacity(bounds.count)
        for bound in bounds {
            guard let value = bound.exact else { return nil }
            values.append(value)
        }
        return values
    }

    /// The elements as real numbers, when each is known exactly.
    package var exactReals: [Double]? {
        if case .reals(let values) = self { return values }
        return exactIntegers?.map { Double($0) }
    }

    /// The bounds of the integers.
    package var bounds: [ValueBounds]? {
        if case .integers(let bounds) = self { return bounds }
        return nil
    }

    /// The elements at the given positions.
    package func picking(_ positions: some Sequence<Int>) -> PartialValue? {
        var result: [Int] = []
        for position in positions {
            guard position >= 0, position < count else { return nil }
            result.append(position)
        }
        switch self {
        case .integers(let values): return .integers(result.map { values[$0] })
        case .reals(let values): return .reals(result.map { values[$0] })
        }
    }
}

/// The closed interval in which an integer lies; `Int.min` and `Int.max` mean that there is no bound.
package struct ValueBounds: Hashable, Sendable {
    package var lower: Int
    package var upper: Int

    package static let unknown = ValueBounds(lower: .min, upper: .max)

    package init(lower: Int, upper: Int) {
        self.lower = lower
        self.upper = upper
    }

    /// A known value.
    package init(_ value: Int) {
        lower = value
        upper = value
    }

    /// The length of a dimension.
    package init(_ dimension: Dimension) {
        lower = dimension.min_length
        upper = dimension.max_length < 0 ? .max : dimension.max_length
    }

    /// The value, when it is known.
    package var exact: Int? { lower == upper ? lower : nil }

    /// The value as the length of a dimension: what is negative is not a length, so the lower bound is at least zero.
    package var dimension: Dimension {
        let low = max(lower, 0)
        if upper == .max { return low == 0 ? .dynamic : Dimension(low, -1) }
        return Dimension(low, max(upper, low))
    }

    package static func + (left: ValueBounds, right: ValueBounds) -> ValueBounds {
        ValueBounds(lower: add(left.lower, right.lower, unbounded: .min), upper: add(left.upper, right.upper, unbounded: .max))
    }

    package static func - (left: ValueBounds, right: ValueBounds) -> ValueBounds { left + right.negated }

    package var negated: ValueBounds {
        ValueBounds(lower: upper == .max ? .min : 0 &- upper, upper: lower == .min ? .max : 0 &- lower)
    }

    package static func * (left: ValueBounds, right: ValueBounds) -> ValueBounds {
        if let a = left.exact, let b = right.exact {
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            return overflow ? .unknown : ValueBounds(product)
        }
        // Lengths are not negative; for what may be, nothing is claimed.
        guard left.lower >= 0, right.lower >= 0 else { return .unknown }
        let (low, lowOverflow) = left.lower.multipliedReportingOverflow(by: right.lower)
        let (high, highOverflow) = left.upper.multipliedReportingOverflow(by: right.upper)
        let unbounded = left.upper == .max || right.upper == .max || highOverflow
        return ValueBounds(lower: lowOverflow ? 0 : low, upper: unbounded ? .max : high)
    }

    /// The quotient rounded towards minus infinity, or nothing known where the divisor may be zero.
    package func floorDivided(by divisor: ValueBounds) -> ValueBounds {
        if let a = exact, let b = divisor.exact, b != 0, !(a == .min && b == -1) { return ValueBounds(Self.floorDivide(a, b)) }
        guard lower >= 0, divisor.lower > 0 else { return .unknown }
        return ValueBounds(
            lower: divisor.upper == .max ? 0 : lower / divisor.upper,
            upper: upper == .max ? .max : upper / divisor.lower)
    }

    package static func floorDivide(_ a: Int, _ b: Int) -> Int {
        let quotient = a / b
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
    }

    private static func add(_ a: Int, _ b: Int, unbounded: Int) -> Int {
        if a == unbounded || b == unbounded { return unbounded }
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? unbounded : sum
    }
}
