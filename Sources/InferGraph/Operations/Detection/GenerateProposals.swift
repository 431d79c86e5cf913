import InferTensors

/// Regions proposed from anchors, deltas and scores. Specification: `GenerateProposals-9` (a batch) and
/// `ExperimentalDetectronGenerateProposalsSingleImage-6` (one image).
///
/// Inputs: the images' sizes, anchors, deltas and scores. Outputs: corners and scores; for a batch also how many there are of each image.
package struct GenerateProposals: Operation {
    /// Whether this is the operation for one image.
    package let isSingleImage: Bool
    package var minSize: Float = 0
    package var nmsThreshold: Float = 0
    package var preNmsCount = 0
    package var postNmsCount = 0
    package var normalized = true
    package var nmsEta: Float = 1
    package var roiNumType = ElementType.i64

    package init(singleImage: Bool = false) { isSingleImage = singleImage }

    package var key: OperationKey {
        isSingleImage
            ? OperationKey("ExperimentalDetectronGenerateProposalsSingleImage", opset: 6) : OperationKey("GenerateProposals", opset: 9)
    }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("min_size", &minSize, required: true)
        try attributes.on("nms_threshold", &nmsThreshold, required: true)
        try attributes.on("post_nms_count", &postNmsCount, required: true)
        try attributes.on("pre_nms_count", &preNmsCount, required: true)
        guard !isSingleImage else { return }
        try attributes.on("normalized", &normalized)
        try attributes.on("nms_eta", &nmsEta)
        try attributes.on("roi_num_type", &roiNumType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType(0..<4)
        try context.checkType(0, .real, "image sizes")
        try context.check(postNmsCount >= 0, "post_nms_count is \(postNmsCount); expected no negative number")
        let ranks = isSingleImage ? [1, 2, 3, 3] : [2, 4, 4, 4]
        for (index, what) in ["image sizes", "anchors", "deltas", "scores"].enumerated() {
            try context.checkRank(index, ranks[index], what)
        }
        let deltas = context.shape(2)
        let scores = context.shape(3)
        let lead = isSingleImage ? 0 : 1
        _ = try context.merged(deltas.dimension(lead), scores.dimension(lead) * 4, "the deltas and four times the scores")
        for axis in lead + 1...lead + 2 {
            _ = try context.merged(deltas.dimension(axis), scores.dimension(axis), "axis \(axis) of deltas and scores")
        }
        let anchors = context.shape(1)
        try context.check(
            anchors.dimension(isSingleImage ? 1 : 3).contains(4), "anchors have shape \(anchors); expected 4 at the last axis")
        if isSingleImage {
            try context.check(context.shape(0).dimension(0).contains(3), "image sizes have shape \(context.shape(0)); expected [3]")
            return [TensorType(type, [Dimension(postNmsCount), 4]), TensorType(type, [Dimension(postNmsCount)])]
        }
        let size = context.shape(0).dimension(1)
        try context.check(
            size.maximum >= 3 && size.minimum <= 4, "image sizes have shape \(context.shape(0)); expected 3 or 4 at the last axis")
        try context.check(TypeFamily.index.contains(roiNumType), "roi_num_type is \(roiNumType); expected i32 or i64")
        var images = context.shape(0).dimension(0)
        for index in 2...3 { images = try context.merged(images, context.shape(index).dimension(0), "the batches") }
        for axis in 0...1 {
            _ = try context.merged(anchors.dimension(axis), deltas.dimension(axis + 2), "axis \(axis) of anchors and the deltas'")
        }
        _ = try context.merged(anchors.dimension(2), scores.dimension(1), "the numbers of anchors and scores")
        let most = images * postNmsCount
        let count = Dimension(0, most.max_length)
        return [TensorType(type, [count, 4]), TensorType(type, [count]), TensorType(roiNumType, [images])]
    }
}
