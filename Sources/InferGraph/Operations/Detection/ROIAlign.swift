import InferTensors

/// Pooling of regions to one size by bilinear samples. Specification: `ROIAlign-3`, `ROIAlign-9`, `ROIAlignRotated-15`.
///
/// Inputs: data `[N, C, H, W]`, regions `[n, 4]` (turned: `[n, 5]`) and the image of each `[n]`. Output: `[n, C, pooled_h, pooled_w]`.
package struct ROIAlign: Operation {
    package enum PoolingMode: String, CaseIterable, Sendable {
        case avg, max
    }

    package enum AlignedMode: String, CaseIterable, Sendable {
        case asymmetric, halfPixelForNn = "half_pixel_for_nn", halfPixel = "half_pixel"
    }

    /// The operation set that introduced this version: 3, 9, or 15 for `ROIAlignRotated`.
    package let opset: Int
    package var pooledH = 0
    package var pooledW = 0
    package var samplingRatio = 0
    package var spatialScale: Float = 0
    package var mode = PoolingMode.avg
    package var alignedMode = AlignedMode.asymmetric
    /// `ROIAlignRotated`: whether angles turn clockwise.
    package var clockwiseMode = false

    package init(opset: Int = 9) { self.opset = opset }

    package var isRotated: Bool { opset >= 15 }

    package var key: OperationKey { OperationKey(isRotated ? "ROIAlignRotated" : "ROIAlign", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("pooled_h", &pooledH, required: true)
        try attributes.on("pooled_w", &pooledW, required: true)
        try attributes.on("sampling_ratio", &samplingRatio, required: true)
        try attributes.on("spatial_scale", &spatialScale, required: true)
        if isRotated { return try attributes.on("clockwise_mode", &clockwiseMode) }
        try attributes.on("mode", &mode)
        if opset >= 9 { try attributes.on("aligned_mode", &alignedMode) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "data")
        try context.checkType(2, .integral, "image indices")
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 2, "regions")
        try context.checkRank(2, 1, "image indices")
        try context.check(pooledH > 0 && pooledW > 0, "pooled_h and pooled_w are \(pooledH) and \(pooledW); expected positive numbers")
        try context.check(samplingRatio >= 0, "sampling_ratio is \(samplingRatio); expected no negative number")
        let width = isRotated ? 5 : 4
        try context.check(
            context.shape(1).dimension(1).contains(width), "regions have shape \(context.shape(1)); expected \(width) numbers each")
        let count = try context.merged(
            context.shape(1).dimension(0), context.shape(2).dimension(0), "the numbers of regions and image indices")
        return [TensorType(type, PartialShape([count, context.shape(0).dimension(1), Dimension(pooledH), Dimension(pooledW)]))]
    }
}
