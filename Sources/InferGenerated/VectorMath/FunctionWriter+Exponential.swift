import InferAssembler

/// Functions made from e^x: x = n·ln 2 + r, |r| <= ln 2 / 2, and a polynomial for e^r.
///
/// Coefficients are minimax fits of the relative error, rounded one after the other with the rest refitted.
extension FunctionWriter {
    private static let inverseLogarithm: Float = 1.442695
    /// ln 2 in two parts, so that n·(first part) is exact for the n there are.
    private static let logarithmHigh: Float = 0.693359375
    private static let logarithmLow: Float = -2.12194440e-4
    /// (e^r - 1) / r
    private static let coefficients: [Float] = [
        1, 0.5, 0.16666534543037415, 0.04166724532842636, 0.008367433212697506, 0.0013863072963431478,
    ]

    /// What e^x is computed for.
    enum Range {
        /// Any number: large ones give infinity, very small ones zero.
        case any
        /// What the caller has bounded to -87.3...88.7 for itself on AVX2.
        case bounded
    }

    /// Splits `y` into `n` and the remainder, which replaces it. With `isNegated` these are of -y, the remainder times -1.
    private func reduce(_ y: Place, _ n: Place, isNegated: Bool) {
        let scale = constant(isNegated ? -Self.inverseLogarithm : Self.inverseLogarithm)
        each { $0.vmulps($1[keyPath: n], $1[keyPath: y], scale) }
        each { emitter.round($1[keyPath: n], $1[keyPath: n], .nearestEven) }
        let sign: Float = isNegated ? 1 : -1
        for part in [Self.logarithmHigh, Self.logarithmLow] {
            let operand = constant(sign * part)
            each { $0.vfmadd231ps($1[keyPath: y], $1[keyPath: n], operand) }
        }
        guard scalesByInstruction else { return }
        // Infinities, and numbers whose n is only their order of magnitude, leave nonsense; n alone then makes the result.
        let limit = constant(0.35)
        each { $0.vrangeps($1[keyPath: y], $1[keyPath: y], limit, 2) }
    }

    /// `place = 2^n`, for what fits; `n` is overwritten on AVX2.
    private func powerOfTwo(_ place: Place, _ n: Place) {
        guard !scalesByInstruction else {
            set(place, 1)
            return each { $0.vscalefps($1[keyPath: place], $1[keyPath: place], $1[keyPath: n]) }
        }
        let one = constant(1)
        each { $0.vcvtps2dq($1[keyPath: n], $1[keyPath: n]) }
        each { $0.vpslld($1[keyPath: n], $1[keyPath: n], 23) }
        each { $0.vpaddd($1[keyPath: place], $1[keyPath: n], one) }
    }

    /// Replaces `y` by e^y, or e^-y; `n` and `p` are overwritten. 1.1 ULP. NaN stays.
    func exponential(_ y: Place, _ n: Place, _ p: Place, _ range: Range, isNegated: Bool = false) {
        if !scalesByInstruction, range == .any {
            boundAbove(y, isNegated ? 104.5 : 89, scratch: n)
            boundBelow(y, isNegated ? -89 : -104.5, scratch: n)
        }
        reduce(y, n, isNegated: isNegated)
        var coefficients = [1] + Self.coefficients
        if isNegated { coefficients = coefficients.enumerated().map { $0.offset % 2 == 0 ? $0.element : -$0.element } }
        polynomial(p, of: y, coefficients)
        if scalesByInstruction { return each { $0.vscalefps($1[keyPath: y], $1[keyPath: p], $1[keyPath: n]) } }
        each { $0.vcvtps2dq($1[keyPath: n], $1[keyPath: n]) }
        if range == .bounded {
            each { $0.vpslld($1[keyPath: n], $1[keyPath: n], 23) }
            return each { $0.vpaddd($1[keyPath: y], $1[keyPath: p], $1[keyPath: n]) }
        }
        // Two factors, so that neither overflows and a subnormal result is rounded once.
        each { $0.vpsrad($1[keyPath: y], $1[keyPath: n], 1) }
        each { $0.vpsubd($1[keyPath: n], $1[keyPath: n], $1[keyPath: y]) }
        each { $0.vpslld($1[keyPath: y], $1[keyPath: y], 23) }
        each { $0.vpaddd($1[keyPath: p], $1[keyPath: p], $1[keyPath: y]) }
        each { $0.vpslld($1[keyPath: n], $1[keyPath: n], 23) }
        let one = constant(1)
        each { $0.vpaddd($1[keyPath: n], $1[keyPath: n], one) }
        each { $0.vmulps($1[keyPath: y], $1[keyPath: p], $1[keyPath: n]) }
    }

    /// Replaces `y` <= 0 by e^y - 1, accurate near zero; `n` and `p` are overwritten.
    func exponentialMinusOne(_ y: Place, _ n: Place, _ p: Place) {
        if !scalesByInstruction {
            let bound = constant(-80)
            each { $0.vmaxps($1[keyPath: y], $1[keyPath: y], bound) }
        }
        reduce(y, n, isNegated: false)
        polynomial(p, of: y, Self.coefficients)
        each { $0.vmulps($1[keyPath: y], $1[keyPath: y], $1[keyPath: p]) }
        // 2^n·(e^r - 1) + (2^n - 1)
        powerOfTwo(p, n)
        let one = constant(1)
        each { $0.vsubps($1[keyPath: n], $1[keyPath: p], one) }
        each { $0.vfmadd213ps($1[keyPath: y], $1[keyPath: p], $1[keyPath: n]) }
    }

    func exponential() { exponential(\.x, \.t0, \.t1, .any) }

    func sigmoid() {
        move(\.t0, \.x)
        if !scalesByInstruction {
            boundAbove(\.t0, 87.3, scratch: \.t1)
            boundBelow(\.t0, -88.7, scratch: \.t1)
        }
        exponential(\.t0, \.t1, \.t2, .bounded, isNegated: true)
        let one = constant(1)
        each { $0.vaddps($1.t0, $1.t0, one) }
        set(\.x, 1)
        each { $0.vdivps($1.x, $1.x, $1.t0) }
    }

    /// x / (1 + e^-y), where y is in `t0` and e^-y may overflow; NaN in `y` need not stay.
    private func quotientByOnePlusExponential(_ range: Range) {
        if !scalesByInstruction, range == .bounded {
            let (low, high) = (constant(-88.7), constant(87.3))
            each { $0.vminps($1.t0, $1.t0, high) }
            each { $0.vmaxps($1.t0, $1.t0, low) }
        }
        exponential(\.t0, \.t1, \.t2, range, isNegated: true)
        let one = constant(1)
        each { $0.vaddps($1.t0, $1.t0, one) }
        each { $0.vdivps($1.x, $1.x, $1.t0) }
    }

    func swish(beta: Float) {
        guard beta == 1 else {
            let scale = constant(beta)
            each { $0.vmulps($1.t0, $1.x, scale) }
            return quotientByOnePlusExponential(.any)
        }
        // Where e^-x is bounded, x must be too.
        if !scalesByInstruction { boundBelow(\.x, -88.7, scratch: \.t0) }
        move(\.t0, \.x)
        quotientByOnePlusExponential(.bounded)
    }

    /// x·sigmoid(2√(2/π)·(x + 0.044715x³))
    func geluTanh() {
        if !scalesByInstruction { boundBelow(\.x, -20, scratch: \.t0) }
        let cubic = constant(0.044715 * 1.5957691216057308)
        each { $0.vmulps($1.t0, $1.x, $1.x) }
        set(\.t1, 1.5957691216057308)
        each { $0.vfmadd132ps($1.t0, $1.t1, cubic) }
        each { $0.vmulps($1.t0, $1.t0, $1.x) }
        quotientByOnePlusExponential(.bounded)
    }

    /// With e = e^x: x·tanh(ln(1 + e)) = x·e(e + 2) / (e(e + 2) + 2).
    func mish() {
        if !scalesByInstruction { boundBelow(\.x, -87.3, scratch: \.t0) }
        let (bound, two) = (constant(20), constant(2))
        each { $0.vminps($1.t0, $1.x, bound) }
        exponential(\.t0, \.t1, \.t2, .bounded)
        each { $0.vaddps($1.t1, $1.t0, two) }
        each { $0.vmulps($1.t0, $1.t0, $1.t1) }
        each { $0.vaddps($1.t1, $1.t0, two) }
        each { $0.vdivps($1.t0, $1.t0, $1.t1) }
        each { $0.vmulps($1.x, $1.x, $1.t0) }
    }

    /// ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), the logarithm as a quotient of polynomials.
    func softPlus() {
        let sign = constant(word: 0x8000_0000)
        each { $0.vorps($1.t0, $1.x, sign) }
        if !scalesByInstruction {
            let bound = constant(-87.3)
            each { $0.vmaxps($1.t0, $1.t0, bound) }
        }
        exponential(\.t0, \.t1, \.t2, .bounded)
        polynomial(\.t1, of: \.t0, [1, 0.867192804813385, 0.12376435846090317])
        polynomial(\.t2, of: \.t0, [1, 1.3671910762786865, 0.47405844926834106, 0.031094487756490707])
        each { $0.vmulps($1.t0, $1.t0, $1.t1) }
        each { $0.vdivps($1.t0, $1.t0, $1.t2) }
        boundBelow(\.x, 0, scratch: \.t1)
        each { $0.vaddps($1.x, $1.x, $1.t0) }
    }

    /// `positive`·x where x > 0, else `negative`·(e^x - 1).
    func exponentialLinear(positive: Float, negative: Float) {
        let (zero, scale) = (constant(0), constant(negative))
        each { $0.vminps($1.t0, $1.x, zero) }
        exponentialMinusOne(\.t0, \.t1, \.t2)
        boundBelow(\.x, 0, scratch: \.t1)
        if positive != 1 {
            let slope = constant(positive)
            each { $0.vmulps($1.x, $1.x, slope) }
        }
        each { $0.vfmadd231ps($1.x, $1.t0, scale) }
    }
}
