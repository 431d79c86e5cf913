import InferTensors

/// Mean and variance divided out over groups of channels, then scaled and shifted by channel. Specification: `GroupNormalization-12`.
///
/// Inputs: data `[N, C, …]`, scale and bias `[C]`.
package struct GroupNormalization: Operation {
    package var numGroups = 0
    package var epsilon = 0.0

    package init() {}

    package var key: OperationKey { OperationKey("GroupNormalization", opset: 12) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("num_groups", &numGroups, required: true)
        try attributes.on("epsilon", &epsilon, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType(0..<3)
        try context.checkType(0, .real, "data")
        try context.checkRank(0, atLeast: 2, "data")
        try context.checkRank(1, 1, "scale")
        try context.checkRank(2, 1, "bias")
        try context.check(numGroups > 0, "num_groups is \(numGroups); expected a positive number")
        try context.check(epsilon > 0, "epsilon is \(epsilon); expected a positive number")
        let channels = context.shape(0).dimension(1)
        for (index, what) in [(1, "scale"), (2, "bias")] {
            _ = try context.merged(channels, context.shape(index).dimension(0), "the numbers of channels of data and \(what)")
        }
        if let count = channels.length {
            try context.check(count % numGroups == 0, "\(count) channels do not divide into \(numGroups) groups")
        }
        return [TensorType(type, context.shape(0))]
    }
}
