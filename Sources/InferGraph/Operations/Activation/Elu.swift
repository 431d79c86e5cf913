import InferTensors

/// `x` where it is positive, else `alpha * (exp(x) - 1)`. Specification: `Elu-1`.
package struct Elu: Operation {
    package var alpha = 1.0

    package init() {}

    package var key: OperationKey { OperationKey("Elu", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("alpha", &alpha)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .numeric, "data")
        return [TensorType(context.type(0), context.shape(0))]
    }
}
