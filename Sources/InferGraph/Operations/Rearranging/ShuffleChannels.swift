import InferTensors

/// The elements along an axis dealt out from groups. Specification: `ShuffleChannels-1`.
package struct ShuffleChannels: Operation {
    package var axis = 1
    package var group = 1

    package init() {}

    package var key: OperationKey { OperationKey("ShuffleChannels", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis)
        try attributes.on("group", &group)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.check(group >= 1, "group is \(group); expected a positive number")
        try context.checkRank(0, atLeast: 1, "data")
        if let dimensions = context.shape(0).dimensions {
            let position = try context.normalizedAxis(axis, rank: dimensions.count)
            if let length = dimensions[position].length {
                try context.check(length % group == 0, "axis \(axis) of data \(context.shape(0)) does not divide into \(group) groups")
            }
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
