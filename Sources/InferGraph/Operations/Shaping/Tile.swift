import InferTensors

/// A tensor repeated a number of times along each axis. Specification: `Tile-1`.
///
/// Inputs: data and the repeats; the shorter of the data's shape and the repeats is led by ones.
package struct Tile: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Tile", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "repeats")
        try context.checkRank(1, 1, "repeats")
        let data = context.shape(0)
        guard var dimensions = data.dimensions, let count = context.length(1), count <= PartialValue.maximumCount else {
            return [TensorType(context.type(0), .dynamic)]
        }
        // A negative repeat is none.
        let bounds = context.value(1)?.bounds
        var repeats = bounds?.map { $0.upper < 0 ? Dimension(0) : $0.dimension } ?? Array(repeating: .dynamic, count: count)
        let rank = max(dimensions.count, repeats.count)
        dimensions = Array(repeating: 1, count: rank - dimensions.count) + dimensions
        repeats = Array(repeating: 1, count: rank - repeats.count) + repeats
        let shape = PartialShape(zip(dimensions, repeats).map { $0 * $1 })
        guard let from = data.shape else { return [TensorType(context.type(0), shape)] }
        let value = context.value(0)?.moved(from: data, to: shape) { coordinate in
            from.indices.map { coordinate[$0 + rank - from.count] % from[$0] }
        }
        return [TensorType(context.type(0), shape, value: value)]
    }
}
