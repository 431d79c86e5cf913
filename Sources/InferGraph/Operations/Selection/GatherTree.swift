import InferTensors

/// The beams of a beam search traced back from their ends. Specification: `GatherTree-1`.
///
/// Inputs: step and parent indices `[time, batch, beam]`, the greatest lengths `[batch]` and the end token, a scalar.
package struct GatherTree: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("GatherTree", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType(0..<4)
        try context.checkType(0, .numeric, "step indices")
        try context.checkRank(0, 3, "step indices")
        try context.checkRank(1, 3, "parent indices")
        try context.checkRank(2, 1, "greatest lengths")
        try context.checkScalar(3, "end token")
        var shape = try context.merged(context.shape(0), context.shape(1), "the shapes of step and parent indices")
        let batch = try context.merged(shape.dimension(1), context.shape(2).dimension(0), "the batches of indices and greatest lengths")
        if shape.isRankStatic { shape[1] = batch }
        return [TensorType(type, shape)]
    }
}
