#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Functions of `Double`, one at a time, by the C library; also what integers take for functions of the reals.
enum RealFunctions {
    /// The remainder with the sign of the divisor.
    @inline(__always) static func floorMod<Real: BinaryFloatingPoint>(_ x: Real, _ y: Real, _ remainder: (Real, Real) -> Real) -> Real {
        let remainder = remainder(x, y)
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
    }

    struct Identity: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x }
    }
    struct Absolute: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.magnitude }
    }
    struct Negative: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { -x }
    }
    struct Sign: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x + 0 }
    }
    struct Floor: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.rounded(.down) }
    }
    struct Ceiling: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.rounded(.up) }
    }
    struct SquareRoot: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.squareRoot() }
    }
    struct Square: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * x }
    }
    struct Reciprocal: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { 1 / x }
    }
    struct RoundToEven: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }
    }
    struct RoundAwayFromZero: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x.rounded(.toNearestOrAwayFromZero) }
    }
    struct Exponential: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { exp(x) }
    }
    struct Logarithm: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { log(x) }
    }
    struct Sine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { sin(x) }
    }
    struct Cosine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { cos(x) }
    }
    struct Tangent: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { tan(x) }
    }
    struct ArcSine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { asin(x) }
    }
    struct ArcCosine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { acos(x) }
    }
    struct ArcTangent: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { atan(x) }
    }
    struct HyperbolicSine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { sinh(x) }
    }
    struct HyperbolicCosine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { cosh(x) }
    }
    struct HyperbolicTangent: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { tanh(x) }
    }
    struct AreaSine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { asinh(x) }
    }
    struct AreaCosine: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { acosh(x) }
    }
    struct AreaTangent: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { atanh(x) }
    }
    struct ErrorFunction: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { erf(x) }
    }
    struct ErfInverse: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { InverseErrorFunction.value(x) }
    }
    struct Relu: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x < 0 ? 0 : x }
    }
    struct Sigmoid: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { sigmoid(x) }
    }
    struct Softplus: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { (x < 0 ? 0 : x) + log1p(exp(-x.magnitude)) }
    }
    struct SoftSign: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x / (1 + x.magnitude) }
    }
    struct Mish: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x > 40 ? x : x * growth(exp(x)) }
    }
    struct GeluErf: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * erfc(x * -0.7071067811865476) * 0.5 }
    }
    struct GeluTanh: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * sigmoid(x * (1 + 0.044715 * x * x) * 1.5957691216057308) }
    }
    struct HardSwish: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * hardSigmoid(x) }
    }
    struct HardSigmoid: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Double) -> Double { hardSigmoid(x) }
    }
    struct Swish: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * sigmoid(x * parameters.alpha) }
    }
    struct Elu: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x < 0 ? expm1(x) * parameters.alpha : x }
    }
    struct Selu: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { (x < 0 ? expm1(x) * parameters.alpha : x) * parameters.beta }
    }
    struct LeakyRelu: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x < 0 ? x * parameters.alpha : x }
    }
    struct HardSigmoidWithSlope: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { limit(x * parameters.alpha + parameters.beta, 0, 1) }
    }
    struct Clamp: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { limit(x, parameters.alpha, parameters.beta) }
    }
    struct Linear: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { x * parameters.alpha + parameters.beta }
    }
    struct Power: UnaryFunction {
        let parameters: ElementwiseParameters
        @inline(__always) init(_ parameters: ElementwiseParameters) { self.parameters = parameters }
        @inline(__always) func callAsFunction(_ x: Double) -> Double { pow(x, parameters.alpha) }
    }

    private static func sigmoid(_ x: Double) -> Double {
        let decay = exp(-x.magnitude)
        return (x < 0 ? decay : 1) / (1 + decay)
    }
    private static func growth(_ e: Double) -> Double { e * (e + 2) / (e * (e + 2) + 2) }
    private static func hardSigmoid(_ x: Double) -> Double { limit(x + 3, 0, 6) / 6 }
    /// NaN stays.
    @inline(__always) private static func limit(_ x: Double, _ lower: Double, _ upper: Double) -> Double {
        let raised = x < lower ? lower : x
        return raised > upper ? upper : raised
    }

    static let unary: [UnaryOperation: BlockKernel] = [
        .identity: ElementLoops.unary(Identity.self),
        .absolute: ElementLoops.unary(Absolute.self),
        .negative: ElementLoops.unary(Negative.self),
        .sign: ElementLoops.unary(Sign.self),
        .floor: ElementLoops.unary(Floor.self),
        .ceiling: ElementLoops.unary(Ceiling.self),
        .squareRoot: ElementLoops.unary(SquareRoot.self),
        .square: ElementLoops.unary(Square.self),
        .reciprocal: ElementLoops.unary(Reciprocal.self),
        .roundToEven: ElementLoops.unary(RoundToEven.self),
        .roundAwayFromZero: ElementLoops.unary(RoundAwayFromZero.self),
        .exp: ElementLoops.unary(Exponential.self),
        .log: ElementLoops.unary(Logarithm.self),
        .sin: ElementLoops.unary(Sine.self),
        .cos: ElementLoops.unary(Cosine.self),
        .tan: ElementLoops.unary(Tangent.self),
        .asin: ElementLoops.unary(ArcSine.self),
        .acos: ElementLoops.unary(ArcCosine.self),
        .atan: ElementLoops.unary(ArcTangent.self),
        .sinh: ElementLoops.unary(HyperbolicSine.self),
        .cosh: ElementLoops.unary(HyperbolicCosine.self),
        .tanh: ElementLoops.unary(HyperbolicTangent.self),
        .asinh: ElementLoops.unary(AreaSine.self),
        .acosh: ElementLoops.unary(AreaCosine.self),
        .atanh: ElementLoops.unary(AreaTangent.self),
        .erf: ElementLoops.unary(ErrorFunction.self),
        .erfInverse: ElementLoops.unary(ErfInverse.self),
        .relu: ElementLoops.unary(Relu.self),
        .sigmoid: ElementLoops.unary(Sigmoid.self),
        .softplus: ElementLoops.unary(Softplus.self),
        .softSign: ElementLoops.unary(SoftSign.self),
        .mish: ElementLoops.unary(Mish.self),
        .geluErf: ElementLoops.unary(GeluErf.self),
        .geluTanh: ElementLoops.unary(GeluTanh.self),
        .hardSwish: ElementLoops.unary(HardSwish.self),
        .hardSigmoid: ElementLoops.unary(HardSigmoid.self),
        .swish: ElementLoops.unary(Swish.self),
        .elu: ElementLoops.unary(Elu.self),
        .selu: ElementLoops.unary(Selu.self),
        .leakyRelu: ElementLoops.unary(LeakyRelu.self),
        .hardSigmoidWithSlope: ElementLoops.unary(HardSigmoidWithSlope.self),
        .clamp: ElementLoops.unary(Clamp.self),
        .linear: ElementLoops.unary(Linear.self),
        .power: ElementLoops.unary(Power.self),
    ]

    enum Add: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x + y }
    }
    enum Subtract: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x - y }
    }
    enum Multiply: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x * y }
    }
    enum Divide: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x / y }
    }
    enum Maximum: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x > y || x != x ? x : y }
    }
    enum Minimum: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x < y || x != x ? x : y }
    }
    enum SquaredDifference: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { (x - y) * (x - y) }
    }
    enum Prelu: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x < 0 ? x * y : x }
    }
    enum PairPower: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { pow(x, y) }
    }
    enum Mod: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { fmod(x, y) }
    }
    enum FloorMod: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { floorMod(x, y, fmod) }
    }
    enum PairSwish: BinaryFunction {
        @inline(__always) static func apply(_ x: Double, _ y: Double) -> Double { x * sigmoid(x * y) }
    }

    static let binary: [BinaryOperation: BlockKernel] = [
        .add: ElementLoops.binary(Add.self),
        .subtract: ElementLoops.binary(Subtract.self),
        .multiply: ElementLoops.binary(Multiply.self),
        .divide: ElementLoops.binary(Divide.self),
        .divideFloor: ElementLoops.binary(Divide.self),
        .maximum: ElementLoops.binary(Maximum.self),
        .minimum: ElementLoops.binary(Minimum.self),
        .squaredDifference: ElementLoops.binary(SquaredDifference.self),
        .prelu: ElementLoops.binary(Prelu.self),
        .power: ElementLoops.binary(PairPower.self),
        .mod: ElementLoops.binary(Mod.self),
        .floorMod: ElementLoops.binary(FloorMod.self),
        .swish: ElementLoops.binary(PairSwish.self),
    ].merging(Comparisons.table(Double.self)) { first, _ in first }
}
