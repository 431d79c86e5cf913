import InferGraph
import InferTensors

/// A polynomial in a tensor `x` and in a function `e` of it, as additions and multiplications of single constants spell it.
///
/// Activations are spelled with their factors in any order; as polynomials all spellings are one.
struct ActivationPolynomial {
    /// The powers of `x` and of `e`.
    struct Powers: Hashable {
        var x: Int
        var e: Int
    }

    private(set) var terms: [Powers: Double]

    /// No activation has terms of a higher power.
    private static let highestPower = 4

    init(_ terms: [Powers: Double]) { self.terms = terms }

    /// The polynomial that a tensor is; nil where something else than `x`, `e` and constants is in it.
    init?(_ output: Output, x: Output, e: Output?, depth: Int = 8, _ match: inout PatternMatch) {
        if output == x {
            self.init([Powers(x: 1, e: 0): 1])
            return
        }
        if output == e {
            self.init([Powers(x: 0, e: 1): 1])
            return
        }
        if let constant = output.scalar {
            // A constant of higher rank would give the result more axes.
            guard let rank = output.rank, let wanted = x.rank, rank <= wanted else { return nil }
            self.init([Powers(x: 0, e: 0): constant])
            return
        }
        guard depth > 0 else { return nil }
        func part(_ output: Output, _ match: inout PatternMatch) -> ActivationPolynomial? {
            ActivationPolynomial(output, x: x, e: e, depth: depth - 1, &match)
        }
        if let operand = match.operand(output, .negative) {
            guard let polynomial = part(operand, &match) else { return nil }
            self = polynomial.scaled(-1)
        } else if let (a, b) = match.operands(output, .add) {
            guard let first = part(a, &match), let second = part(b, &match) else { return nil }
            self = first.plus(second)
        } else if let (a, b) = match.operands(output, .subtract) {
            guard let first = part(a, &match), let second = part(b, &match) else { return nil }
            self = first.plus(second.scaled(-1))
        } else if let (a, b) = match.operands(output, .multiply) {
            guard let first = part(a, &match), let second = part(b, &match), let product = first.times(second) else { return nil }
            self = product
        } else if let (a, b) = match.operands(output, .divide) {
            guard let divisor = b.scalar, divisor != 0, let first = part(a, &match), part(b, &match) != nil else { return nil }
            self = first.scaled(1 / divisor)
        } else if let (a, exponent) = match.constantOperand(output, .power) {
            guard let base = part(a, &match), exponent == 2 || exponent == 3, let square = base.times(base) else { return nil }
            guard let power = exponent == 2 ? square : square.times(base) else { return nil }
            self = power
        } else {
            return nil
        }
    }

    private func scaled(_ factor: Double) -> Self { Self(terms.mapValues { $0 * factor }) }

    private func plus(_ other: Self) -> Self { Self(terms.merging(other.terms, uniquingKeysWith: +)) }

    private func times(_ other: Self) -> Self? {
        var product: [Powers: Double] = [:]
        for (a, first) in terms {
            for (b, second) in other.terms {
                let powers = Powers(x: a.x + b.x, e: a.e + b.e)
                guard powers.x <= Self.highestPower, powers.e <= 1 else { return nil }
                product[powers, default: 0] += first * second
            }
        }
        return Self(product)
    }

    /// The coefficient of `x^x · e^e`.
    subscript(x x: Int, e e: Int) -> Double { terms[Powers(x: x, e: e)] ?? 0 }

    /// Whether these are the coefficients, within what constants of 16 bits are rounded by, and no others.
    func isClose(to wanted: [Powers: Double]) -> Bool {
        Set(terms.keys).union(wanted.keys).allSatisfy { Self.isClose(terms[$0] ?? 0, wanted[$0] ?? 0) }
    }

    static func isClose(_ value: Double, _ wanted: Double) -> Bool { abs(value - wanted) <= 0x1p-11 * max(abs(wanted), 1e-3) }
}
