import InferTensors

/// The greatest element of each window, and from version 8 on its index in the data. Specification: `MaxPool-1`, `-8`, `-14`.
package struct MaxPool: PoolingOperation {
    /// The operation set that introduced this version: 1, 8 or 14.
    package let opset: Int
    package var kernel: [Int] = []
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var roundingType = RoundingType.floor
    package var autoPad = AutoPad.explicit
    /// The type of the indices.
    package var indexElementType = ElementType.i64
    /// The first of the axes over which the indices count; -1 is not allowed to mean another axis than the last.
    package var axis = 0

    package init(opset: Int = 14) { self.opset = opset }

    package var leavesOutPadding: Bool { false }

    package var key: OperationKey { OperationKey("MaxPool", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("strides", &strides)
        if opset >= 8 { try attributes.on("dilations", &dilations) }
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("kernel", &kernel, required: true)
        try attributes.on("rounding_type", &roundingType)
        try attributes.on("auto_pad", &autoPad)
        if opset >= 8 {
            try attributes.on("index_element_type", &indexElementType)
            try attributes.on("axis", &axis)
        }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(opset >= 14 || roundingType != .ceilTorch, "rounding_type is ceil_torch; this version knows floor and ceil")
        let shape = try pooledShape(context)
        let values = TensorType(context.type(0), shape)
        if opset < 8 { return [values] }
        try context.check(
            TypeFamily.index.contains(indexElementType), "index_element_type is \(indexElementType); expected i32 or i64")
        if let rank = context.shape(0).dimensions?.count { _ = try context.normalizedAxis(axis, rank: rank) }
        return [values, TensorType(indexElementType, shape)]
    }
}
