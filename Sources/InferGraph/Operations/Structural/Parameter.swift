import InferTensors

/// An input of a model. Specification: `Parameter-1`.
package struct Parameter: Operation {
    package var element_type: ElementType = .dynamic
    package var shape: PartialShape = .dynamic

    package init() {}

    package init(_ element_type: ElementType, _ shape: PartialShape) {
        self.element_type = element_type
        self.shape = shape
    }

    package var key: OperationKey { OperationKey("Parameter", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("shape", &shape, required: true)
        try attributes.on("element_type", &element_type, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(0)
        return [TensorType(element_type, shape)]
    }
}
