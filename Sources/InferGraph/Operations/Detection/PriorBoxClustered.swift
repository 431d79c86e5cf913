import InferTensors

/// Boxes of given widths and heights around each cell of a grid. Specification: `PriorBoxClustered-1`.
///
/// Inputs: the grid's height and width, and the image's. Output: `[2, 4 * height * width * priors]`: corners and variances.
package struct PriorBoxClustered: Operation {
    package var width: [Float] = []
    package var height: [Float] = []
    package var clip = true
    package var stepW: Float = 0
    package var stepH: Float = 0
    /// Serves both axes where ``stepW`` and ``stepH`` are zero.
    package var step: Float = 0
    package var offset: Float = 0
    package var variance: [Float] = []

    package init() {}

    package var key: OperationKey { OperationKey("PriorBoxClustered", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("step", &step)
        try attributes.on("step_w", &stepW)
        try attributes.on("step_h", &stepH)
        try attributes.on("width", &width)
        try attributes.on("height", &height)
        try attributes.on("clip", &clip)
        try attributes.on("offset", &offset, required: true)
        try attributes.on("variance", &variance)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(width.count == height.count, "\(width.count) widths and \(height.count) heights are given; expected as many")
        return try inferPriors(context, priorCount: width.count)
    }
}
