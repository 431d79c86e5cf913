import InferTensors

/// The elements at indices along an axis. Specification: `Gather-1`, `Gather-7`, `Gather-8`.
///
/// Inputs: data, indices and the axis. Output: the data's axes in front of the axis, the indices' axes from `batch_dims` on, the data's
/// axes behind.
package struct Gather: Operation {
    /// The operation set that introduced this version: 1, 7 or 8. From version 8 on negative indices count from the end.
    package let opset: Int
    /// The number of leading axes that data and indices share; negative numbers count from the indices' rank.
    package var batchDims = 0

    package init(opset: Int = 8) { self.opset = opset }

    package var key: OperationKey { OperationKey("Gather", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 7 { try attributes.on("batch_dims", &batchDims) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(1, .integral, "indices")
        try context.checkType(2, .integral, "axis")
        try context.checkSingle(2, "axis")
        let data = context.shape(0)
        let indices = context.shape(1)
        try context.checkRank(0, atLeast: 1, "data")
        var batch = batchDims
        if let rank = indices.dimensions?.count {
            if batch < 0 { batch = clampedSum(batch, rank) }
            try context.check(
                batch >= 0 && batch <= rank, "batch_dims is \(batchDims); expected a number within the rank of the indices \(indices)")
        }
        guard
            let axis = try context.integer(2).map({ axis in
                try data.dimensions.map { try context.normalizedAxis(axis, rank: $0.count) } ?? axis
            })
        else {
            guard let rank = data.dimensions?.count, let indexed = indices.dimensions?.count else {
                return [TensorType(context.type(0), .dynamic)]
            }
            return [TensorType(context.type(0), .dynamic(Dimension(max(rank + indexed - 1 - batch, 0))))]
        }
        if axis >= 0, batch >= 0 { try context.check(batch <= axis, "batch_dims is \(batchDims); expected at most the axis, \(axis)") }
        guard let from = data.dimensions, let which = indices.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        var shape: [Dimension] = []
        for position in 0..<axis {
            shape.append(
                position < batch
                    ? try context.merged(from[position], which[position], "batch axis \(position) of data and indices") : from[position])
        }
        shape += which[batch...]
        shape += from[(axis + 1)...]
        let result = PartialShape(shape)
        return [TensorType(context.type(0), result, value: value(context, result, axis, batch, from.count, which.count))]
    }

    private func value(
        _ context: InferenceContext, _ shape: PartialShape, _ axis: Int, _ batch: Int, _ rank: Int, _ indexRank: Int
    ) -> PartialValue? {
        guard let indices = context.integers(1), let index = context.shape(1).shape, let length = context.shape(0).dimension(axis).length
        else { return nil }
        return context.value(0)?.moved(from: context.shape(0), to: shape) { coordinate in
            var position = 0
            for dimension in 0..<indexRank {
                let at = dimension < batch ? coordinate[dimension] : coordinate[dimension - batch + axis]
                position = position * index[dimension] + at
            }
            let chosen = indices[position]
            return Array(coordinate[..<axis]) + [chosen < 0 ? clampedSum(chosen, length) : chosen]
                + Array(coordinate[(axis + indexRank - batch)...])
        }
    }
}
