#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Functions of `Float`, eight lanes at a time.
enum SingleFunctions {
    typealias Lanes = VectorMath.Lanes

    struct Identity: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { x }
    }
    struct Absolute: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.magnitude(x) }
    }
    struct Negative: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { -x }
    }
    struct Sign: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes {
            VectorMath.select(x .> 0, Lanes(repeating: 1), VectorMath.select(x .< 0, Lanes(repeating: -1), x + 0))
        }
    }
    struct Floor: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.floor(x) }
    }
    struct Ceiling: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.ceiling(x) }
    }
    /// One at a time: Swift's square root of a vector tests every lane for the C library's error case.
    struct SquareRoot: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Float) -> Float { x < 0 ? .nan : x.squareRoot() }
    }
    struct Square: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { x * x }
    }
    struct Reciprocal: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { 1 / x }
    }
    struct RoundToEven: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.roundToEven(x) }
    }
    struct RoundAwayFromZero: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.roundAwayFromZero(x) }
    }
    struct Exponential: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.exp(x) }
    }
    struct Logarithm: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.log(x) }
    }
    struct Sine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.sin(x) }
    }
    struct Cosine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.cos(x) }
    }
    struct Tangent: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, tanf) }
    }
    struct ArcSine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, asinf) }
    }
    struct ArcCosine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, acosf) }
    }
    struct ArcTangent: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, atanf) }
    }
    struct HyperbolicSine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, sinhf) }
    }
    struct HyperbolicCosine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, coshf) }
    }
    struct HyperbolicTangent: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.tanh(x) }
    }
    struct AreaSine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, asinhf) }
    }
    struct AreaCosine: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, acoshf) }
    }
    struct AreaTangent: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x, atanhf) }
    }
    struct ErrorFunction: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.erf(x) }
    }
    struct ErrorFunctionInverse: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.each(x) { Float(InverseErrorFunction.value(Double($0))) } }
    }
    struct Relu: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.maximum(x, Lanes(repeating: 0)) }
    }
    struct Sigmoid: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.sigmoid(x) }
    }
    struct Softplus: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.softplus(x) }
    }
    struct SoftSign: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { x / (1 + VectorMath.magnitude(x)) }
    }
    struct Mish: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.mish(x) }
    }
    struct GeluErf: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.geluErf(x) }
    }
    struct GeluTanh: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.geluTanh(x) }
    }
    struct HardSwish: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.hardSwish(x) }
    }
    struct HardSigmoid: UnaryLaneFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.hardSigmoid(x) }
    }
    struct Swish: UnaryLaneFunction {
        let alpha: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.swish(x, beta: alpha) }
    }
    struct Elu: UnaryLaneFunction {
        let alpha: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes {
            VectorMath.select(x .< 0, VectorMath.expMinusOne(VectorMath.minimum(x, Lanes(repeating: 0))) * alpha, x)
        }
    }
    struct Selu: UnaryLaneFunction {
        let alpha: Lanes
        let beta: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
            beta = Lanes(repeating: Float(parameters.beta))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes {
            VectorMath.select(x .< 0, VectorMath.expMinusOne(VectorMath.minimum(x, Lanes(repeating: 0))) * alpha, x) * beta
        }
    }
    struct LeakyRelu: UnaryLaneFunction {
        let alpha: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.select(x .< 0, x * alpha, x) }
    }
    struct HardSigmoidWithSlope: UnaryLaneFunction {
        let alpha: Lanes
        let beta: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
            beta = Lanes(repeating: Float(parameters.beta))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes {
            VectorMath.minimum(VectorMath.maximum(x * alpha + beta, Lanes(repeating: 0)), Lanes(repeating: 1))
        }
    }
    struct Clamp: UnaryLaneFunction {
        let alpha: Lanes
        let beta: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
            beta = Lanes(repeating: Float(parameters.beta))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { VectorMath.minimum(VectorMath.maximum(x, alpha), beta) }
    }
    struct Linear: UnaryLaneFunction {
        let alpha: Lanes
        let beta: Lanes
        @inline(__always) init(_ parameters: ElementwiseParameters) {
            alpha = Lanes(repeating: Float(parameters.alpha))
            beta = Lanes(repeating: Float(parameters.beta))
        }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { x * alpha + beta }
    }
    struct Power: UnaryLaneFunction {
        let alpha: Float
        @inline(__always) init(_ parameters: ElementwiseParameters) { alpha = Float(parameters.alpha) }
        @inline(__always) func callAsFunction(_ x: Lanes) -> Lanes { PowerFunction.apply(x, exponent: alpha) }
    }

    static let table: [UnaryOperation: BlockKernel] = [
        .identity: ElementLoops.unaryLanes(Identity.self),
        .absolute: ElementLoops.unaryLanes(Absolute.self),
        .negative: ElementLoops.unaryLanes(Negative.self),
        .sign: ElementLoops.unaryLanes(Sign.self),
        .floor: ElementLoops.unaryLanesLong(Floor.self),
        .ceiling: ElementLoops.unaryLanesLong(Ceiling.self),
        .squareRoot: ElementLoops.unary(SquareRoot.self),
        .square: ElementLoops.unaryLanes(Square.self),
        .reciprocal: ElementLoops.unaryLanes(Reciprocal.self),
        .roundToEven: ElementLoops.unaryLanesLong(RoundToEven.self),
        .roundAwayFromZero: ElementLoops.unaryLanesLong(RoundAwayFromZero.self),
        .exp: ElementLoops.unaryLanesLong(Exponential.self),
        .log: ElementLoops.unaryLanesLong(Logarithm.self),
        .sin: ElementLoops.unaryLanesLong(Sine.self),
        .cos: ElementLoops.unaryLanesLong(Cosine.self),
        .tan: ElementLoops.unaryLanesLong(Tangent.self),
        .asin: ElementLoops.unaryLanesLong(ArcSine.self),
        .acos: ElementLoops.unaryLanesLong(ArcCosine.self),
        .atan: ElementLoops.unaryLanesLong(ArcTangent.self),
        .sinh: ElementLoops.unaryLanesLong(HyperbolicSine.self),
        .cosh: ElementLoops.unaryLanesLong(HyperbolicCosine.self),
        .tanh: ElementLoops.unaryLanesLong(HyperbolicTangent.self),
        .asinh: ElementLoops.unaryLanesLong(AreaSine.self),
        .acosh: ElementLoops.unaryLanesLong(AreaCosine.self),
        .atanh: ElementLoops.unaryLanesLong(AreaTangent.self),
        .erf: ElementLoops.unaryLanesLong(ErrorFunction.self),
        .erfInverse: ElementLoops.unaryLanesLong(ErrorFunctionInverse.self),
        .relu: ElementLoops.unaryLanes(Relu.self),
        .sigmoid: ElementLoops.unaryLanesLong(Sigmoid.self),
        .softplus: ElementLoops.unaryLanesLong(Softplus.self),
        .softSign: ElementLoops.unaryLanes(SoftSign.self),
        .mish: ElementLoops.unaryLanesLong(Mish.self),
        .geluErf: ElementLoops.unaryLanesLong(GeluErf.self),
        .geluTanh: ElementLoops.unaryLanesLong(GeluTanh.self),
        .hardSwish: ElementLoops.unaryLanes(HardSwish.self),
        .hardSigmoid: ElementLoops.unaryLanes(HardSigmoid.self),
        .swish: ElementLoops.unaryLanesLong(Swish.self),
        .elu: ElementLoops.unaryLanesLong(Elu.self),
        .selu: ElementLoops.unaryLanesLong(Selu.self),
        .leakyRelu: ElementLoops.unaryLanes(LeakyRelu.self),
        .hardSigmoidWithSlope: ElementLoops.unaryLanes(HardSigmoidWithSlope.self),
        .clamp: ElementLoops.unaryLanes(Clamp.self),
        .linear: ElementLoops.unaryLanes(Linear.self),
        .power: ElementLoops.unaryLanesLong(Power.self),
    ]
}
