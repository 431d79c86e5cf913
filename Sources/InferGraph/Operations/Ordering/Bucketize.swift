import InferTensors

/// The index of the bucket that each element falls into. Specification: `Bucketize-3`.
///
/// Inputs: data and the buckets' bounds, in order.
package struct Bucketize: Operation {
    package var outputType = ElementType.i64
    /// Whether a bucket holds its upper bound.
    package var withRightBound = true

    package init() {}

    package var key: OperationKey { OperationKey("Bucketize", opset: 3) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_type", &outputType)
        try attributes.on("with_right_bound", &withRightBound)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(0, .numeric, "data")
        try context.checkType(1, .numeric, "buckets")
        try context.checkRank(1, 1, "buckets")
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        return [TensorType(outputType, context.shape(0))]
    }
}
