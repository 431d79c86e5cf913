import InferTensors

/// The mean of each window. Specification: `AvgPool-1`, `-14`, `-16`.
package struct AvgPool: PoolingOperation {
    /// The operation set that introduced this version: 1, 14 or 16.
    package let opset: Int
    package var kernel: [Int] = []
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    /// Whether elements of the padding are left out of the mean, rather than counted as zeros.
    package var excludePad = true
    package var roundingType = RoundingType.floor
    package var autoPad = AutoPad.explicit

    package init(opset: Int = 16) { self.opset = opset }

    package var leavesOutPadding: Bool { excludePad }

    package var key: OperationKey { OperationKey("AvgPool", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("kernel", &kernel, required: true)
        try attributes.on("strides", &strides)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("exclude-pad", &excludePad)
        try attributes.on("auto_pad", &autoPad)
        try attributes.on("rounding_type", &roundingType)
        if opset >= 16 { try attributes.on("dilations", &dilations) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(opset >= 14 || roundingType != .ceilTorch, "rounding_type is ceil_torch; this version knows floor and ceil")
        return [TensorType(context.type(0), try pooledShape(context))]
    }
}
