import InferTensors

/// The best class of each step, repetitions and blanks left out, for sequences of given lengths. Specification: `CTCGreedyDecoderSeqLen-6`.
///
/// Inputs: scores `[batch, time, classes]`, lengths `[batch]` and, optionally, the blank class (the last by default).
/// Outputs: classes `[batch, time]`, filled up with -1, and their numbers `[batch]`.
package struct CTCGreedyDecoderSeqLen: Operation {
    package var mergeRepeated = true
    package var classesIndexType = ElementType.i32
    package var sequenceLengthType = ElementType.i32

    package init() {}

    package var key: OperationKey { OperationKey("CTCGreedyDecoderSeqLen", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("merge_repeated", &mergeRepeated)
        try attributes.on("classes_index_type", &classesIndexType)
        try attributes.on("sequence_length_type", &sequenceLengthType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        try context.checkType(0, .real, "scores")
        try context.checkType(1, .index, "lengths")
        try context.checkRank(0, 3, "scores")
        try context.checkRank(1, 1, "lengths")
        if context.has(2) { try context.checkType(2, .index, "blank class") }
        for (name, type) in [("classes_index_type", classesIndexType), ("sequence_length_type", sequenceLengthType)] {
            try context.check(TypeFamily.index.contains(type), "\(name) is \(type); expected i32 or i64")
        }
        let batch = try context.merged(context.shape(0).dimension(0), context.shape(1).dimension(0), "the batches of scores and lengths")
        return [
            TensorType(classesIndexType, PartialShape([batch, context.shape(0).dimension(1)])),
            TensorType(sequenceLengthType, PartialShape([batch])),
        ]
    }
}
