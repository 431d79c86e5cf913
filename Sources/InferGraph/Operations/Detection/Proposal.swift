import InferTensors

/// Regions proposed from scores and box deltas of anchors. Specification: `Proposal-1`, `Proposal-4`.
///
/// Inputs: class scores `[N, 2 * anchors, H, W]`, box deltas `[N, 4 * anchors, H, W]` and the image's size `[3 or 4]`.
/// Outputs: `[N * post_nms_topn, 5]` of image and corners; version 4 also the scores.
package struct Proposal: Operation {
    /// The operation set that introduced this version: 1 or 4.
    package let opset: Int
    package var baseSize = 0
    package var preNmsTopn = 0
    package var postNmsTopn = 0
    package var nmsThresh: Float = 0
    package var featStride = 1
    package var minSize = 1
    package var ratio: [Float] = []
    package var scale: [Float] = []
    package var clipBeforeNms = true
    package var clipAfterNms = false
    package var normalize = false
    package var boxSizeScale: Float = 1
    package var boxCoordinateScale: Float = 1
    package var framework = ""

    package init(opset: Int = 4) { self.opset = opset }

    package var key: OperationKey { OperationKey("Proposal", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("base_size", &baseSize, required: true)
        try attributes.on("pre_nms_topn", &preNmsTopn, required: true)
        try attributes.on("post_nms_topn", &postNmsTopn, required: true)
        try attributes.on("nms_thresh", &nmsThresh, required: true)
        try attributes.on("feat_stride", &featStride)
        try attributes.on("min_size", &minSize)
        try attributes.on("ratio", &ratio)
        try attributes.on("scale", &scale)
        try attributes.on("clip_before_nms", &clipBeforeNms)
        try attributes.on("clip_after_nms", &clipAfterNms)
        try attributes.on("normalize", &normalize)
        try attributes.on("box_size_scale", &boxSizeScale)
        try attributes.on("box_coordinate_scale", &boxCoordinateScale)
        try attributes.on("framework", &framework)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType(0..<3)
        for (index, what) in ["class scores", "box deltas", "image size"].enumerated() {
            try context.checkType(index, .real, what)
            try context.checkRank(index, index < 2 ? 4 : 1, what)
        }
        try context.check(postNmsTopn >= 0, "post_nms_topn is \(postNmsTopn); expected no negative number")
        let size = context.shape(2).dimension(0)
        try context.check(size.maximum >= 3 && size.minimum <= 4, "image size has shape \(context.shape(2)); expected [3] or [4]")
        let scores = context.shape(0)
        let deltas = context.shape(1)
        var images = scores.dimension(0)
        images = try context.merged(images, deltas.dimension(0), "the batches of class scores and box deltas")
        _ = try context.merged(scores.dimension(1) * 2, deltas.dimension(1), "twice the class scores and the box deltas")
        for axis in 2...3 {
            _ = try context.merged(scores.dimension(axis), deltas.dimension(axis), "axis \(axis) of class scores and box deltas")
        }
        let count = images * postNmsTopn
        let regions = TensorType(type, PartialShape([count, 5]))
        return opset < 4 ? [regions] : [regions, TensorType(type, PartialShape([count]))]
    }
}
