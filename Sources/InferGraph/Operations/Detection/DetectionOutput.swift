import InferTensors

/// Boxes decoded from a single-shot detector's logits and suppressed. Specification: `DetectionOutput-1`, `DetectionOutput-8`.
///
/// Inputs: box logits `[N, priors * classes * 4]`, class scores `[N, priors * classes]`, priors `[1 or N, 1 or 2, priors * 4 or 5]` and,
/// optionally, the scores and boxes of a first stage. Output: `[1, 1, n, 7]` of image, class, score and corners.
package struct DetectionOutput: Operation {
    package enum CodeType: String, CaseIterable, Sendable {
        case corner = "caffe.PriorBoxParameter.CORNER", centerSize = "caffe.PriorBoxParameter.CENTER_SIZE"
    }

    /// The operation set that introduced this version: 1 or 8.
    package let opset: Int
    /// Version 1; version 8 derives it from the inputs.
    package var numClasses = 0
    package var backgroundLabelId = 0
    package var topK = -1
    package var varianceEncodedInTarget = false
    package var keepTopK: [Int] = []
    package var codeType = CodeType.corner
    package var shareLocation = true
    package var nmsThreshold: Float = 0
    package var confidenceThreshold: Float = 0
    package var clipAfterNms = false
    package var clipBeforeNms = false
    package var decreaseLabelId = false
    package var normalized = false
    package var inputHeight = 1
    package var inputWidth = 1
    package var objectnessScore: Float = 0

    package init(opset: Int = 8) { self.opset = opset }

    package var key: OperationKey { OperationKey("DetectionOutput", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset < 8 { try attributes.on("num_classes", &numClasses, required: true) }
        try attributes.on("background_label_id", &backgroundLabelId)
        try attributes.on("top_k", &topK)
        try attributes.on("variance_encoded_in_target", &varianceEncodedInTarget)
        try attributes.on("keep_top_k", &keepTopK, required: true)
        try attributes.on("code_type", &codeType)
        try attributes.on("share_location", &shareLocation)
        try attributes.on("nms_threshold", &nmsThreshold, required: true)
        try attributes.on("confidence_threshold", &confidenceThreshold)
        try attributes.on("clip_after_nms", &clipAfterNms)
        try attributes.on("clip_before_nms", &clipBeforeNms)
        try attributes.on("decrease_label_id", &decreaseLabelId)
        try attributes.on("normalized", &normalized)
        try attributes.on("input_height", &inputHeight)
        try attributes.on("input_width", &inputWidth)
        try attributes.on("objectness_score", &objectnessScore)
    }

    /// The numbers that a prior box has: without `normalized` an index comes first.
    package var priorWidth: Int { normalized ? 4 : 5 }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count == 3 || context.count == 5, "has \(context.count) inputs; expected 3 or 5")
        for (index, what) in ["box logits", "class scores", "priors", "first-stage scores", "first-stage boxes"].prefix(context.count)
            .enumerated()
        {
            try context.checkType(index, .real, what)
            try context.checkRank(index, index == 2 ? 3 : 2, what)
        }
        let type = try context.commonType([0, 1])
        try context.check(!keepTopK.isEmpty, "keep_top_k is empty")
        let boxes = context.shape(0)
        let scores = context.shape(1)
        let priors = context.shape(2)
        var images = try context.merged(boxes.dimension(0), scores.dimension(0), "the batches of box logits and class scores")
        if priors.isRankStatic {
            let sets = priors.dimension(0)
            try context.check(sets.contains(1) || sets.compatible(images), "priors have shape \(priors); expected 1 or \(images) sets")
            let rows = varianceEncodedInTarget ? 1 : 2
            try context.check(priors.dimension(1).contains(rows), "priors have shape \(priors); expected \(rows) at axis 1")
            if let length = sets.length, length > 1 { images = try context.merged(images, sets, "the batches") }
        }
        if let length = priors.dimension(2).length {
            try context.check(length % priorWidth == 0, "priors have shape \(priors); expected a multiple of \(priorWidth) at axis 2")
        }
        var count = priors.dimension(2) / priorWidth
        if !count.isStatic, let length = boxes.dimension(1).length {
            // The box logits tell the number of priors, too.
            let width = clampedProduct(4, shareLocation || opset >= 8 ? 1 : max(numClasses, 1))
            if shareLocation || opset < 8, length % width == 0 { count = Dimension(length / width) }
        }
        let classes = try checkedClasses(boxes, scores, count, context)
        if context.count == 5 {
            for index in 3...4 { images = try context.merged(images, context.shape(index).dimension(0), "the batches") }
            _ = try context.merged(context.shape(3).dimension(1), count * 2, "the first-stage scores and twice the priors")
            _ = try context.merged(context.shape(4).dimension(1), boxes.dimension(1), "the boxes of both stages")
        }
        let selected: Dimension
        if keepTopK[0] > 0 {
            selected = images * keepTopK[0]
        } else if topK > 0 {
            selected = images * classes * topK
        } else {
            selected = images * count * classes
        }
        return [TensorType(type, PartialShape([1, 1, selected, 7]))]
    }

    /// The number of classes, checked against the inputs' lengths.
    private func checkedClasses(
        _ boxes: PartialShape, _ scores: PartialShape, _ priors: Dimension, _ context: InferenceContext
    ) throws -> Dimension {
        var classes = opset < 8 ? Dimension(minimum: max(numClasses, 0), maximum: max(numClasses, 0)) : .dynamic
        if let count = priors.length, count > 0, let length = scores.dimension(1).length {
            try context.check(length % count == 0, "class scores have shape \(scores); expected a multiple of \(count) priors")
            classes = try context.merged(classes, Dimension(length / count), "num_classes and the classes of the scores")
        }
        let perPrior = shareLocation ? Dimension(1) : classes
        if perPrior.isStatic || shareLocation {
            _ = try context.merged(boxes.dimension(1), priors * perPrior * 4, "the box logits and four times the priors")
        }
        return classes
    }
}
