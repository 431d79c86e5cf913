import InferTensors

/// A recurrent network: one step (a cell) or a sequence of them.
package protocol RecurrentOperation: Operation {
    var kind: RecurrentKind { get }
    /// The width of the states.
    var hiddenSize: Int { get set }
    /// The names of the activation functions, in the order of the specification.
    var activations: [String] { get set }
    var activationsAlpha: [Float] { get set }
    var activationsBeta: [Float] { get set }
    /// What gates are clipped to, in both directions, before their activation; 0 means not at all.
    var clip: Float { get set }
    /// GRU: whether the reset gate is applied after the linear part; the biases then have a fourth part.
    var linearBeforeReset: Bool { get set }
}

extension RecurrentOperation {
    mutating func visitCommon(_ attributes: inout AttributeVisitor) throws {
        if kind == .gru { try attributes.on("linear_before_reset", &linearBeforeReset) }
        try attributes.on("hidden_size", &hiddenSize, required: true)
        try attributes.on("activations", &activations)
        try attributes.on("activations_alpha", &activationsAlpha)
        try attributes.on("activations_beta", &activationsBeta)
        try attributes.on("clip", &clip)
    }

    func checkCommon(_ context: InferenceContext) throws {
        let expected = kind.defaultActivations.count
        try context.check(
            activations.count == expected, "activations are \(activations.joined(separator: ", ")); expected \(expected) of them")
        let names = ["sigmoid", "tanh", "relu", "hardsigmoid"]
        for name in activations {
            try context.check(
                names.contains(name.lowercased()), "'\(name)' is no activation; expected one of \(names.joined(separator: ", "))")
        }
        try context.check(clip >= 0, "clip is \(clip); expected no negative number")
    }

    /// The widths of the gates' weights, checked, and the width of the states.
    ///
    /// - Parameters:
    ///   - hidden: the states' width as the states' shapes say.
    ///   - first: the input with the weights of the data; recurrent weights and biases follow.
    ///   - lead: the number of axes in front of the gates'.
    func mergedHidden(_ context: InferenceContext, _ hidden: Dimension, weights first: Int, lead: Int) throws -> Dimension {
        var hidden = hidden
        let recurrent = context.shape(first + 1)
        if recurrent.isRankStatic {
            hidden = try context.merged(hidden, recurrent.dimension(lead + 1), "the widths of states and recurrent weights")
        }
        let gates = kind.gateCount
        let biases = kind == .gru && linearBeforeReset ? gates + 1 : gates
        for (index, factor, what) in [(first, gates, "weights"), (first + 1, gates, "recurrent weights"), (first + 2, biases, "biases")]
        where context.shape(index).isRankStatic {
            let length = context.shape(index).dimension(lead)
            if hidden.isStatic {
                try context.check(
                    length.compatible(hidden * factor),
                    "\(what) (input \(index)) have shape \(context.shape(index)); expected \(factor) times \(hidden) at axis \(lead)")
            } else if length.isStatic {
                hidden = try context.merged(hidden, length / factor, "the widths of states and \(what)")
            }
        }
        return hidden
    }
}
