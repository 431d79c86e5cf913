import InferTensors

/// One step of a recurrent network. Specification: `RNNCell-3` (in operation set 1), `GRUCell-3`, `LSTMCell-1`, `LSTMCell-4`.
///
/// Inputs: data `[N, input]`, the states `[N, hidden]` (hidden, and for LSTM cell), weights `[gates * hidden, input]`, recurrent weights
/// `[gates * hidden, hidden]` and, optionally, biases `[gates * hidden]` (zero by default); `LSTMCell-1` also peepholes `[3 * hidden]`.
/// Outputs: the new states `[N, hidden]`.
package struct RecurrentCell: RecurrentOperation {
    /// The order in which the gates' weights lie, of `LSTMCell-1`.
    package enum WeightsFormat: String, CaseIterable, Sendable {
        case fico, icof, ifco, ifoc, iofc
    }

    package let kind: RecurrentKind
    /// The operation set that introduced this version.
    package let opset: Int
    package var hiddenSize = 0
    package var activations: [String]
    package var activationsAlpha: [Float] = []
    package var activationsBeta: [Float] = []
    package var clip: Float = 0
    package var linearBeforeReset = false
    /// `LSTMCell-1`: whether input and forget gate are coupled.
    package var inputForget = false
    /// `LSTMCell-1`: the order of the gates.
    package var weightsFormat = WeightsFormat.fico

    package init(_ kind: RecurrentKind, opset: Int) {
        self.kind = kind
        self.opset = opset
        activations = kind.defaultActivations
    }

    package var key: OperationKey { OperationKey(kind.rawValue + "Cell", opset: opset) }

    private var isFirstLSTM: Bool { kind == .lstm && opset < 4 }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try visitCommon(&attributes)
        if isFirstLSTM {
            try attributes.on("input_forget", &inputForget)
            try attributes.on("weights_format", &weightsFormat)
        }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        let states = kind.stateCount
        try context.checkCount(3 + states...4 + states + (isFirstLSTM ? 1 : 0))
        try checkCommon(context)
        let type = try context.commonType(0..<context.count)
        try context.checkType(0, .real, "data")
        for index in 0..<3 + states { try context.checkRank(index, 2, "input") }
        try context.checkRank(3 + states, 1, "biases")
        var batch = context.shape(0).dimension(0)
        var hidden = Dimension.dynamic
        for index in 1...states where context.shape(index).isRankStatic {
            batch = try context.merged(batch, context.shape(index).dimension(0), "the batches of data and states")
            hidden = try context.merged(hidden, context.shape(index).dimension(1), "the widths of the states")
        }
        hidden = try mergedHidden(context, hidden, weights: 1 + states, lead: 0)
        return Array(repeating: TensorType(type, PartialShape([batch, hidden])), count: states)
    }
}
