import InferTensors

/// A copy of a tensor with parts along an axis put in the places of others. Specification: `ScatterUpdate-3`.
///
/// Inputs: data, indices, updates (the data's shape with the indices' shape at the axis) and the axis.
package struct ScatterUpdate: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("ScatterUpdate", opset: 3) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType([0, 2])
        try context.checkType(1, .integral, "indices")
        try context.checkType(3, .integral, "axis")
        try context.checkSingle(3, "axis")
        let data = context.shape(0)
        guard let from = data.dimensions, let which = context.shape(1).dimensions else {
            return [TensorType(type, data)]
        }
        let expectedRank = from.count + which.count - 1
        if let updates = context.shape(2).dimensions {
            try context.check(
                updates.count == expectedRank,
                "updates have shape \(context.shape(2)); data \(data) and indices \(context.shape(1)) expect rank \(expectedRank)")
        }
        guard let axis = try context.integer(3).map({ try context.normalizedAxis($0, rank: from.count) }), axis < from.count else {
            return [TensorType(type, data)]
        }
        if context.shape(2).isRankStatic {
            let expected = PartialShape(Array(from[..<axis]) + which + Array(from[(axis + 1)...]))
            try context.check(
                expected.compatible(context.shape(2)),
                "updates have shape \(context.shape(2)); data \(data) and indices \(context.shape(1)) at axis \(axis) expect \(expected)")
        }
        return [TensorType(type, data, value: value(context, from, axis))]
    }

    /// Followed where the data is a list, as shapes are.
    private func value(_ context: InferenceContext, _ from: [Dimension], _ axis: Int) -> PartialValue? {
        guard from.count == 1, let data = context.value(0), let updates = context.value(2), let indices = context.integers(1),
            indices.count == updates.count
        else { return nil }
        return data.replacing(indices, with: updates)
    }
}

extension PartialValue {
    /// The elements with those at the given places, negative ones from the end, put in by others; nil when a place is outside.
    func replacing(_ places: [Int], with updates: PartialValue) -> PartialValue? {
        var positions: [Int] = []
        for place in places {
            let position = place < 0 ? clampedSum(place, count) : place
            guard position >= 0, position < count else { return nil }
            positions.append(position)
        }
        guard positions.count == updates.count else { return nil }
        switch (self, updates) {
        case (.integers(var values), .integers(let new)):
            for (index, position) in positions.enumerated() { values[position] = new[index] }
            return .integers(values)
        case (.reals(var values), .reals(let new)):
            for (index, position) in positions.enumerated() { values[position] = new[index] }
            return .reals(values)
        default: return nil
        }
    }
}
