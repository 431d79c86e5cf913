import InferTensors

/// The nearest whole number. Specification: `Round-5`.
package struct Round: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case halfToEven = "half_to_even", halfAwayFromZero = "half_away_from_zero"
    }

    package var mode = Mode.halfToEven

    package init() {}

    package var key: OperationKey { OperationKey("Round", opset: 5) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("mode", &mode)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [TensorType(context.type(0), context.shape(0), value: context.value(0).map(value))]
    }

    private func value(_ input: PartialValue) -> PartialValue {
        guard case .reals(let values) = input else { return input }
        return .reals(values.map { $0.rounded(mode == .halfToEven ? .toNearestOrEven : .toNearestOrAwayFromZero) })
    }
}
