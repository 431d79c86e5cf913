import InferTensors

/// Elements added around a tensor, or, taken away by negative numbers. Specification: `Pad-1`, `Pad-12`.
///
/// Inputs: data, the numbers in front of and behind each axis and, for constant mode, optionally the element (zero by default).
package struct Pad: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case constant, edge, reflect, symmetric
    }

    /// The operation set that introduced this version: 1 or 12.
    package let opset: Int
    package var padMode = Mode.constant

    package init(opset: Int = 12) { self.opset = opset }

    package var key: OperationKey { OperationKey("Pad", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("pad_mode", &padMode)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...4)
        for (index, what) in [(1, "pads_begin"), (2, "pads_end")] {
            try context.checkType(index, .integral, what)
            try context.checkRank(index, 1, what)
        }
        let type = context.has(3) && padMode == .constant ? try context.commonType([0, 3]) : context.type(0)
        if context.has(3), padMode == .constant { try context.checkScalar(3, "element") }
        let data = context.shape(0)
        for index in 1...2 {
            guard let rank = data.dimensions?.count, let count = context.shape(index).dimensions?[0] else { continue }
            try context.check(count.contains(rank), "input \(index) has \(count) numbers; data \(data) has \(rank) axes")
        }
        guard let dimensions = data.dimensions else {
            let rank = context.length(1) ?? context.length(2)
            return [TensorType(type, rank.map { .dynamic(Dimension($0)) } ?? .dynamic)]
        }
        let unknown = Array(repeating: ValueBounds.unknown, count: dimensions.count)
        let begins = context.value(1)?.bounds ?? unknown
        let ends = context.value(2)?.bounds ?? unknown
        var shape: [Dimension] = []
        for (axis, dimension) in dimensions.enumerated() where axis < begins.count && axis < ends.count {
            if let begin = begins[axis].exact, let end = ends[axis].exact {
                try check(dimension, begin, end, axis, context)
            }
            let whole = ValueBounds(dimension) + begins[axis] + ends[axis]
            try context.check(whole.upper >= 0, "the pads take more from axis \(axis) than data \(data) has")
            shape.append(whole.dimension)
        }
        return [TensorType(type, PartialShape(shape))]
    }

    private func check(_ dimension: Dimension, _ begin: Int, _ end: Int, _ axis: Int, _ context: InferenceContext) throws {
        guard let length = dimension.length else { return }
        switch padMode {
        case .constant: break
        case .edge: try context.check(length >= 1 || (begin <= 0 && end <= 0), "axis \(axis) is empty and has no edge to repeat")
        case .reflect, .symmetric:
            let most = padMode == .reflect ? length - 1 : length
            try context.check(
                max(begin, end) <= max(most, 0),
                "pads are \(begin) and \(end) at axis \(axis); mode \(padMode.rawValue) expects at most \(most)")
        }
    }
}
