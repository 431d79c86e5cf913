import InferTensors

/// A sparse matrix with an element put into each empty row. Specification: `SparseFillEmptyRows-16`.
///
/// Inputs: values `[n]`, the dense shape `[2]`, their coordinates `[n, 2]` and the element for empty rows.
/// Outputs: coordinates, values, and for each row whether it was empty.
package struct SparseFillEmptyRows: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("SparseFillEmptyRows", opset: 16) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType([0, 3])
        try context.checkRank(0, 1, "values")
        try context.checkRank(1, 1, "dense shape")
        try context.checkRank(2, 2, "coordinates")
        try context.checkScalar(3, "default value")
        try context.checkType(1, .index, "dense shape")
        try context.checkType(2, .index, "coordinates")
        let indexType = try context.commonType([1, 2])
        try context.check(context.shape(1).dimension(0).contains(2), "the dense shape has shape \(context.shape(1)); expected [2]")
        try context.check(context.shape(2).dimension(1).contains(2), "the coordinates have shape \(context.shape(2)); expected [?,2]")
        let given = try context.merged(
            context.shape(0).dimension(0), context.shape(2).dimension(0), "the numbers of values and coordinates")
        let rows = try context.dimensions(1, "dense shape")?.first ?? .dynamic
        var count = Dimension.dynamic
        if let rows = rows.length, let coordinates = context.integers(2), let length = given.length, coordinates.count == length * 2 {
            let filled = Set((0..<length).map { coordinates[$0 * 2] })
            count = Dimension(Dimension.saturatingSum(length, Dimension.saturatingDifference(rows, filled.count)))
        }
        return [
            TensorType(indexType, PartialShape([count, 2])), TensorType(type, PartialShape([count])),
            TensorType(.boolean, PartialShape([rows])),
        ]
    }
}
