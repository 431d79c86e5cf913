import InferAssembler

/// Functions that are quotients of polynomials of x², times x: minimax fits of the relative error.
extension FunctionWriter {
    /// `target` = `x`·P(x²) / Q(x²) for an `x` that is bounded already; `square`, `p` and `q` are overwritten.
    private func oddQuotient(_ x: Place, _ square: Place, _ p: Place, _ q: Place, numerator: [Float], denominator: [Float]) {
        each { $0.vmulps($1[keyPath: square], $1[keyPath: x], $1[keyPath: x]) }
        polynomial(p, of: square, numerator)
        polynomial(q, of: square, denominator)
        each { $0.vmulps($1[keyPath: x], $1[keyPath: x], $1[keyPath: p]) }
        each { $0.vdivps($1[keyPath: x], $1[keyPath: x], $1[keyPath: q]) }
    }

    func tanh() {
        // From there on the result is 1 in single precision.
        boundAbove(\.x, 9.02, scratch: \.t0)
        boundBelow(\.x, -9.02, scratch: \.t0)
        oddQuotient(
            \.x, \.t0, \.t1, \.t2,
            numerator: [1, 0.13379663228988647, 0.0034939702600240707, 2.058239988400601e-05, 1.3317352554054196e-08],
            denominator: [1, 0.46712979674339294, 0.025870829820632935, 0.00032829857082106173, 7.76139472691284e-07])
        // Near the bounds the quotient may round to beyond 1.
        boundAbove(\.x, 1, scratch: \.t0)
        boundBelow(\.x, -1, scratch: \.t0)
    }

    private static let errorNumerator: [Float] = [
        1.1283791065216064, 0.19058823585510254, 0.05276818573474884, 0.0037723423447459936, 0.00028482728521339595, 2.046226427410147e-06,
    ]
    private static let errorDenominator: [Float] = [
        1, 0.5022369027137756, 0.11418022960424423, 0.014982650987803936, 0.0011637848801910877, 3.804720472544432e-05,
    ]
    /// From there on the result is 1 in single precision.
    private static let errorBound: Float = 3.925

    func errorFunction() {
        if scalesByInstruction { return errorFunctionBySegments() }
        boundAbove(\.x, Self.errorBound, scratch: \.t0)
        boundBelow(\.x, -Self.errorBound, scratch: \.t0)
        oddQuotient(\.x, \.t0, \.t1, \.t2, numerator: Self.errorNumerator, denominator: Self.errorDenominator)
        boundAbove(\.x, 1, scratch: \.t0)
        boundBelow(\.x, -1, scratch: \.t0)
    }

    /// x/2·(1 + erf(x/√2))
    func geluErf() {
        if scalesByInstruction { return geluBySegments() }
        let (root, low, high, half) = (
            constant(Float(0.5).squareRoot()), constant(-Self.errorBound), constant(Self.errorBound), constant(0.5)
        )
        each { $0.vmulps($1.t0, $1.x, root) }
        each { $0.vminps($1.t0, $1.t0, high) }
        each { $0.vmaxps($1.t0, $1.t0, low) }
        oddQuotient(\.t0, \.t1, \.t2, \.t3, numerator: Self.errorNumerator, denominator: Self.errorDenominator)
        each { $0.vmulps($1.x, $1.x, half) }
        each { $0.vfmadd231ps($1.x, $1.x, $1.t0) }
    }
}
