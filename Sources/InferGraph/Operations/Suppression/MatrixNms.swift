import InferTensors

/// Boxes whose scores are lowered by their overlap with better ones, in one step. Specification: `MatrixNms-8`.
package struct MatrixNms: ClasswiseSuppression {
    package enum DecayFunction: String, CaseIterable, Sendable {
        case gaussian, linear
    }

    package var sortResultType = SortResultType.none
    package var sortResultAcrossBatch = false
    package var outputType = ElementType.i64
    package var nmsTopK = -1
    package var keepTopK = -1
    package var scoreThreshold: Float = 0
    package var backgroundClass = -1
    package var decayFunction = DecayFunction.linear
    package var gaussianSigma: Float = 2
    package var postThreshold: Float = 0
    package var normalized = true

    package init() {}

    package var key: OperationKey { OperationKey("MatrixNms", opset: 8) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("sort_result_type", &sortResultType)
        try attributes.on("output_type", &outputType)
        try attributes.on("nms_top_k", &nmsTopK)
        try attributes.on("keep_top_k", &keepTopK)
        try attributes.on("sort_result_across_batch", &sortResultAcrossBatch)
        try attributes.on("score_threshold", &scoreThreshold)
        try attributes.on("background_class", &backgroundClass)
        try attributes.on("decay_function", &decayFunction)
        try attributes.on("gaussian_sigma", &gaussianSigma)
        try attributes.on("post_threshold", &postThreshold)
        try attributes.on("normalized", &normalized)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        return try inferSuppression(context)
    }
}
