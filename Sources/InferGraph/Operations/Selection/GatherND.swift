import InferTensors

/// The parts of a tensor at coordinates. Specification: `GatherND-5`, `GatherND-8`.
///
/// Inputs: data and indices `[batch…, …, k]`. Output: the batch axes (version 5 makes one of them), the indices' other leading axes and
/// the data's axes behind the first `batch + k`.
package struct GatherND: Operation {
    /// The operation set that introduced this version: 5 or 8.
    package let opset: Int
    package var batchDims = 0

    package init(opset: Int = 8) { self.opset = opset }

    package var key: OperationKey { OperationKey("GatherND", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("batch_dims", &batchDims)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "indices")
        try context.checkRank(0, atLeast: 1, "data")
        try context.checkRank(1, atLeast: 1, "indices")
        try context.check(batchDims >= 0, "batch_dims is \(batchDims); expected no negative number")
        let data = context.shape(0)
        let indices = context.shape(1)
        for (shape, what) in [(data, "data"), (indices, "indices")] {
            if let rank = shape.dimensions?.count {
                try context.check(batchDims < rank, "batch_dims is \(batchDims); expected less than the rank of \(what) \(shape)")
            }
        }
        guard let from = data.dimensions, let which = indices.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        var batch: [Dimension] = []
        for axis in 0..<batchDims { batch.append(try context.merged(from[axis], which[axis], "batch axis \(axis) of data and indices")) }
        if opset < 8, batch.count > 1 { batch = [batch.reduce(Dimension(1), *)] }
        guard let depth = which[which.count - 1].length else { return [TensorType(context.type(0), .dynamic)] }
        try context.check(
            clampedSum(batchDims, depth) <= from.count,
            "indices \(indices) name \(depth) axes; data \(data) has \(from.count - batchDims) behind the batch")
        let shape = batch + Array(which[batchDims..<which.count - 1]) + Array(from[(batchDims + depth)...])
        return [TensorType(context.type(0), PartialShape(shape))]
    }
}
