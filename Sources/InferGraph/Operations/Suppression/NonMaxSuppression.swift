import InferTensors

/// The best boxes of each class that do not overlap much. Specification: `NonMaxSuppression-1`, `-3`, `-4`, `-5`, `-9`.
///
/// Inputs: boxes `[batch, boxes, 4]`, scores `[batch, classes, boxes]` and, optionally, the greatest number of boxes for a class,
/// thresholds of overlap and score and, from version 5 on, the sigma of soft suppression.
/// Outputs: `[n, 3]` of batch, class and box; from version 5 on also `[n, 3]` of batch, class and score, and the number `[1]`.
package struct NonMaxSuppression: Operation {
    package enum BoxEncoding: String, CaseIterable, Sendable {
        /// y1, x1, y2, x2.
        case corner
        /// x, y of the centre, width, height.
        case center
    }

    /// The operation set that introduced this version: 1, 3, 4, 5 or 9.
    package let opset: Int
    package var boxEncoding = BoxEncoding.corner
    package var sortResultDescending = true
    package var outputType = ElementType.i64

    package init(opset: Int = 9) { self.opset = opset }

    package var key: OperationKey { OperationKey("NonMaxSuppression", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("box_encoding", &boxEncoding)
        try attributes.on("sort_result_descending", &sortResultDescending)
        if opset >= 3 { try attributes.on("output_type", &outputType) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...(opset >= 5 ? 6 : 5))
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        try context.checkRank(0, 3, "boxes")
        try context.checkRank(1, 3, "scores")
        if opset >= 5 {
            try context.checkType(0, .real, "boxes")
            try context.checkType(1, .real, "scores")
        }
        let names = ["boxes", "scores", "number of boxes", "overlap threshold", "score threshold", "sigma"]
        for index in 2..<max(context.count, 2) {
            if opset >= 5 {
                try context.checkSingle(index, names[index])
                try context.checkRank(index, 0...1, names[index])
            } else {
                try context.checkScalar(index, names[index])
            }
        }
        let boxes = context.shape(0)
        let scores = context.shape(1)
        _ = try context.merged(boxes.dimension(0), scores.dimension(0), "the batches of boxes and scores")
        let count = try context.merged(boxes.dimension(1), scores.dimension(2), "the numbers of boxes and scores")
        _ = try context.merged(boxes.dimension(2), 4, "the numbers of a box and of corners")
        let limit = context.has(2) ? context.integer(2).map { max($0, 0) } : 0
        let selected = selectedCount(boxes, scores, count, limit)
        let shape = PartialShape([selected, 3])
        if opset < 5 { return [TensorType(outputType, shape)] }
        return [TensorType(outputType, shape), TensorType(.f32, shape), TensorType(outputType, [1])]
    }

    private func selectedCount(_ boxes: PartialShape, _ scores: PartialShape, _ count: Dimension, _ limit: Int?) -> Dimension {
        guard boxes.isRankStatic, scores.isRankStatic, count.isBounded else { return .dynamic }
        let forClass = limit.map { min($0, count.maximum) } ?? count.maximum
        let most = scores.dimension(0) * scores.dimension(1) * forClass
        return Dimension(0, most.max_length)
    }
}
