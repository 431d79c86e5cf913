import InferTensors

/// The best class of each step, repetitions and blanks left out. Specification: `CTCGreedyDecoder-1`.
///
/// Inputs: scores `[time, batch, classes]` and which steps count `[time, batch]`. Output: `[batch, time, 1, 1]`, filled up with -1.
package struct CTCGreedyDecoder: Operation {
    package var ctcMergeRepeated = true

    package init() {}

    package var key: OperationKey { OperationKey("CTCGreedyDecoder", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("ctc_merge_repeated", &ctcMergeRepeated)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkRank(0, 3, "scores")
        try context.checkRank(1, 2, "mask")
        let time = try context.merged(context.shape(0).dimension(0), context.shape(1).dimension(0), "the lengths of scores and mask")
        let batch = try context.merged(context.shape(0).dimension(1), context.shape(1).dimension(1), "the batches of scores and mask")
        return [TensorType(context.type(0), PartialShape([batch, time, 1, 1]))]
    }
}
