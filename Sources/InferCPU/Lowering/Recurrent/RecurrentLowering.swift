import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let recurrent: [Entry] = [
        Entry { (operation: InferGraph.RecurrentSequence, context) in
            let direction: RecurrentLayer.Direction =
                switch operation.direction {
                case .forward: .forward
                case .reverse: .reverse
                case .bidirectional: .bidirectional
                }
            let (lengths, type) = try context.indices(1 + operation.kind.stateCount)
            var inputs = try context.inputs()
            inputs[1 + operation.kind.stateCount] = lengths
            try lowerRecurrent(operation, direction, lengths: type, inputs, context)
        },
        Entry { (operation: RecurrentCell, context) in
            guard !operation.inputForget, operation.weightsFormat == .fico, context.inputCount <= 4 + operation.kind.stateCount else {
                throw context.failure("coupled gates, peepholes and gates in an order other than fico are not supported")
            }
            try lowerRecurrent(operation, .forward, lengths: nil, try context.inputs(), context)
        },
    ]

    private static func lowerRecurrent(
        _ operation: any RecurrentOperation, _ direction: RecurrentLayer.Direction, lengths: IndexType?, _ inputs: [SlotID],
        _ context: LoweringContext
    ) throws {
        try context.requireSingle()
        let kernel = RecurrentKernel(
            cell: try cell(operation, context), direction: direction, clip: operation.clip, stateCount: operation.kind.stateCount,
            lengths: lengths, instructionSet: context.options.instructionSet, packed: nil)
        context.emit(try kernel.packing(context), inputs)
    }

    private static func cell(_ operation: any RecurrentOperation, _ context: LoweringContext) throws -> RecurrentLayer.Cell {
        let functions = try operation.activations.indices.map { try activation(operation, $0, context) }
        switch operation.kind {
        case .rnn: return .rnn(functions[0])
        case .gru: return .gru(gates: functions[0], hidden: functions[1], linearBeforeReset: operation.linearBeforeReset)
        case .lstm: return .lstm(gates: functions[0], cell: functions[1], hidden: functions[2])
        }
    }

    private static func activation(_ operation: any RecurrentOperation, _ index: Int, _ context: LoweringContext) throws -> Activation {
        let name = operation.activations[index].lowercased()
        switch name {
        case "sigmoid": return .sigmoid
        case "tanh": return .tanh
        case "relu": return .relu
        case "hardsigmoid":
            let alpha = index < operation.activationsAlpha.count ? operation.activationsAlpha[index] : 0.2
            let beta = index < operation.activationsBeta.count ? operation.activationsBeta[index] : 0.5
            return .hardSigmoid(alpha: alpha, beta: beta)
        default: throw context.failure("activation '\(name)' is not supported")
        }
    }
}
