import InferTensors

/// Sums of embeddings over segments. Specification: `EmbeddingSegmentsSum-3`.
///
/// Inputs: embeddings `[count, …]`, indices `[n]`, the segment of each `[n]`, the number of segments, and, optionally, the index for
/// empty segments (-1: zeros) and weights `[n]`. Output: `[segments, …]`.
package struct EmbeddingSegmentsSum: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("EmbeddingSegmentsSum", opset: 3) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4...6)
        for (index, what) in [(1, "indices"), (2, "segments")] {
            try context.checkType(index, .index, what)
            try context.checkRank(index, 1, what)
        }
        try context.checkType(3, .index, "number of segments")
        try context.checkScalar(3, "number of segments")
        _ = try context.commonType((1..<context.count).filter { $0 != 5 })
        _ = try context.merged(context.shape(1), context.shape(2), "the shapes of indices and segments")
        if context.has(4) {
            try context.checkType(4, .index, "default index")
            try context.checkScalar(4, "default index")
        }
        let type = try context.commonType([0] + (context.has(5) ? [5] : []))
        try context.checkRank(0, atLeast: 1, "embeddings")
        if context.has(5) {
            try context.checkRank(5, 1, "weights")
            _ = try context.merged(context.shape(1), context.shape(5), "the shapes of indices and weights")
        }
        guard var shape = context.shape(0).dimensions else { return [TensorType(type, .dynamic)] }
        shape[0] = try context.dimensions(3, "number of segments")?.first ?? .dynamic
        return [TensorType(type, PartialShape(shape))]
    }
}
