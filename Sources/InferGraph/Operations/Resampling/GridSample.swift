import InferTensors

/// Elements sampled at coordinates. Specification: `GridSample-9`.
///
/// Inputs: data `[N, C, H, W]` and grid `[N, rows, columns, 2]`. Output: `[N, C, rows, columns]`.
package struct GridSample: Operation {
    package enum Mode: String, CaseIterable, Sendable {
        case bilinear, bicubic, nearest
    }

    package enum PaddingMode: String, CaseIterable, Sendable {
        case zeros, border, reflection
    }

    package var alignCorners = false
    package var mode = Mode.bilinear
    package var paddingMode = PaddingMode.zeros

    package init() {}

    package var key: OperationKey { OperationKey("GridSample", opset: 9) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("align_corners", &alignCorners)
        try attributes.on("mode", &mode)
        try attributes.on("padding_mode", &paddingMode)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        try context.checkType(1, .real, "grid")
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 4, "grid")
        let data = context.shape(0)
        let grid = context.shape(1)
        try context.check(grid.dimension(3).contains(2), "grid has shape \(grid); expected 2 at the last axis")
        let batch = try context.merged(data.dimension(0), grid.dimension(0), "the batches of data and grid")
        return [TensorType(context.type(0), [batch, data.dimension(1), grid.dimension(1), grid.dimension(2)])]
    }
}
