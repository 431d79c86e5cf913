import InferTensors

/// Each element held between two bounds. Specification: `Clamp-1`.
package struct Clamp: Operation {
    package var min = 0.0
    package var max = 0.0

    package init() {}

    package var key: OperationKey { OperationKey("Clamp", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("min", &min, required: true)
        try attributes.on("max", &max, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .numeric, "data")
        try context.check(min <= max, "min is \(min) and max is \(max); expected min not to be greater")
        return [TensorType(context.type(0), context.shape(0), value: context.value(0).flatMap(value))]
    }

    private func value(_ input: PartialValue) -> PartialValue? {
        switch input {
        case .reals(let values): return .reals(values.map { Swift.min(Swift.max($0, min), max) })
        case .integers(let bounds):
            // An integer is held between the whole numbers within the bounds.
            let lower = Int(exactly: min.rounded(.up)) ?? (min < 0 ? .min : .max)
            let upper = Int(exactly: max.rounded(.down)) ?? (max < 0 ? .min : .max)
            guard lower <= upper else { return nil }
            func held(_ value: Int) -> Int { Swift.min(Swift.max(value, lower), upper) }
            return .integers(bounds.map { ValueBounds(lower: held($0.lower), upper: held($0.upper)) })
        }
    }
}
