import InferTensors

/// Each element divided by the Euclidean norm along the channels. Specification: `GRN-1`.
package struct GRN: Operation {
    /// What is added to the sum of squares.
    package var bias: Float = 1

    package init() {}

    package var key: OperationKey { OperationKey("GRN", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("bias", &bias)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkRank(0, 2...4, "data")
        return [TensorType(context.type(0), context.shape(0))]
    }
}
