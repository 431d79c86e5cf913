import InferTensors

/// The best boxes of all classes together that do not overlap much. Specification: `MulticlassNms-8`, `MulticlassNms-9`.
///
/// Version 9 also takes boxes `[classes, boxes, 4]`, scores `[classes, boxes]` and the number of boxes of each image.
package struct MulticlassNms: ClasswiseSuppression {
    /// The operation set that introduced this version: 8 or 9.
    package let opset: Int
    package var sortResultType = SortResultType.none
    package var sortResultAcrossBatch = false
    package var outputType = ElementType.i64
    package var nmsTopK = -1
    package var keepTopK = -1
    package var iouThreshold: Float = 0
    package var scoreThreshold: Float = 0
    package var backgroundClass = -1
    package var nmsEta: Float = 1
    package var normalized = true

    package init(opset: Int = 9) { self.opset = opset }

    package var key: OperationKey { OperationKey("MulticlassNms", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("sort_result_type", &sortResultType)
        try attributes.on("output_type", &outputType)
        try attributes.on("nms_top_k", &nmsTopK)
        try attributes.on("keep_top_k", &keepTopK)
        try attributes.on("sort_result_across_batch", &sortResultAcrossBatch)
        try attributes.on("iou_threshold", &iouThreshold)
        try attributes.on("score_threshold", &scoreThreshold)
        try attributes.on("background_class", &backgroundClass)
        try attributes.on("nms_eta", &nmsEta)
        try attributes.on("normalized", &normalized)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...(opset >= 9 ? 3 : 2))
        try context.check((0...1).contains(nmsEta), "nms_eta is \(nmsEta); expected 0 to 1")
        return try inferSuppression(context, rois: context.has(2) ? 2 : nil)
    }
}
