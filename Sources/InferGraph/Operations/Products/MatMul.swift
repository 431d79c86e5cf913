import InferTensors

/// The product of matrices, or of two batches of them that broadcast. Specification: `MatMul-1`.
package struct MatMul: Operation {
    package var transposeA = false
    package var transposeB = false

    package init() {}

    package var key: OperationKey { OperationKey("MatMul", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("transpose_a", &transposeA)
        try attributes.on("transpose_b", &transposeB)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        try context.checkRank(0, atLeast: 1, "first factor")
        try context.checkRank(1, atLeast: 1, "second factor")
        guard var a = context.shape(0).dimensions, var b = context.shape(1).dimensions else { return [TensorType(type, .dynamic)] }
        // A vector is a row on the left and a column on the right, transposed or not; its axis of length 1 goes away in the end.
        let isRow = a.count == 1
        let isColumn = b.count == 1
        if isRow { a.insert(1, at: 0) } else if transposeA { a.swapAt(a.count - 1, a.count - 2) }
        if isColumn { b.append(1) } else if transposeB { b.swapAt(b.count - 1, b.count - 2) }
        try context.check(
            a[a.count - 1].compatible(b[b.count - 2]),
            "matrices of shapes \(context.shape(0)) and \(context.shape(1)) do not fit: \(a[a.count - 1]) columns and \(b[b.count - 2]) rows"
        )
        guard var result = PartialShape(Array(a.dropLast(2))).broadcast(with: PartialShape(Array(b.dropLast(2))), .numpy)?.dimensions else {
            throw context.failure("batches of shapes \(context.shape(0)) and \(context.shape(1)) do not broadcast")
        }
        if !isRow { result.append(a[a.count - 2]) }
        if !isColumn { result.append(b[b.count - 1]) }
        return [TensorType(type, PartialShape(result))]
    }
}
