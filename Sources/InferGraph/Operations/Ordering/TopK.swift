import InferTensors

/// The greatest or least elements along an axis, and their indices. Specification: `TopK-1`, `TopK-3`, `TopK-11`.
///
/// Inputs: data and the number of elements, a scalar.
package struct TopK: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case max, min
    }

    package enum Sort: String, CaseIterable, Sendable {
        case none, index, value
    }

    /// The operation set that introduced this version: 1, 3 or 11.
    package let opset: Int
    package var axis = 0
    package var mode = Mode.max
    package var sort = Sort.none
    package var indexElementType = ElementType.i32
    /// Version 11: whether equal elements stay in the order of their indices.
    package var stable = false

    package init(opset: Int = 11) { self.opset = opset }

    package var key: OperationKey { OperationKey("TopK", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis, required: true)
        try attributes.on("mode", &mode, required: true)
        try attributes.on("sort", &sort, required: true)
        try attributes.on("index_element_type", &indexElementType)
        if opset >= 11 { try attributes.on("stable", &stable) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .integral, "k")
        try context.checkScalar(1, "k")
        try context.check(TypeFamily.index.contains(indexElementType), "index_element_type is \(indexElementType); expected i32 or i64")
        try context.check(!stable || sort != .none, "stable expects sort to be value or index; it is none")
        var shape = context.shape(0)
        if let rank = shape.dimensions?.count {
            try context.check(rank > 0, "data is a scalar; expected at least one axis")
            let position = try context.normalizedAxis(axis, rank: rank)
            if let count = context.integer(1) {
                try context.check(count >= 0, "k is \(count); expected no negative number")
                shape[position] = Dimension(minimum: count, maximum: count)
            } else {
                shape[position] = Dimension(0, shape[position].max_length)
            }
        }
        return [TensorType(context.type(0), shape), TensorType(indexElementType, shape)]
    }
}
