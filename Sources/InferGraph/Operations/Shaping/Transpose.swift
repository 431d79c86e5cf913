import InferTensors

/// The axes in another order; an empty order turns them round. Specification: `Transpose-1`.
package struct Transpose: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Transpose", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "order")
        try context.checkRank(1, 1, "order")
        let data = context.shape(0)
        if let rank = data.dimensions?.count, let count = context.shape(1).dimensions?[0] {
            try context.check(
                count.contains(rank) || count.contains(0), "the order has \(count) axes; data \(data) has \(rank)")
        }
        guard let dimensions = data.dimensions else {
            let rank = context.length(1).flatMap { $0 > 0 ? Dimension($0) : nil } ?? .dynamic
            return [TensorType(context.type(0), .dynamic(rank))]
        }
        guard var order = context.length(1) == 0 ? [] : context.integers(1) else {
            return [TensorType(context.type(0), .dynamic(Dimension(dimensions.count)))]
        }
        if order.isEmpty { order = Array(dimensions.indices.reversed()) }
        try context.check(
            order.sorted() == Array(dimensions.indices),
            "the order \(order) is not an order of the \(dimensions.count) axes of data \(data)")
        let shape = PartialShape(order.map { dimensions[$0] })
        let value = context.value(0)?.moved(from: data, to: shape) { coordinate in
            var source = coordinate
            for (axis, from) in order.enumerated() { source[from] = coordinate[axis] }
            return source
        }
        return [TensorType(context.type(0), shape, value: value)]
    }
}
