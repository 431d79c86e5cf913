import InferTensors

/// Each element divided by the Euclidean norm along some axes. Specification: `NormalizeL2-1`.
package struct NormalizeL2: Operation {
    package enum EpsilonMode: String, CaseIterable, Sendable {
        /// Added to the sum of squares.
        case add
        /// The least that the sum of squares is taken for.
        case max
    }

    package var eps: Float = 0
    package var epsMode = EpsilonMode.add

    package init() {}

    package var key: OperationKey { OperationKey("NormalizeL2", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("eps", &eps, required: true)
        try attributes.on("eps_mode", &epsMode, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "axes")
        try context.checkRank(1, 0...1, "axes")
        if let rank = context.shape(0).dimensions?.count { _ = try context.axes(1, rank: rank) }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
