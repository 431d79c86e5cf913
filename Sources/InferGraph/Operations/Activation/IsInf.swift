import InferTensors

/// Whether each element is infinite. Specification: `IsInf-10`.
package struct IsInf: Operation {
    package var detectNegative = true
    package var detectPositive = true

    package init() {}

    package var key: OperationKey { OperationKey("IsInf", opset: 10) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("detect_negative", &detectNegative)
        try attributes.on("detect_positive", &detectPositive)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .real, "data")
        return [TensorType(.boolean, context.shape(0))]
    }
}
