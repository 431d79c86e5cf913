import InferTensors

/// Axes of length 1 taken away: those named, or all. Specification: `Squeeze-1`, `Squeeze-15`.
package struct Squeeze: Operation {
    /// The operation set that introduced this version: 1 or 15.
    package let opset: Int
    /// Version 15: whether a named axis may turn out to have another length; without it one that may is taken to have the length 1.
    package var allowAxisSkip = false

    package init(opset: Int = 15) { self.opset = opset }

    package var key: OperationKey { OperationKey("Squeeze", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 15 { try attributes.on("allow_axis_skip", &allowAxisSkip) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1...2)
        let shape = try squeezedShape(context)
        return [TensorType(context.type(0), shape, value: context.value(0)?.reshaped(to: shape))]
    }

    private func squeezedShape(_ context: InferenceContext) throws -> PartialShape {
        if context.has(1) {
            try context.checkType(1, .integral, "axes")
            try context.checkRank(1, 0...1, "axes")
        }
        guard let dimensions = context.shape(0).dimensions else { return .dynamic }
        guard let named = context.has(1) ? try context.axes(1, rank: dimensions.count) : [] else {
            // Which axis goes is not known, but that one does.
            let isOne = !allowAxisSkip && context.length(1) == 1 && !dimensions.isEmpty
            return isOne ? .dynamic(Dimension(dimensions.count - 1)) : .dynamic
        }
        var kept: [Dimension] = []
        for (axis, dimension) in dimensions.enumerated() {
            if !named.isEmpty, !named.contains(axis) || !dimension.contains(1) {
                // OpenVINO leaves a named axis that has another length, in all versions.
                kept.append(dimension)
            } else if dimension.isStatic {
                if dimension.length != 1 { kept.append(dimension) }
            } else if dimension.contains(1), named.isEmpty || allowAxisSkip {
                // Where a length may be 1, not even the rank is known.
                return .dynamic
            } else if !dimension.contains(1) {
                kept.append(dimension)
            }
        }
        return PartialShape(kept)
    }
}
