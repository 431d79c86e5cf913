import InferTensors

/// A copy of a tensor with the parts at coordinates updated. Specification: `ScatterNDUpdate-4`, `ScatterNDUpdate-15`.
///
/// Inputs: data, indices `[…, k]` of the data's first `k` axes, and updates: the indices' leading axes and the data's remaining ones.
package struct ScatterNDUpdate: Operation {
    /// The operation set that introduced this version: 4 or 15.
    package let opset: Int
    package var reduction = ScatterReduction.none

    package init(opset: Int = 15) { self.opset = opset }

    package var key: OperationKey { OperationKey("ScatterNDUpdate", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 15 { try attributes.on("reduction", &reduction) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType([0, 2])
        try context.checkType(1, .integral, "indices")
        try context.checkRank(0, atLeast: 1, "data")
        try context.checkRank(1, atLeast: 1, "indices")
        try context.check(reduction != .mean, "reduction is mean; this operation does not know it")
        let data = context.shape(0)
        if let from = data.dimensions, let indices = context.shape(1).dimensions, let depth = indices[indices.count - 1].length {
            try context.check(depth <= from.count, "indices \(context.shape(1)) name \(depth) axes; data \(data) has \(from.count)")
            let expected = PartialShape(Array(indices.dropLast()) + Array(from[depth...]))
            let isScalar = context.shape(2).dimensions?.isEmpty == true
            try context.check(
                expected.compatible(context.shape(2)) || (isScalar && expected.dimensions?.allSatisfy { $0.contains(1) } == true),
                "updates have shape \(context.shape(2)); data \(data) and indices \(context.shape(1)) expect \(expected)")
            if reduction == .none, from.count == 1, depth == 1, let updates = context.value(2), let places = context.integers(1) {
                return [TensorType(type, data, value: context.value(0)?.replacing(places, with: updates))]
            }
        }
        return [TensorType(type, data)]
    }
}
