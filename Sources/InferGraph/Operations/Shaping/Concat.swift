import InferTensors

/// Tensors laid one behind the other along an axis. Specification: `Concat-1`.
package struct Concat: Operation {
    package var axis = 0

    package init() {}

    package init(axis: Int) { self.axis = axis }

    package var key: OperationKey { OperationKey("Concat", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(context.count >= 1, "has no inputs; expected at least one")
        let type = try context.commonType(0..<context.count)
        // What is not at the axis is the same in all inputs; the lengths at the axis add up.
        var common = PartialShape.dynamic
        var total = Dimension(0)
        for index in 0..<context.count {
            guard var dimensions = context.shape(index).dimensions else {
                total = .dynamic
                continue
            }
            try context.check(!dimensions.isEmpty, "input \(index) is a scalar; expected at least one axis")
            let position = try context.normalizedAxis(axis, rank: dimensions.count)
            total = total + dimensions[position]
            dimensions[position] = .dynamic
            guard let merged = common.merged(with: PartialShape(dimensions)) else {
                throw context.failure(
                    "input \(index) of shape \(context.shape(index)) does not fit the others at an axis other than \(axis)")
            }
            common = merged
        }
        guard var dimensions = common.dimensions else { return [TensorType(type, .dynamic)] }
        let position = try context.normalizedAxis(axis, rank: dimensions.count)
        dimensions[position] = total
        let shape = PartialShape(dimensions)
        return [TensorType(type, shape, value: value(context, shape, position))]
    }

    private func value(_ context: InferenceContext, _ shape: PartialShape, _ axis: Int) -> PartialValue? {
        guard let count = shape.shape.map(shape_size), count <= PartialValue.maximumCount, let first = shape.dimensions else { return nil }
        let outer = first[..<axis].reduce(1) { Dimension.saturatingProduct($0, $1.minimum) }
        var parts: [(value: PartialValue, step: Int)] = []
        for index in 0..<context.count {
            guard let size = context.shape(index).shape.map(shape_size), outer > 0, size <= PartialValue.maximumCount else { return nil }
            let isReal = context.type(index).is_real
            // An integer input of which nothing is known leaves the others' elements known.
            guard let part = context.value(index) ?? (isReal ? nil : .integers(Array(repeating: .unknown, count: size))), part.count == size
            else {
                return nil
            }
            parts.append((part, size / outer))
        }
        guard (0..<context.count).contains(where: { context.value($0) != nil }) else { return nil }
        if parts.allSatisfy({ $0.value.bounds != nil }) {
            var result: [ValueBounds] = []
            for row in 0..<outer { for part in parts { result += (part.value.bounds ?? [])[row * part.step..<(row + 1) * part.step] } }
            return .integers(result)
        }
        var result: [Double] = []
        let reals = parts.compactMap { part in part.value.exactReals.map { ($0, part.step) } }
        guard reals.count == parts.count else { return nil }
        for row in 0..<outer { for (values, step) in reals { result += values[row * step..<(row + 1) * step] } }
        return .reals(result)
    }
}
