import InferAssembler
import InferKernels

/// A function of one `Float` that generated chains compute.
package enum VectorFunction: Hashable, Sendable {
    case activation(Activation)
    case identity, floor, ceiling, roundToEven, reciprocal

    /// nil for functions that there is no code for.
    package init?(_ operation: UnaryOperation, _ parameters: ElementwiseParameters = ElementwiseParameters()) {
        let (alpha, beta) = (Float(parameters.alpha), Float(parameters.beta))
        switch operation {
        case .swish: self = .activation(.swish(beta: alpha))
        case .elu: self = .activation(.elu(alpha: alpha))
        case .selu: self = .activation(.selu(alpha: alpha, lambda: beta))
        case .leakyRelu: self = .activation(.leakyRelu(slope: alpha))
        case .hardSigmoidWithSlope: self = .activation(.hardSigmoid(alpha: alpha, beta: beta))
        case .clamp: self = .activation(.clamp(min: alpha, max: beta))
        case .linear: self = .activation(.linear(scale: alpha, shift: beta))
        case .power:
            guard let found = Self.powers[parameters.alpha] else { return nil }
            self = found
        default:
            guard let found = Self.plain[operation] else { return nil }
            self = found
        }
    }

    private static let powers: [Double: VectorFunction] = [
        2: .activation(.square), 0.5: .activation(.sqrt), -1: .reciprocal, 1: .identity,
    ]

    private static let plain: [UnaryOperation: VectorFunction] = [
        .identity: .identity, .floor: .floor, .ceiling: .ceiling, .roundToEven: .roundToEven, .reciprocal: .reciprocal,
        .absolute: .activation(.abs), .negative: .activation(.negate), .squareRoot: .activation(.sqrt), .square: .activation(.square),
        .exp: .activation(.exp), .log: .activation(.log), .tanh: .activation(.tanh), .erf: .activation(.erf), .relu: .activation(.relu),
        .sigmoid: .activation(.sigmoid), .softplus: .activation(.softPlus), .softSign: .activation(.softSign), .mish: .activation(.mish),
        .geluErf: .activation(.geluErf), .geluTanh: .activation(.geluTanh), .hardSwish: .activation(.hardSwish),
        .hardSigmoid: .activation(.hardSigmoidOverSix),
    ]

    func temporaryCount(_ instructionSet: InstructionSet) -> Int {
        switch self {
        case .activation(let activation): activation.temporaryCount(instructionSet)
        case .reciprocal: 1
        case .identity, .floor, .ceiling, .roundToEven: 0
        }
    }

    /// Instructions in a vector's worth, roughly.
    var cost: Int {
        switch self {
        case .activation(.relu), .activation(.abs), .activation(.negate), .activation(.square), .activation(.linear), .activation(.clamp),
            .activation(.leakyRelu), .activation(.hardSigmoid), .activation(.hardSigmoidOverSix), .activation(.hardSwish), .identity,
            .floor, .ceiling, .roundToEven:
            1
        case .activation(.sqrt), .activation(.softSign), .reciprocal: 3
        case .activation: 8
        }
    }
}

extension KernelEmitter {
    /// Replaces values by a function of them.
    func apply(_ function: VectorFunction, to values: [VectorRegister], temporaries: [VectorRegister]) {
        switch function {
        case .activation(let activation): apply(activation, to: values, temporaries: temporaries)
        case .identity: break
        case .floor: for value in values { round(value, value, .down) }
        case .ceiling: for value in values { round(value, value, .up) }
        case .roundToEven: for value in values { round(value, value, .nearestEven) }
        case .reciprocal:
            set(temporaries[0], 1)
            for value in values { assembler.vdivps(value, temporaries[0], value) }
        }
    }
}
