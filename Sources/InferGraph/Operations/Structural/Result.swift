import InferTensors

/// An output of a model. Specification: `Result-1`.
package struct Result: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Result", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [context.inputs[0]]
    }
}
