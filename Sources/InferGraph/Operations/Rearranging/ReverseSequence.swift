import InferTensors

/// The first elements of each sequence of a batch turned round. Specification: `ReverseSequence-1`.
///
/// Inputs: data and, for each of the batch, the number of elements.
package struct ReverseSequence: Operation {
    package var batchAxis = 0
    package var seqAxis = 1

    package init() {}

    package var key: OperationKey { OperationKey("ReverseSequence", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("batch_axis", &batchAxis)
        try attributes.on("seq_axis", &seqAxis)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .numeric, "sequence lengths")
        try context.checkRank(0, atLeast: 2, "data")
        try context.checkRank(1, 1, "sequence lengths")
        guard var dimensions = context.shape(0).dimensions else { return [TensorType(context.type(0), .dynamic)] }
        let batch = try context.normalizedAxis(batchAxis, rank: dimensions.count, "batch_axis")
        _ = try context.normalizedAxis(seqAxis, rank: dimensions.count, "seq_axis")
        dimensions[batch] = try context.merged(
            dimensions[batch], context.shape(1).dimension(0), "the batches of data and sequence lengths")
        return [TensorType(context.type(0), PartialShape(dimensions))]
    }
}
