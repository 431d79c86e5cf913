import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let attention: [Entry] = [
        Entry { (operation: ScaledDotProductAttention, context) in
            guard context.inputCount <= 5 else { throw context.failure("a sink input is not supported") }
            try checkMask(context)
            context.emit(AttentionKernel(operation, context.options.instructionSet), try context.inputs())
        },
        Entry { (operation: MultiHeadAttention, context) in
            try checkMask(context)
            context.emit(AttentionKernel(operation, context.options.instructionSet), try context.inputs())
        },
    ]

    private static func checkMask(_ context: LoweringContext) throws {
        try context.requireSingle()
        guard context.inputCount > 3 else { return }
        let mask = context.type(3).element_type
        guard mask == .f32 || mask == .boolean else { throw context.failure("has a mask of type \(mask); expected f32 or boolean") }
    }
}
