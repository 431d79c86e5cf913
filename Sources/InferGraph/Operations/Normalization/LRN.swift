import InferTensors

/// Each element divided by a power of the sum of squares of its neighbours along some axes. Specification: `LRN-1`.
package struct LRN: Operation {
    package var alpha = 0.0
    package var beta = 0.0
    package var bias = 0.0
    /// The number of neighbours, the element included.
    package var size = 0

    package init() {}

    package var key: OperationKey { OperationKey("LRN", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("alpha", &alpha, required: true)
        try attributes.on("beta", &beta, required: true)
        try attributes.on("bias", &bias, required: true)
        try attributes.on("size", &size, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "axes")
        try context.checkRank(0, atLeast: 1, "data")
        try context.checkRank(1, 1, "axes")
        if let rank = context.shape(0).dimensions?.count {
            if let count = context.length(1) { try context.check(count <= rank, "\(count) axes are given for data \(context.shape(0))") }
            _ = try context.axes(1, rank: rank)
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
