import InferTensors

/// The elements in the type of another tensor. Specification: `ConvertLike-1`.
package struct ConvertLike: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("ConvertLike", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        return [TensorType(context.type(1), context.shape(0), value: context.value(0)?.converted(to: context.type(1)))]
    }
}
