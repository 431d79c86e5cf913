import InferTensors

/// Where each string begins and ends in the list of the bytes of all. Specification: `StringTensorUnpack-15`.
///
/// Outputs: begins, ends and bytes.
package struct StringTensorUnpack: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("StringTensorUnpack", opset: 15) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .string, "data")
        return [TensorType(.i32, context.shape(0)), TensorType(.i32, context.shape(0)), TensorType(.u8, [.dynamic])]
    }
}
