import InferTensors

/// Axes of length 1 taken away: those named, or all. Specification: `Squeeze-1`, `Squeeze-15`.
package struct Squeeze: Operation {
    /// The operation set that introduced this version: 1 or 15.
    package let opset: Int
    /// Version 15: whether a named axis of another length stays, rather than being an error.
    package var allowAxisSkip = false

    package init(opset: Int = 15) { self.opset = opset }

    package var key: OperationKey { OperationKey("Squeeze", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 15 { try attributes.on("allow_axis_skip", &allowAxisSkip) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1...2)
        let shape = try squeezedShape(context)
        return [TensorType(context.type(0), shape, value: shape.is_static ? context.value(0) : nil)]
    }

    private func squeezedShape(_ context: InferenceContext) throws -> PartialShape {
        if context.has(1) {
            try context.checkType(1, .integral, "axes")
            try context.checkRank(1, 0...1, "axes")
        }
        guard let dimensions = context.shape(0).dimensions else { return .dynamic }
        let named = context.has(1) ? try context.axes(1, rank: dimensions.count) : []
        guard let named else {
            // The axes are not known, but their number may be.
            guard !allowAxisSkip, let count = context.length(1), count > 0, context.shape(1).dimensions?.count == 1 || count == 1 else {
                return .dynamic
            }
            return count == 1 && dimensions.count >= 1 ? .dynamic(Dimension(dimensions.count - 1)) : .dynamic
        }
        if named.isEmpty {
            // Every axis of length 1 goes; where a length might be 1, not even the rank is known.
            if dimensions.contains(where: { !$0.isStatic && $0.contains(1) }) { return .dynamic }
            return PartialShape(dimensions.filter { $0.length != 1 })
        }
        var kept: [Dimension] = []
        for (axis, dimension) in dimensions.enumerated() {
            guard named.contains(axis) else {
                kept.append(dimension)
                continue
            }
            if dimension.length == 1 { continue }
            if allowAxisSkip {
                if dimension.contains(1) { return .dynamic }
                kept.append(dimension)
            } else {
                try context.check(dimension.contains(1), "axis \(axis) of data \(context.shape(0)) has not the length 1")
            }
        }
        return PartialShape(kept)
    }
}
