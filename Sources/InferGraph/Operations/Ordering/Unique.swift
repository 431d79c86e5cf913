import InferTensors

/// The different elements, or parts along an axis, of a tensor. Specification: `Unique-10`.
///
/// Inputs: data and, optionally, the axis. Outputs: the unique elements, the index of each one's first occurrence, for each element of
/// the data its index among the unique ones, and the number of occurrences.
package struct Unique: Operation {
    package var sorted = true
    package var indexElementType = ElementType.i64
    package var countElementType = ElementType.i64

    package init() {}

    package var key: OperationKey { OperationKey("Unique", opset: 10) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("sorted", &sorted)
        try attributes.on("index_element_type", &indexElementType)
        try attributes.on("count_element_type", &countElementType)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1...2)
        for (name, type) in [("index_element_type", indexElementType), ("count_element_type", countElementType)] {
            try context.check(TypeFamily.index.contains(type), "\(name) is \(type); expected i32 or i64")
        }
        if context.has(1) {
            try context.checkType(1, .index, "axis")
            try context.checkSingle(1, "axis")
        }
        let data = context.shape(0)
        // At least one element is unique unless there are none.
        func found(_ whole: Dimension) -> Dimension { Dimension(whole.minimum > 0 ? 1 : 0, whole.max_length) }
        var unique = PartialShape.dynamic
        var all = Dimension.dynamic
        var count = Dimension.dynamic
        if let dimensions = data.dimensions {
            if !context.has(1) {
                all = dimensions.reduce(Dimension(1), *)
                count = found(all)
                unique = [count]
            } else if let axis = context.integer(1) {
                let position = try context.normalizedAxis(axis, rank: dimensions.count)
                try context.check(position < dimensions.count || dimensions.isEmpty, "data \(data) has no axis \(axis)")
                if dimensions.isEmpty {
                    (all, count, unique) = (1, 1, [1])
                } else {
                    all = dimensions[position]
                    count = found(all)
                    unique = data
                    unique[position] = count
                }
            } else {
                unique = .dynamic(Dimension(dimensions.count))
            }
        } else if !context.has(1) {
            unique = [.dynamic]
        }
        return [
            TensorType(context.type(0), unique), TensorType(indexElementType, [count]), TensorType(indexElementType, [all]),
            TensorType(countElementType, [count]),
        ]
    }
}
