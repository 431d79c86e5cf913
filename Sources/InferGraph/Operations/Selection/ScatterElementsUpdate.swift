import InferTensors

/// A copy of a tensor with single elements along an axis updated. Specification: `ScatterElementsUpdate-3`, `-12`.
///
/// Inputs: data, indices and updates of one shape, and the axis.
package struct ScatterElementsUpdate: Operation {
    /// The operation set that introduced this version: 3 or 12.
    package let opset: Int
    package var reduction = ScatterReduction.none
    /// Whether the data's own element takes part in the reduction.
    package var useInitVal = true

    package init(opset: Int = 12) { self.opset = opset }

    package var key: OperationKey { OperationKey("ScatterElementsUpdate", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        guard opset >= 12 else { return }
        try attributes.on("reduction", &reduction)
        try attributes.on("use_init_val", &useInitVal)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType([0, 2])
        try context.checkType(1, .integral, "indices")
        try context.checkType(3, .integral, "axis")
        try context.checkSingle(3, "axis")
        try context.check(reduction != .sub, "reduction is sub; this operation does not know it")
        if type == .boolean { try context.check(reduction != .sum || opset >= 12, "booleans have no sum") }
        let data = context.shape(0)
        _ = try context.merged(context.shape(1), context.shape(2), "the shapes of indices and updates")
        guard let rank = data.dimensions?.count else { return [TensorType(type, data)] }
        try context.check(
            context.shape(1).dimensions.map { $0.count == rank } ?? true,
            "indices have shape \(context.shape(1)); data \(data) expects rank \(rank)")
        if let axis = context.integer(3) { _ = try context.normalizedAxis(axis, rank: rank) }
        return [TensorType(type, data, value: value(context, rank))]
    }

    private func value(_ context: InferenceContext, _ rank: Int) -> PartialValue? {
        guard reduction == .none, rank == 1, let updates = context.value(2), let indices = context.integers(1) else { return nil }
        return context.value(0)?.replacing(indices, with: updates)
    }
}
