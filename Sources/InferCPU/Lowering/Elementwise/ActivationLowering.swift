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
        Entry { (_: PRelu, context) in
            let kernel = try ElementwiseKernel(.binary(.prelu), context.type(0).element_type, context.outputType.element_type, context)
            let data = try context.input(0)
            let layout = context.builder.slots[data.index].layout
            let slope = try slope(layout, context)
            if let own = context.builder.slots[slope.index].type.partial_shape.dimensions,
                let given = context.type(0).partial_shape.dimensions
            {
                let fits =
                    own.count <= given.count && zip(own.reversed(), given.reversed()).allSatisfy { $0 == Dimension(1) || $0.compatible($1) }
                guard fits else {
                    throw context.failure(
                        "the slope (input 1) has shape \(context.type(1).partial_shape); expected an element for each channel of "
                            + "\(context.type(0).partial_shape), or what broadcasts", .invalidArgument)
                }
            }
            context.emit(kernel, [data, slope], layout: layout)
        },
        Entry { (_: Convert, context) in
            try lowerConvert(context)
        },
        Entry { (_: ConvertLike, context) in
            try lowerConvert(context)
        },
    ]

    /// PRelu's slope: a vector with an element for each channel belongs to axis 1, other shapes broadcast at the last axes.
    private static func slope(_ layout: SlotLayout, _ context: LoweringContext) throws -> SlotID {
        let slope = try context.input(1, as: .rowMajor)
        guard let data = context.type(0).partial_shape.dimensions, let own = context.type(1).partial_shape.dimensions,
            PRelu.runsAlongChannels(own, of: data)
        else { return context.type(1).partial_shape.dimensions?.count == context.rank ? try context.input(1, as: layout) : slope }
        let operation = ChannelVector(rank: data.count)
        let shape = PartialShape([1, own[0]] + Array(repeating: Dimension(1), count: data.count - 2))
        let view = context.builder.addAlias(of: slope, TensorType(context.type(1).element_type, shape), .rowMajor)
        context.builder.addStep(context.node, operation, AliasKernel(), [slope], [view], suffix: "slope")
        return view
    }

    /// The type alone counts: whatever else decided it is no input of the step.
    private static func lowerConvert(_ context: LoweringContext) throws {
        let from = context.type(0).element_type
        let to = context.outputType.element_type
        if from != to, from.bitwidth < 8 || to.bitwidth < 8 {
            return context.emit(
                try PackedConversionKernel(from, to, context), [try context.input(0, as: .rowMajor)], operation: Convert(to))
        }
        let input = try context.input(0)
        let layout = context.builder.slots[input.index].layout
        if from == to {
            context.emitAlias(of: input, [input], layout: layout, operation: Convert(to))
        } else {
            context.emit(try ElementwiseKernel(.convert, from, to, context), [input], layout: layout, operation: Convert(to))
        }
    }
}

extension Tensor {
    /// The only element of a tensor of numbers; nil for others.
    var scalarValue: Double? {
        guard size == 1, let snapshot = try? snapshot else { return nil }
        switch element_type {
        case .f16: return Double(ElementConversion.float(f16: snapshot.data.loadUnaligned(as: UInt16.self)))
        case .bf16: return Double(ElementConversion.float(bf16: snapshot.data.loadUnaligned(as: UInt16.self)))
        default: return PartialValue(self)?.exactReals?.first
        }
    }
}
