import InferTensors

/// A variable's value for the next time it is read. Specification: `Assign-3`, `Assign-6`.
package struct Assign: Operation {
    /// The operation set that introduced this version: 3 or 6.
    package let opset: Int
    package var variableId = ""

    package init(opset: Int = 6) { self.opset = opset }

    package var key: OperationKey { OperationKey("Assign", opset: opset) }

    package var hasSideEffects: Bool { true }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("variable_id", &variableId, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [TensorType(context.type(0), context.shape(0))]
    }
}
