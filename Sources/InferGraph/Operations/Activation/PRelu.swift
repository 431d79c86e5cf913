import InferTensors

/// `x` where it is positive, else `slope * x`; a slope of rank 1 runs along the channels. Specification: `PRelu-1`.
package struct PRelu: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("PRelu", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        return [TensorType(type, context.shape(0))]
    }

    /// Whether a slope has an element for each channel, rather than broadcasting at the last axes.
    package static func runsAlongChannels(_ slope: [Dimension], of data: [Dimension]) -> Bool {
        slope.count == 1 && data.count > 1 && slope[0] != Dimension(1) && slope[0].compatible(data[1])
    }
}
