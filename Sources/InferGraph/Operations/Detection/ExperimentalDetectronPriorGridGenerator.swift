import InferTensors

/// Prior boxes laid over a grid. Specification: `ExperimentalDetectronPriorGridGenerator-6`.
///
/// Inputs: priors `[n, 4]`, a tensor of the grid's size `[1, C, H, W]` and one of the image's. Output: `[H, W, n, 4]`, or flat `[H * W * n, 4]`.
package struct ExperimentalDetectronPriorGridGenerator: Operation {
    package var flatten = true
    package var h = 0
    package var w = 0
    package var strideX: Float = 0
    package var strideY: Float = 0

    package init() {}

    package var key: OperationKey { OperationKey("ExperimentalDetectronPriorGridGenerator", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("flatten", &flatten)
        try attributes.on("h", &h)
        try attributes.on("w", &w)
        try attributes.on("stride_x", &strideX)
        try attributes.on("stride_y", &strideY)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType(0..<3)
        try context.checkType(0, .real, "priors")
        try context.checkRank(0, 2, "priors")
        try context.checkRank(1, 4, "grid")
        try context.checkRank(2, 4, "image")
        try context.check(h >= 0 && w >= 0, "h and w are \(h) and \(w); expected no negative numbers")
        try context.check(context.shape(0).dimension(1).contains(4), "priors have shape \(context.shape(0)); expected 4 at axis 1")
        _ = try context.merged(context.shape(1).dimension(0), context.shape(2).dimension(0), "the batches of grid and image")
        let count = context.shape(0).dimension(0)
        let rows = context.shape(1).dimension(2)
        let columns = context.shape(1).dimension(3)
        return [TensorType(type, flatten ? [rows * columns * count, 4] : [rows, columns, count, 4])]
    }
}
