import InferTensors

/// The same elements in another shape. Specification: `Reshape-1`.
///
/// Inputs: data and the shape, in which -1 stands for what remains and, with `special_zero`, 0 for the data's own length.
package struct Reshape: Operation {
    package var specialZero = false

    package init() {}

    package var key: OperationKey { OperationKey("Reshape", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("special_zero", &specialZero)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "shape")
        try context.checkRank(1, 1, "shape")
        let data = context.shape(0)
        guard let pattern = context.value(1)?.bounds else {
            let rank = context.length(1).map { Dimension($0) } ?? .dynamic
            return [TensorType(context.type(0), .dynamic(rank))]
        }
        let shape = try reshaped(data, pattern, context)
        return [TensorType(context.type(0), shape, value: context.value(0)?.reshaped(to: shape))]
    }

    private func reshaped(_ data: PartialShape, _ pattern: [ValueBounds], _ context: InferenceContext) throws -> PartialShape {
        var result: [Dimension] = []
        var rest: Int?
        for (axis, bound) in pattern.enumerated() {
            if bound.exact == -1 {
                try context.check(rest == nil, "the shape \(Self.text(pattern)) has more than one -1")
                rest = axis
                result.append(.dynamic)
                continue
            }
            try context.check(bound.upper >= 0, "the shape \(Self.text(pattern)) has the negative length \(bound.upper)")
            if specialZero, bound.exact == 0 {
                if let dimensions = data.dimensions {
                    try context.check(
                        axis < dimensions.count, "the shape's 0 at axis \(axis) stands for a length that data \(data) has not")
                    result.append(dimensions[axis])
                } else {
                    result.append(.dynamic)
                }
            } else if bound.lower < 0 || (specialZero && bound.lower == 0) {
                // May be -1 or stand for another length: nothing is known but, perhaps, the bound.
                result.append(bound.lower < 0 ? .dynamic : bound.dimension)
            } else {
                result.append(bound.dimension)
            }
        }
        guard let dimensions = data.dimensions else { return PartialShape(result) }
        if let rest {
            // Lengths that both sides share cancel, so that the rest may be known although they are not.
            var above = dimensions
            var below = result
            below.remove(at: rest)
            for (axis, bound) in pattern.enumerated() where specialZero && bound.exact == 0 {
                if let a = above.firstIndex(of: dimensions[axis]), let b = below.firstIndex(of: dimensions[axis]) {
                    above.remove(at: a)
                    below.remove(at: b)
                }
            }
            let elements = above.reduce(Dimension(1), *)
            let divisor = below.reduce(Dimension(1), *)
            if let parts = divisor.length {
                if parts == 0 {
                    try context.check(
                        elements.contains(0), "data \(data) cannot be reshaped to \(Self.text(pattern)): there is no length that fits at -1"
                    )
                    // Any length would fit; OpenVINO takes 1.
                    result[rest] = elements.length == 0 ? 1 : .dynamic
                } else {
                    let quotient = elements / parts
                    try context.check(
                        !quotient.isEmpty && (elements.length.map { $0 % parts == 0 } ?? true),
                        "data \(data) cannot be reshaped to \(Self.text(pattern)): its elements do not divide by \(parts)")
                    result[rest] = quotient
                }
            } else if divisor.minimum > 0 {
                let least = divisor.isBounded ? Dimension.ceilingQuotient(elements.minimum, divisor.maximum) : 0
                result[rest] = elements.isBounded ? Dimension(least, elements.maximum / divisor.minimum) : Dimension(least, -1)
            }
        } else if let wanted = PartialShape(result).shape.map(shape_size), let given = data.shape.map(shape_size) {
            try context.check(wanted == given, "data \(data) of \(given) elements cannot be reshaped to \(Self.text(pattern)) of \(wanted)")
        } else if let unknown = result.indices.first(where: { !result[$0].isStatic }), data.is_static,
            result.indices.allSatisfy({ $0 == unknown || result[$0].isStatic })
        {
            // One unknown length among known ones follows from the number of elements.
            let given = data.shape.map(shape_size) ?? 0
            let others = result.indices.filter { $0 != unknown }.reduce(1) { Dimension.saturatingProduct($0, result[$1].minimum) }
            if others > 0, given % others == 0, result[unknown].contains(given / others),
                pattern[unknown].lower >= 0 || pattern[unknown] == .unknown
            {
                result[unknown] = Dimension(given / others)
            }
        }
        return PartialShape(result)
    }

    private static func text(_ pattern: [ValueBounds]) -> String {
        "[" + pattern.map { $0.exact.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
    }
}
