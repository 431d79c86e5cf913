import InferTensors

/// Elements of one tensor or of another, as a condition says. Specification: `Select-1`.
package struct Select: Operation {
    package var autoBroadcast = AutoBroadcast.numpy

    package init() {}

    package var key: OperationKey { OperationKey("Select", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("auto_broadcast", &autoBroadcast)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(0, .boolean, "condition")
        let type = try context.commonType(1..<3)
        let branches: PartialShape
        let shape: PartialShape
        if autoBroadcast == .pdpd {
            // The condition and the second branch are laid along the first branch.
            branches = try autoBroadcast.merge(context.shape(1), context.shape(2), context)
            shape = try autoBroadcast.merge(branches, context.shape(0), context)
        } else {
            branches = try autoBroadcast.merge(context.shape(2), context.shape(1), context)
            shape = try autoBroadcast.merge(branches, context.shape(0), context)
        }
        return [TensorType(type, shape, value: value(context, shape))]
    }

    private func value(_ context: InferenceContext, _ shape: PartialShape) -> PartialValue? {
        guard autoBroadcast != .pdpd,
            let condition = context.value(0)?.broadcast(from: context.shape(0), to: shape)?.bounds,
            let first = context.value(1)?.broadcast(from: context.shape(1), to: shape),
            let second = context.value(2)?.broadcast(from: context.shape(2), to: shape)
        else { return nil }
        if let a = first.bounds, let b = second.bounds {
            return .integers(
                condition.indices.map { index in
                    if let known = condition[index].exact { return known != 0 ? a[index] : b[index] }
                    return ValueBounds(lower: min(a[index].lower, b[index].lower), upper: max(a[index].upper, b[index].upper))
                })
        }
        guard let a = first.exactReals, let b = second.exactReals else { return nil }
        var values: [Double] = []
        for index in condition.indices {
            guard let known = condition[index].exact else { return nil }
            values.append(known != 0 ? a[index] : b[index])
        }
        return .reals(values)
    }
}
