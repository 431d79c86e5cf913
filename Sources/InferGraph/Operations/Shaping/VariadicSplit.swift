import InferTensors

/// A tensor cut into parts of given lengths along an axis; one length may be -1: what remains. Specification: `VariadicSplit-1`.
///
/// Inputs: data, the axis and the lengths.
package struct VariadicSplit: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("VariadicSplit", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(1, .integral, "axis")
        try context.checkSingle(1, "axis")
        try context.checkType(2, .integral, "lengths")
        try context.checkRank(2, 1, "lengths")
        guard let count = context.length(2) else {
            throw context.failure("the number of parts is not known; expected split lengths of a known shape, not \(context.shape(2))")
        }
        try context.check(count <= Split.maximumParts, "\(count) parts are asked for; expected at most \(Split.maximumParts)")
        let data = context.shape(0)
        try context.check(data.dimensions?.isEmpty != true, "data is a scalar; expected an axis to split")
        let axis = try data.dimensions.flatMap { dimensions in
            try context.integer(1).map { try context.normalizedAxis($0, rank: dimensions.count) }
        }
        let lengths = context.value(2)?.bounds
        if let exact = context.integers(2) {
            try context.check(exact.allSatisfy { $0 >= -1 }, "the lengths are \(exact); expected none below -1")
        }
        guard var dimensions = data.dimensions, let axis, axis < dimensions.count else {
            return Array(
                repeating: TensorType(context.type(0), data.dimensions.map { .dynamic(Dimension($0.count)) } ?? .dynamic), count: count)
        }
        let whole = dimensions[axis]
        var parts = (lengths ?? Array(repeating: .unknown, count: count)).map { $0.lower < 0 ? Dimension.dynamic : $0.dimension }
        if let exact = context.integers(2) {
            let rests = exact.indices.filter { exact[$0] == -1 }
            try context.check(rests.count <= 1, "the lengths are \(exact); expected at most one -1")
            let sum = exact.reduce(0) { $1 < 0 ? $0 : Dimension.saturatingSum($0, $1) }
            if let rest = rests.first {
                if let length = whole.length {
                    try context.check(sum <= length, "the lengths \(exact) are more than axis \(axis) of data \(data) has")
                }
                parts[rest] = whole - sum
            } else {
                try context.check(whole.contains(sum), "the lengths \(exact) do not add up to axis \(axis) of data \(data)")
            }
        }
        var start: Int? = 0
        return parts.map { part in
            dimensions[axis] = part
            let shape = PartialShape(dimensions)
            let value = start.flatMap { context.value(0)?.part(of: data, shape, axis: axis, from: $0) }
            start = start.flatMap { start in part.length.map { Dimension.saturatingSum(start, $0) } }
            return TensorType(context.type(0), shape, value: value)
        }
    }
}
