import InferTensors

/// `x * sigmoid(beta * x)`; beta, a scalar, is 1 when it is not given. Specification: `Swish-4`.
package struct Swish: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Swish", opset: 4) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1...2)
        try context.checkType(0, .real, "data")
        let type = try context.commonType(0..<context.count)
        if context.has(1) { try context.checkScalar(1, "beta") }
        return [TensorType(type, context.shape(0))]
    }
}
