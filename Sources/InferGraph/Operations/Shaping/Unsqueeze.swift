import InferTensors

/// Axes of length 1 put in where the second input says. Specification: `Unsqueeze-1`.
package struct Unsqueeze: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("Unsqueeze", opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "axes")
        try context.checkRank(1, 0...1, "axes")
        if let count = context.length(1) { try context.check(count > 0, "no axes are given") }
        guard let dimensions = context.shape(0).dimensions, let named = context.integers(1) else {
            return [TensorType(context.type(0), .dynamic)]
        }
        // A repeated axis counts once.
        var axes: Set<Int> = []
        for axis in named { axes.insert(try context.normalizedAxis(axis, rank: dimensions.count + named.count)) }
        try context.check(
            axes.allSatisfy { $0 < dimensions.count + axes.count },
            "the axes \(named) are outside a tensor of rank \(dimensions.count + axes.count)")
        var rest = dimensions[...]
        let shape = PartialShape((0..<dimensions.count + axes.count).map { axes.contains($0) ? 1 : rest.popFirst() ?? .dynamic })
        return [TensorType(context.type(0), shape, value: context.value(0)?.reshaped(to: shape))]
    }
}
