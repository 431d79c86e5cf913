import InferTensors

/// Matrices with ones on a diagonal. Specification: `Eye-9`.
///
/// Inputs: rows, columns, the diagonal's index (above zero: to the right) and, optionally, the shape of the batch.
package struct Eye: Operation {
    package var outputType = ElementType.dynamic

    package init() {}

    package var key: OperationKey { OperationKey("Eye", opset: 9) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("output_type", &outputType, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...4)
        for (index, what) in ["rows", "columns", "diagonal index"].enumerated() {
            try context.checkType(index, .index, what)
            try context.checkSingle(index, what)
            try context.checkRank(index, 0...1, what)
        }
        var lead: PartialShape = []
        if context.has(3) {
            try context.checkType(3, .index, "batch shape")
            try context.checkRank(3, 1, "batch shape")
            lead = try context.dimensions(3, "batch shape").map { PartialShape($0) } ?? .dynamic
        }
        var matrix: [Dimension] = []
        for (index, what) in ["rows", "columns"].enumerated() {
            if let count = context.integer(index) {
                try context.check(count >= 0, "\(what) (input \(index)) is \(count); expected no negative number")
                matrix.append(Dimension(minimum: count, maximum: count))
            } else {
                matrix.append(context.value(index)?.bounds?.first?.dimension ?? .dynamic)
            }
        }
        return [TensorType(outputType, lead.dimensions.map { PartialShape($0 + matrix) } ?? .dynamic)]
    }
}
