import InferTensors

/// The data as it is. Specification: `Identity-16`.
package struct Identity: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Identity", opset: 16) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [context.inputs[0]]
    }
}
