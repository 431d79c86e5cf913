import InferTensors

/// The batch size of a model: the length of the axis that the inputs' layouts call N.
///
/// - Throws: `RuntimeError` when no input's layout has an N, or inputs have different batches.
public func get_batch(_ model: Model) throws -> Dimension {
    var batch: Dimension?
    for (_, axis, dimensions) in try batchAxes(model) {
        guard let merged = Dimension.merge(batch ?? dimensions[axis], dimensions[axis]) else {
            throw RuntimeError(.mismatch, "Model '\(model.friendly_name)' has inputs of different batches:\n\(listing(model))")
        }
        batch = merged
    }
    return batch ?? .dynamic
}

/// Gives all inputs whose layout has an axis N another batch size, and infers all shapes again.
///
/// - Throws: `RuntimeError` when no input's layout has an N or the model does not accept the batch; it then is as it was.
public func set_batch(_ model: Model, _ batch: Dimension) throws {
    try model.reshape(
        Dictionary(
            uniqueKeysWithValues: batchAxes(model).map { index, axis, dimensions in
                var dimensions = dimensions
                dimensions[axis] = batch
                return (index, PartialShape(dimensions))
            }))
}

/// The inputs with an axis N: index, axis, dimensions.
private func batchAxes(_ model: Model) throws -> [(input: Int, axis: Int, dimensions: [Dimension])] {
    let found = model.inputs.enumerated().compactMap { index, input -> (input: Int, axis: Int, dimensions: [Dimension])? in
        guard let dimensions = input.partial_shape.dimensions, let axis = input.node.layout.index(of: "N") else { return nil }
        return (index, axis < 0 ? axis + dimensions.count : axis, dimensions)
    }
    guard !found.isEmpty else {
        throw RuntimeError(
            .invalidArgument,
            "Model '\(model.friendly_name)' has no input whose layout has an axis N; give one by set_layout():\n\(listing(model))")
    }
    return found
}

private func listing(_ model: Model) -> String {
    model.inputs.map { "  \($0) layout \($0.node.layout)" }.joined(separator: "\n")
}
