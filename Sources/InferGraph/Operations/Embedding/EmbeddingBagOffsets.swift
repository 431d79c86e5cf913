import InferTensors

/// Sums or means of embeddings over bags whose starts are given. Specification: `EmbeddingBagOffsetsSum-3`, `EmbeddingBagOffsets-15`.
///
/// Inputs: embeddings `[count, …]`, indices `[n]`, offsets `[bags]` and, optionally, the index for empty bags (-1: zeros) and weights `[n]`.
/// Output: `[bags, …]`.
package struct EmbeddingBagOffsets: Operation {
    /// The operation set that introduced this version: 3 (`EmbeddingBagOffsetsSum`) or 15.
    package let opset: Int
    package var reduction = EmbeddingReduction.sum

    package init(opset: Int = 15) { self.opset = opset }

    package var key: OperationKey { OperationKey(opset >= 15 ? "EmbeddingBagOffsets" : "EmbeddingBagOffsetsSum", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 15 { try attributes.on("reduction", &reduction) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...5)
        for (index, what) in [(1, "indices"), (2, "offsets")] {
            try context.checkType(index, .index, what)
            try context.checkRank(index, 1, what)
        }
        _ = try context.commonType((1..<context.count).filter { $0 != 4 })
        if context.has(3) {
            try context.checkType(3, .index, "default index")
            try context.checkScalar(3, "default index")
        }
        let type = try context.commonType([0] + (context.has(4) ? [4] : []))
        try context.checkRank(0, atLeast: 1, "embeddings")
        if context.has(4) {
            try context.check(reduction == .sum, "weights are given; the reduction mean takes none")
            try context.checkRank(4, 1, "weights")
            _ = try context.merged(context.shape(1), context.shape(4), "the shapes of indices and weights")
        }
        guard var shape = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        shape[0] = context.shape(2).dimension(0)
        return [TensorType(type, PartialShape(shape))]
    }
}
