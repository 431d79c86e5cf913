import InferTensors

/// The negative logarithm of the probability of labels under connectionist temporal classification. Specification: `CTCLoss-4`.
///
/// Inputs: scores `[batch, time, classes]`, their lengths `[batch]`, labels `[batch, time]`, their lengths `[batch]` and, optionally,
/// the blank class. Output: `[batch]`.
package struct CTCLoss: Operation {
    package var preprocessCollapseRepeated = false
    package var ctcMergeRepeated = true
    package var unique = false

    package init() {}

    package var key: OperationKey { OperationKey("CTCLoss", opset: 4) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("preprocess_collapse_repeated", &preprocessCollapseRepeated)
        try attributes.on("ctc_merge_repeated", &ctcMergeRepeated)
        try attributes.on("unique", &unique)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4...5)
        try context.checkType(0, .real, "scores")
        try context.checkType(1, .index, "lengths")
        try context.checkType(2, .index, "labels")
        try context.checkType(3, .index, "label lengths")
        try context.checkRank(0, 3, "scores")
        try context.checkRank(1, 1, "lengths")
        try context.checkRank(2, 2, "labels")
        try context.checkRank(3, 1, "label lengths")
        if context.has(4) { try context.checkScalar(4, "blank class") }
        var batch = context.shape(0).dimension(0)
        for index in 1...3 { batch = try context.merged(batch, context.shape(index).dimension(0), "the batches") }
        _ = try context.merged(context.shape(0).dimension(1), context.shape(2).dimension(1), "the lengths of scores and labels")
        return [TensorType(context.type(0), PartialShape([batch]))]
    }
}
