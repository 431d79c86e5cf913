import InferTensors

/// Strings from where each begins and ends in a list of bytes. Specification: `StringTensorPack-15`.
package struct StringTensorPack: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("StringTensorPack", opset: 15) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(0, .index, "begins")
        try context.checkType(1, .index, "ends")
        _ = try context.commonType(0..<2)
        try context.checkType(2, .only(.u8), "bytes")
        try context.checkRank(2, 1, "bytes")
        return [TensorType(.string, try context.merged(context.shape(0), context.shape(1), "the shapes of begins and ends"))]
    }
}
