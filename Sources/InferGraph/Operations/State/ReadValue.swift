import InferTensors

/// The value of a variable; before the first assignment, the input's. Specification: `ReadValue-3`, `ReadValue-6`.
package struct ReadValue: Operation {
    /// The operation set that introduced this version: 3 or 6.
    package let opset: Int
    package var variableId = ""
    /// Version 6: the variable's type; dynamic: any.
    package var variableType = ElementType.dynamic
    /// Version 6: the variable's shape.
    package var variableShape = PartialShape.dynamic

    package init(opset: Int = 6) { self.opset = opset }

    package var key: OperationKey { OperationKey("ReadValue", opset: opset) }

    package var hasSideEffects: Bool { true }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("variable_id", &variableId, required: true)
        guard opset >= 6 else { return }
        try attributes.on("variable_type", &variableType)
        try attributes.on("variable_shape", &variableShape)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(opset >= 6 ? 0...1 : 1...1)
        if opset < 6 { return [TensorType(context.type(0), context.shape(0))] }
        if context.has(0) {
            try context.check(
                variableType == .dynamic || context.type(0).compatible(variableType),
                "variable '\(variableId)' is of type \(variableType); its initial value is \(context.type(0))")
            try context.check(
                variableShape.relaxes(context.shape(0)),
                "variable '\(variableId)' has shape \(variableShape); its initial value has \(context.shape(0))")
        }
        // Of a variable of which nothing is said, the initial value tells.
        let isOpen = variableType == .dynamic && !variableShape.isRankStatic && context.has(0)
        return [isOpen ? TensorType(context.type(0), context.shape(0)) : TensorType(variableType, variableShape)]
    }
}
