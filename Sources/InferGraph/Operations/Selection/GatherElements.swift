import InferTensors

/// Single elements along an axis. Specification: `GatherElements-6`.
///
/// Inputs: data and indices of one rank. Output: the indices' shape.
package struct GatherElements: Operation {
    package var axis = 0

    package init() {}

    package var key: OperationKey { OperationKey("GatherElements", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .index, "indices")
        let data = context.shape(0)
        let indices = context.shape(1)
        guard let rank = data.dimensions?.count ?? indices.dimensions?.count else { return [TensorType(context.type(0), .dynamic)] }
        let position = try context.normalizedAxis(axis, rank: rank)
        try context.check(position < rank, "data is a scalar and has no axis")
        guard let from = data.dimensions else { return [TensorType(context.type(0), indices)] }
        guard var shape = indices.dimensions else {
            var shape = from
            shape[position] = .dynamic
            return [TensorType(context.type(0), PartialShape(shape))]
        }
        try context.check(from.count == shape.count, "data \(data) and indices \(indices) differ in rank")
        for other in shape.indices where other != position {
            shape[other] = try context.merged(from[other], shape[other], "axis \(other) of data and indices")
        }
        return [TensorType(context.type(0), PartialShape(shape))]
    }
}
