import InferTensors

/// The features of regions, each from the level of a pyramid that fits its size. Specification: `ExperimentalDetectronROIFeatureExtractor-6`.
///
/// Inputs: regions `[n, 4]` and the levels `[1, C, H, W]`. Outputs: features `[n, C, size, size]` and the regions.
package struct ExperimentalDetectronROIFeatureExtractor: Operation {
    package var outputSize = 0
    package var samplingRatio = 0
    package var pyramidScales: [Int] = []
    package var aligned = false

    package init() {}

    package var key: OperationKey { OperationKey("ExperimentalDetectronROIFeatureExtractor", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_size", &outputSize, required: true)
        try attributes.on("sampling_ratio", &samplingRatio, required: true)
        try attributes.on("pyramid_scales", &pyramidScales, required: true)
        try attributes.on("aligned", &aligned)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count >= 2, "has \(context.count) inputs; expected regions and at least one level")
        let type = try context.commonType(0..<context.count)
        try context.checkType(0, .real, "regions")
        try context.checkRank(0, 2, "regions")
        try context.check(outputSize >= 0, "output_size is \(outputSize); expected no negative number")
        try context.check(context.shape(0).dimension(1).contains(4), "regions have shape \(context.shape(0)); expected 4 at axis 1")
        var channels = Dimension.dynamic
        for index in 1..<context.count {
            try context.checkRank(index, 4, "level")
            try context.check(
                context.shape(index).dimension(0).contains(1),
                "level (input \(index)) has shape \(context.shape(index)); expected a batch of 1")
            channels = try context.merged(channels, context.shape(index).dimension(1), "the numbers of channels of the levels")
        }
        let count = context.shape(0).dimension(0)
        return [TensorType(type, [count, channels, Dimension(outputSize), Dimension(outputSize)]), TensorType(type, [count, 4])]
    }
}
