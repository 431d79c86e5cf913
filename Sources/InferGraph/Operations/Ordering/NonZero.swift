import InferTensors

/// The coordinates of the elements that are not zero. Specification: `NonZero-3`.
///
/// Output: `[rank, count]`.
package struct NonZero: Operation {
    package var outputType = ElementType.i64

    package init() {}

    package var key: OperationKey { OperationKey("NonZero", opset: 3) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_type", &outputType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(context.type(0) != .string, "data is of type string; expected a number type or boolean")
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        // What the coordinates of a scalar are is left open.
        guard let dimensions = context.shape(0).dimensions, !dimensions.isEmpty else {
            return [TensorType(outputType, [.dynamic, .dynamic])]
        }
        let most = dimensions.reduce(Dimension(1), *)
        return [TensorType(outputType, PartialShape([Dimension(dimensions.count), Dimension(0, most.max_length)]))]
    }
}
