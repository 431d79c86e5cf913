import InferTensors

/// Sums or means of embeddings over bags of one size. Specification: `EmbeddingBagPackedSum-3`, `EmbeddingBagPacked-15`.
///
/// Inputs: embeddings `[count, …]`, indices `[bags, n]` and, optionally, weights of the same shape. Output: `[bags, …]`.
package struct EmbeddingBagPacked: Operation {
    /// The operation set that introduced this version: 3 (`EmbeddingBagPackedSum`) or 15.
    package let opset: Int
    package var reduction = EmbeddingReduction.sum

    package init(opset: Int = 15) { self.opset = opset }

    package var key: OperationKey { OperationKey(opset >= 15 ? "EmbeddingBagPacked" : "EmbeddingBagPackedSum", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 15 { try attributes.on("reduction", &reduction) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        try context.checkType(1, .index, "indices")
        try context.checkRank(0, atLeast: 1, "embeddings")
        try context.checkRank(1, 2, "indices")
        let type = try context.commonType([0] + (context.has(2) ? [2] : []))
        if context.has(2) {
            try context.check(reduction == .sum, "weights are given; the reduction mean takes none")
            try context.checkRank(2, 2, "weights")
            _ = try context.merged(context.shape(1), context.shape(2), "the shapes of indices and weights")
        }
        guard var shape = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        shape[0] = context.shape(1).dimension(0)
        return [TensorType(type, PartialShape(shape))]
    }
}
