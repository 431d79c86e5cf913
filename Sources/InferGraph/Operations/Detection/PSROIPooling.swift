import InferTensors

/// Position-sensitive pooling of regions. Specification: `PSROIPooling-1`.
///
/// Inputs: data `[N, C, H, W]` and regions `[n, 5]`. Output: `[n, output_dim, group_size, group_size]`.
package struct PSROIPooling: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case average, bilinear
    }

    package var outputDim = 0
    package var groupSize = 1
    package var spatialScale: Float = 0
    package var mode = Mode.average
    package var spatialBinsX = 1
    package var spatialBinsY = 1

    package init() {}

    package var key: OperationKey { OperationKey("PSROIPooling", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_dim", &outputDim, required: true)
        try attributes.on("group_size", &groupSize)
        try attributes.on("spatial_scale", &spatialScale, required: true)
        try attributes.on("mode", &mode)
        try attributes.on("spatial_bins_x", &spatialBinsX)
        try attributes.on("spatial_bins_y", &spatialBinsY)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(0, .real, "data")
        try context.checkType(1, .real, "regions")
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 2, "regions")
        for (name, value) in [
            ("output_dim", outputDim), ("group_size", groupSize), ("spatial_bins_x", spatialBinsX), ("spatial_bins_y", spatialBinsY),
        ] { try context.check(value > 0, "\(name) is \(value); expected a positive number") }
        let bins = mode == .average ? clampedProduct(groupSize, groupSize) : clampedProduct(spatialBinsX, spatialBinsY)
        let channels = clampedProduct(outputDim, bins)
        try context.check(
            context.shape(0).dimension(1).contains(channels),
            "data \(context.shape(0)) has \(context.shape(0).dimension(1)) channels; expected \(channels)")
        try context.check(context.shape(1).dimension(1).contains(5), "regions have shape \(context.shape(1)); expected 5 numbers each")
        return [
            TensorType(
                context.type(0),
                PartialShape([context.shape(1).dimension(0), Dimension(outputDim), Dimension(groupSize), Dimension(groupSize)]))
        ]
    }
}
