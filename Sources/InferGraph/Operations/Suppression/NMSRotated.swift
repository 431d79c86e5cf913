import InferTensors

/// The best turned boxes of each class that do not overlap much. Specification: `NMSRotated-13`.
///
/// Inputs: boxes `[batch, boxes, 5]` (x, y of the centre, width, height, angle), scores `[batch, classes, boxes]`, the greatest number of
/// boxes for a class, and the thresholds of overlap and score. Outputs: as `NonMaxSuppression-9`.
package struct NMSRotated: Operation {
    package var sortResultDescending = true
    package var outputType = ElementType.i64
    package var clockwise = true

    package init() {}

    package var key: OperationKey { OperationKey("NMSRotated", opset: 13) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("sort_result_descending", &sortResultDescending)
        try attributes.on("output_type", &outputType)
        try attributes.on("clockwise", &clockwise)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(5)
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        try context.checkType(0, .real, "boxes")
        try context.checkType(1, .real, "scores")
        try context.checkType(2, .integral, "number of boxes")
        try context.checkType(3, .real, "overlap threshold")
        try context.checkType(4, .real, "score threshold")
        try context.checkRank(0, 3, "boxes")
        try context.checkRank(1, 3, "scores")
        for (index, what) in [(2, "number of boxes"), (3, "overlap threshold"), (4, "score threshold")] {
            try context.checkRank(index, 0...1, what)
            try context.checkSingle(index, what)
        }
        let boxes = context.shape(0)
        let scores = context.shape(1)
        _ = try context.merged(boxes.dimension(0), scores.dimension(0), "the batches of boxes and scores")
        let count = try context.merged(boxes.dimension(1), scores.dimension(2), "the numbers of boxes and scores")
        _ = try context.merged(boxes.dimension(2), 5, "the numbers of a box and of a turned box")
        var selected = Dimension.dynamic
        if count.isBounded, boxes.isRankStatic, scores.isRankStatic {
            let forClass = context.integer(2).map { min(max($0, 0), count.maximum) } ?? count.maximum
            selected = Dimension(0, (scores.dimension(0) * scores.dimension(1) * forClass).max_length)
        }
        let shape = PartialShape([selected, 3])
        return [TensorType(outputType, shape), TensorType(.f32, shape), TensorType(outputType, [1])]
    }
}
