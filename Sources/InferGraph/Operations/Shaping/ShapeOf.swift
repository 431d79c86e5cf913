import InferTensors

/// The lengths of a tensor's axes. Specification: `ShapeOf-1`, `ShapeOf-3`.
package struct ShapeOf: Operation {
    /// The operation set that introduced this version: 1 or 3.
    package let opset: Int
    package var outputType = ElementType.i64

    package init(opset: Int = 3) { self.opset = opset }

    package var key: OperationKey { OperationKey("ShapeOf", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 3 { try attributes.on("output_type", &outputType) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        guard let dimensions = context.shape(0).dimensions else { return [TensorType(outputType, [.dynamic])] }
        let value = dimensions.count <= PartialValue.maximumCount ? PartialValue.integers(dimensions.map { ValueBounds($0) }) : nil
        return [TensorType(outputType, PartialShape([dimensions.count]), value: value)]
    }
}
