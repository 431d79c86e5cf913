#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Activation {
    /// The function's value at one point, computed in double precision where that matters: the definition that kernels are tested against.
    package func callAsFunction(_ x: Float) -> Float {
        let wide = Double(x)
        switch self {
        case .relu: return x > 0 ? x : (x.isNaN ? x : 0)
        case .leakyRelu(let slope): return x >= 0 ? x : x * slope
        case .clamp(let low, let high): return x < low ? low : (x > high ? high : x)
        case .sigmoid: return Float(1 / (1 + Scalar.exponential(-wide)))
        case .tanh: return Float(Scalar.hyperbolicTangent(wide))
        case .swish(let beta): return Float(wide / (1 + Scalar.exponential(-wide * Double(beta))))
        case .hardSwish: return x * min(max(x + 3, 0), 6) / 6
        case .hardSigmoidOverSix: return min(max(x + 3, 0), 6) / 6
        case .hardSigmoid(let alpha, let beta): return min(max(alpha * x + beta, 0), 1)
        case .geluErf: return Float(0.5 * wide * (1 + Scalar.errorFunction(wide * 0.5.squareRoot())))
        case .geluTanh:
            return Float(0.5 * wide * (1 + Scalar.hyperbolicTangent((2 / Double.pi).squareRoot() * (wide + 0.044715 * wide * wide * wide))))
        case .elu(let alpha): return x > 0 ? x : Float(Double(alpha) * Scalar.expMinusOne(wide))
        case .selu(let alpha, let lambda):
            return x > 0 ? lambda * x : Float(Double(lambda) * Double(alpha) * Scalar.expMinusOne(wide))
        case .mish: return Float(wide * Scalar.hyperbolicTangent(Scalar.softPlus(wide)))
        case .softPlus: return Float(Scalar.softPlus(wide))
        case .softSign: return x / (1 + x.magnitude)
        case .exp: return Float(Scalar.exponential(wide))
        case .log: return Float(Scalar.logarithm(wide))
        case .erf: return Float(Scalar.errorFunction(wide))
        case .abs: return x.magnitude
        case .negate: return -x
        case .sqrt: return x.squareRoot()
        case .square: return x * x
        case .linear(let scale, let shift): return scale * x + shift
        }
    }
}

/// The C library's functions, out of reach of the cases of ``Activation``, which hide them.
private enum Scalar {
    static func exponential(_ x: Double) -> Double { exp(x) }
    static func expMinusOne(_ x: Double) -> Double { expm1(x) }
    static func logarithm(_ x: Double) -> Double { log(x) }
    static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
    static func errorFunction(_ x: Double) -> Double { erf(x) }
    /// ln(1 + eˣ) without overflow.
    static func softPlus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-x.magnitude)) }
}
