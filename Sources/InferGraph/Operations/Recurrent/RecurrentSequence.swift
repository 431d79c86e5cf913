import InferTensors

/// A recurrent network over sequences, forwards, backwards or both ways. Specification: `RNNSequence-5`, `GRUSequence-5`,
/// `LSTMSequence-5`.
///
/// Inputs: data `[N, length, input]`, the states `[N, directions, hidden]` (hidden, and for LSTM cell), the sequences' lengths `[N]`,
/// weights `[directions, gates * hidden, input]`, recurrent weights `[directions, gates * hidden, hidden]` and biases
/// `[directions, gates * hidden]`.
/// Outputs: the hidden states of all steps `[N, directions, length, hidden]` and the last states `[N, directions, hidden]`.
package struct RecurrentSequence: RecurrentOperation {
    package let kind: RecurrentKind
    package var direction = RecurrentDirection.forward
    package var hiddenSize = 0
    package var activations: [String]
    package var activationsAlpha: [Float] = []
    package var activationsBeta: [Float] = []
    package var clip: Float = 0
    package var linearBeforeReset = false

    package init(_ kind: RecurrentKind) {
        self.kind = kind
        activations = kind.defaultActivations
    }

    package var key: OperationKey { OperationKey(kind.rawValue + "Sequence", opset: 5) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("direction", &direction)
        try visitCommon(&attributes)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        let states = kind.stateCount
        try context.checkCount(5 + states)
        try checkCommon(context)
        let lengths = 1 + states
        let type = try context.commonType((0..<context.count).filter { $0 != lengths })
        try context.checkType(0, .real, "data")
        try context.checkType(lengths, .integral, "sequence lengths")
        for index in 0...states { try context.checkRank(index, 3, "input") }
        try context.checkRank(lengths, 1, "sequence lengths")
        try context.checkRank(lengths + 1, 3, "weights")
        try context.checkRank(lengths + 2, 3, "recurrent weights")
        try context.checkRank(lengths + 3, 2, "biases")
        var batch = context.shape(0).dimension(0)
        var hidden = Dimension.dynamic
        var directions = Dimension(direction == .bidirectional ? 2 : 1)
        for index in 1...states where context.shape(index).isRankStatic {
            let state = context.shape(index)
            batch = try context.merged(batch, state.dimension(0), "the batches of data and states")
            directions = try context.merged(directions, state.dimension(1), "the numbers of directions")
            hidden = try context.merged(hidden, state.dimension(2), "the widths of the states")
        }
        batch = try context.merged(batch, context.shape(lengths).dimension(0), "the batches of data and sequence lengths")
        for index in lengths + 1...lengths + 3 {
            directions = try context.merged(directions, context.shape(index).dimension(0), "the numbers of directions")
        }
        hidden = try mergedHidden(context, hidden, weights: lengths + 1, lead: 1)
        let last = TensorType(type, PartialShape([batch, directions, hidden]))
        return [TensorType(type, PartialShape([batch, directions, context.shape(0).dimension(1), hidden]))]
            + Array(repeating: last, count: states)
    }
}
