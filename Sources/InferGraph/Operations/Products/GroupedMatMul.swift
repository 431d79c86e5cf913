import InferTensors

/// Products of groups of rows with a matrix for each group. Specification: `GroupedMatMul-17`.
///
/// Inputs: rows `[total, K]`, matrices `[G, N, K]` and where each group of rows ends `[G]`, which gives `[total, N]`; or rows
/// `[G, M, K]` and matrices alone, which gives `[G, M, N]`.
package struct GroupedMatMul: Operation {
    package init() {}

    package var key: OperationKey { OperationKey("GroupedMatMul", opset: 17) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "rows")
        // Rows in a batch lie in groups already; ends, if given, say nothing more.
        let hasOffsets = context.has(2) && context.shape(0).dimensions?.count != 3
        try context.checkRank(0, hasOffsets ? 2 : 3, "rows")
        try context.checkRank(1, 3, "matrices")
        let rows = context.shape(0)
        let matrices = context.shape(1)
        let last = hasOffsets ? 1 : 2
        try context.check(
            rows.dimension(last).compatible(matrices.dimension(2)),
            "rows \(rows) and matrices \(matrices) do not fit: \(rows.dimension(last)) and \(matrices.dimension(2)) columns")
        guard hasOffsets else {
            let groups = try context.merged(rows.dimension(0), matrices.dimension(0), "the numbers of groups")
            return [TensorType(type, PartialShape([groups, rows.dimension(1), matrices.dimension(1)]))]
        }
        try context.checkType(2, .index, "group ends")
        try context.checkRank(2, 1, "group ends")
        _ = try context.merged(context.shape(2).dimension(0), matrices.dimension(0), "the numbers of groups")
        return [TensorType(type, PartialShape([rows.dimension(0), matrices.dimension(1)]))]
    }
}
