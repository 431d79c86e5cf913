import InferTensors

/// Position-sensitive pooling of regions whose bins are moved by offsets. Specification: `DeformablePSROIPooling-1`.
///
/// Inputs: data `[N, C, H, W]`, regions `[n, 5]` and, optionally, offsets. Output: `[n, output_dim, group_size, group_size]`.
package struct DeformablePSROIPooling: Operation {
    package var outputDim = 0
    package var spatialScale: Float = 0
    package var groupSize = 1
    package var mode = "bilinear_deformable"
    package var spatialBinsX = 1
    package var spatialBinsY = 1
    package var transStd: Float = 1
    package var partSize = 1

    package init() {}

    package var key: OperationKey { OperationKey("DeformablePSROIPooling", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_dim", &outputDim, required: true)
        try attributes.on("spatial_scale", &spatialScale, required: true)
        try attributes.on("group_size", &groupSize)
        try attributes.on("mode", &mode)
        try attributes.on("spatial_bins_x", &spatialBinsX)
        try attributes.on("spatial_bins_y", &spatialBinsY)
        try attributes.on("trans_std", &transStd)
        try attributes.on("part_size", &partSize)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 2, "regions")
        if context.has(2) { try context.checkRank(2, 4, "offsets") }
        try context.check(outputDim > 0, "output_dim is \(outputDim); expected a positive number")
        try context.check(groupSize > 0, "group_size is \(groupSize); expected a positive number")
        return [
            TensorType(
                context.type(0),
                PartialShape([context.shape(1).dimension(0), Dimension(outputDim), Dimension(groupSize), Dimension(groupSize)]))
        ]
    }
}
