import InferTensors

/// Each channel normalised by given means and variances. Specification: `BatchNormInference-1`, `BatchNormInference-5`.
///
/// Inputs: data `[N, C, …]`, gamma, beta, mean and variance `[C]`; in version 1 the data is the third.
package struct BatchNormInference: Operation {
    /// The operation set that introduced this version: 1 or 5.
    package let opset: Int
    package var epsilon = 0.0

    package init(opset: Int = 5) { self.opset = opset }

    package var key: OperationKey { OperationKey("BatchNormInference", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("epsilon", &epsilon)
    }

    /// The input with the data.
    package var dataIndex: Int { opset >= 5 ? 0 : 2 }
    /// The inputs with gamma, beta, mean and variance.
    package var parameterIndices: [Int] { opset >= 5 ? [1, 2, 3, 4] : [0, 1, 3, 4] }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(5)
        let type = try context.commonType(0..<5)
        try context.checkType(dataIndex, .real, "data")
        try context.check(epsilon >= 0, "epsilon is \(epsilon); expected no negative number")
        let data = context.shape(dataIndex)
        try context.checkRank(dataIndex, atLeast: 2, "data")
        var channels = data.dimension(1)
        for index in parameterIndices {
            try context.checkRank(index, 1, "a parameter of the channels")
            channels = try context.merged(channels, context.shape(index).dimension(0), "the numbers of channels")
        }
        try context.check(channels.maximum > 0, "data \(data) has no channels")
        guard var dimensions = data.dimensions else { return [TensorType(type, .dynamic)] }
        dimensions[1] = channels
        return [TensorType(type, PartialShape(dimensions))]
    }
}
