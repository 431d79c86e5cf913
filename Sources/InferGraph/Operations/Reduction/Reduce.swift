import InferTensors

/// The elements along some axes brought down to one. Specification: `ReduceSum-1`, `ReduceL2-4`, `ReduceLogicalAnd-1`…
///
/// Inputs: data and the axes, negative ones from the end; no axes leave the data as it is.
package struct Reduce: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case sum = "ReduceSum", product = "ReduceProd", maximum = "ReduceMax", minimum = "ReduceMin", mean = "ReduceMean"
        case l1 = "ReduceL1", l2 = "ReduceL2", logicalAnd = "ReduceLogicalAnd", logicalOr = "ReduceLogicalOr"

        var opset: Int { self == .l1 || self == .l2 ? 4 : 1 }
        var isLogical: Bool { self == .logicalAnd || self == .logicalOr }
    }

    package let kind: Kind
    /// Whether the axes remain, with the length 1.
    package var keepDims = false

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: kind.opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("keep_dims", &keepDims)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        if kind.isLogical {
            try context.checkType(0, .boolean, "data")
        } else {
            try context.checkType(0, .numeric, "data")
        }
        try context.checkType(1, .integral, "axes")
        try context.checkRank(1, 0...1, "axes")
        let data = context.shape(0)
        guard let dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        guard let axes = try context.axes(1, rank: dimensions.count) else {
            return [TensorType(context.type(0), keepDims ? .dynamic(Dimension(dimensions.count)) : .dynamic)]
        }
        var shape: [Dimension] = []
        for (axis, dimension) in dimensions.enumerated() {
            if !axes.contains(axis) { shape.append(dimension) } else if keepDims { shape.append(1) }
        }
        let result = PartialShape(shape)
        return [TensorType(context.type(0), result, value: context.value(0).flatMap { value($0, data, axes) })]
    }

    private func value(_ input: PartialValue, _ data: PartialShape, _ axes: [Int]) -> PartialValue? {
        guard let lengths = data.shape.map(Array.init), shape_size(Shape(lengths)) == input.count else { return nil }
        let kept = lengths.indices.filter { !axes.contains($0) }
        let outputCount = shape_size(Shape(kept.map { lengths[$0] }))
        guard outputCount <= PartialValue.maximumCount else { return nil }
        var groups: [[Int]] = Array(repeating: [], count: outputCount)
        var position = 0
        forEachCoordinate(of: lengths) { coordinate in
            groups[kept.reduce(0) { $0 * lengths[$1] + coordinate[$1] }].append(position)
            position += 1
            return true
        }
        switch input {
        case .integers(let bounds):
            var results: [ValueBounds] = []
            for group in groups {
                guard let result = reduced(group.map { bounds[$0] }) else { return nil }
                results.append(result)
            }
            return .integers(results)
        case .reals(let values):
            var results: [Double] = []
            for group in groups {
                guard let result = reduced(group.map { values[$0] }), result.isFinite else { return nil }
                results.append(result)
            }
            return .reals(results)
        }
    }

    private func reduced(_ elements: [ValueBounds]) -> ValueBounds? {
        switch kind {
        case .sum: return elements.reduce(ValueBounds(0), +)
        case .product: return elements.reduce(ValueBounds(1), *)
        case .maximum:
            guard let first = elements.first else { return nil }
            return elements.dropFirst().reduce(first) { ValueBounds(lower: max($0.lower, $1.lower), upper: max($0.upper, $1.upper)) }
        case .minimum:
            guard let first = elements.first else { return nil }
            return elements.dropFirst().reduce(first) { ValueBounds(lower: min($0.lower, $1.lower), upper: min($0.upper, $1.upper)) }
        default: return nil
        }
    }

    private func reduced(_ elements: [Double]) -> Double? {
        switch kind {
        case .sum: elements.reduce(0, +)
        case .product: elements.reduce(1, *)
        case .maximum: elements.max()
        case .minimum: elements.min()
        default: nil
        }
    }
}
