import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// One element in, one element out.
    static let elementwise: [Entry] = [
        Entry { (operation: UnaryElementwise, context) in
            try lowerUnary(function(of: operation.kind), ElementwiseParameters(), context)
        },
        Entry { (operation: BinaryElementwise, context) in
            try lowerBinary(function(of: operation, context.type(0).element_type), context)
        },
        Entry { (operation: FusedElementwise, context) in
            let (slots, layout) = try context.inputsInOneLayout(0..<context.inputCount)
            context.emit(
                ChainKernel(steps: operation.steps, instructionSet: context.options.instructionSet), slots, layout: layout)
        },
    ]

    /// A function of one tensor, in whatever layout it is.
    static func lowerUnary(_ function: UnaryOperation, _ parameters: ElementwiseParameters, _ context: LoweringContext) throws {
        let input = try context.input(0)
        let kernel = try ElementwiseKernel(
            .unary(function, parameters), context.type(0).element_type, context.outputType.element_type, context)
        // Further inputs are parameters that the function holds already; the operation checks them when it is bound.
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        context.emit(kernel, [input] + others, layout: context.builder.slots[input.index].layout)
    }

    /// A function of two tensors. Inputs of the result's rank are brought to one layout; others broadcast as they are.
    static func lowerBinary(_ function: BinaryOperation, _ context: LoweringContext) throws {
        let kernel = try ElementwiseKernel(.binary(function), context.type(0).element_type, context.outputType.element_type, context)
        let (slots, layout) = try context.inputsInOneLayout(0..<2)
        context.emit(kernel, slots, layout: layout)
    }

    static func function(of kind: UnaryElementwise.Kind) -> UnaryOperation {
        switch kind {
        case .abs: .absolute
        case .acos: .acos
        case .acosh: .acosh
        case .asin: .asin
        case .asinh: .asinh
        case .atan: .atan
        case .atanh: .atanh
        case .bitwiseNot: .bitwiseNot
        case .ceiling: .ceiling
        case .cos: .cos
        case .cosh: .cosh
        case .erf: .erf
        case .erfInv: .erfInverse
        case .exp: .exp
        case .floor: .floor
        case .hsigmoid: .hardSigmoid
        case .hswish: .hardSwish
        case .isFinite: .isFinite
        case .isNaN: .isNaN
        case .log: .log
        case .logicalNot: .logicalNot
        case .mish: .mish
        case .negative: .negative
        case .relu: .relu
        case .sigmoid: .sigmoid
        case .sign: .sign
        case .sin: .sin
        case .sinh: .sinh
        case .softPlus: .softplus
        case .softSign: .softSign
        case .sqrt: .squareRoot
        case .tan: .tan
        case .tanh: .tanh
        }
    }

    /// Integers narrower than 32 bits have no reference kernel, and the device that answers for them cuts quotients towards zero.
    private static let truncatedQuotients: Set<ElementType> = [.i8, .u8, .i16, .u16]

    static func function(of operation: BinaryElementwise, _ type: ElementType) -> BinaryOperation {
        switch operation.kind {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: operation.roundsDivisionDown && !truncatedQuotients.contains(type) ? .divideFloor : .divide
        case .power: .power
        case .maximum: .maximum
        case .minimum: .minimum
        case .mod: .mod
        case .floorMod: .floorMod
        case .squaredDifference: .squaredDifference
        case .equal: .equal
        case .notEqual: .notEqual
        case .greater: .greater
        case .greaterEqual: .greaterEqual
        case .less: .less
        case .lessEqual: .lessEqual
        case .logicalAnd: .logicalAnd
        case .logicalOr: .logicalOr
        case .logicalXor, .xor: .logicalXor
        case .bitwiseAnd: .bitwiseAnd
        case .bitwiseOr: .bitwiseOr
        case .bitwiseXor: .bitwiseXor
        case .bitwiseLeftShift: .shiftLeft
        case .bitwiseRightShift: .shiftRight
        }
    }
}
