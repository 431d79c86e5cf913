import InferTensors

/// The inverses of matrices `[…, n, n]`, or of their transposes. Specification: `Inverse-14`.
package struct Inverse: Operation {
    package var adjoint = false

    package init() {}

    package var key: OperationKey { OperationKey("Inverse", opset: 14) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("adjoint", &adjoint)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .real, "data")
        try context.checkRank(0, atLeast: 2, "data")
        if let dimensions = context.shape(0).dimensions {
            try context.check(
                dimensions[dimensions.count - 1].compatible(dimensions[dimensions.count - 2]),
                "data has shape \(context.shape(0)); expected square matrices")
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
