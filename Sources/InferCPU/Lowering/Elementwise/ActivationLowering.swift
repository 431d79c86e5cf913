import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Activations with parameters, and conversions.
    static let activations: [Entry] = [
        Entry { (operation: Clamp, context) in
            try lowerUnary(.clamp, ElementwiseParameters(operation.min, operation.max), context)
        },
        Entry { (operation: Elu, context) in
            try lowerUnary(.elu, ElementwiseParameters(operation.alpha), context)
        },
        Entry { (operation: Gelu, context) in
            try lowerUnary(operation.approximationMode == .erf ? .geluErf : .geluTanh, ElementwiseParameters(), context)
        },
        Entry { (operation: Round, context) in
            try lowerUnary(operation.mode == .halfToEven ? .roundToEven : .roundAwayFromZero, ElementwiseParameters(), context)
        },
        Entry { (operation: IsInf, context) in
            try lowerUnary(
                .isInfinite, ElementwiseParameters(operation.detectNegative ? 1 : 0, operation.detectPositive ? 1 : 0), context)
        },
        Entry { (_: Swish, context) in
            if context.inputCount == 1 {
                try lowerUnary(.swish, ElementwiseParameters(1), context)
            } else if let beta = try context.constant(1)?.scalarValue {
                try lowerUnary(.swish, ElementwiseParameters(beta), context)
            } else {
                try lowerBinary(.swish, context)
            }
        },
        Entry { (operation: ParametricActivation, context) in
            guard let alpha = try context.constant(1)?.scalarValue, let second = try context.constant(2)?.scalarValue else {
                throw context.failure("alpha and \(operation.kind == .selu ? "lambda" : "beta") are not constants")
            }
            try lowerUnary(operation.kind == .selu ? .selu : .hardSigmoidWithSlope, ElementwiseParameters(alpha, second), context)
        },
        Entry { (_: Convert, context) in
            try lowerConvert(context)
        },
        Entry { (_: ConvertLike, context) in
            try lowerConvert(context)
        },
    ]

    private static func lowerConvert(_ context: LoweringContext) throws {
        let input = try context.input(0)
        let from = context.type(0).element_type
        let to = context.outputType.element_type
        let layout = context.builder.slots[input.index].layout
        if from == to {
            context.emitAlias(of: input, [input], layout: layout)
        } else {
            context.emit(try ElementwiseKernel(.convert, from, to, context), [input], layout: layout)
        }
    }
}

extension Tensor {
    /// The only element of a tensor of numbers; nil for others.
    var scalarValue: Double? {
        guard size == 1 else { return nil }
        if let value = PartialValue(self)?.exactReals { return value.first }
        return nil
    }
}
