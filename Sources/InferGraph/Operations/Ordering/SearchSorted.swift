import InferTensors

/// Where values would be put into sorted sequences. Specification: `SearchSorted-15`.
///
/// Inputs: the sequences `[…, length]`, or one `[length]` for all, and the values `[…, count]`.
package struct SearchSorted: Operation {
    /// Whether a value goes behind equal elements.
    package var rightMode = false
    package var outputType = ElementType.i64

    package init() {}

    package var key: OperationKey { OperationKey("SearchSorted", opset: 15) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("right_mode", &rightMode)
        try attributes.on("output_type", &outputType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        _ = try context.commonType(0..<2)
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        let sequences = context.shape(0)
        let values = context.shape(1)
        try context.checkRank(0, atLeast: 1, "sequences")
        guard let sorted = sequences.dimensions, sorted.count != 1 else { return [TensorType(outputType, values)] }
        guard var shape = values.dimensions else {
            return [TensorType(outputType, PartialShape(Array(sorted.dropLast()) + [.dynamic]))]
        }
        try context.check(shape.count == sorted.count, "sequences \(sequences) and values \(values) differ in rank")
        for axis in 0..<shape.count - 1 {
            shape[axis] = try context.merged(shape[axis], sorted[axis], "axis \(axis) of sequences and values")
        }
        return [TensorType(outputType, PartialShape(shape))]
    }
}
