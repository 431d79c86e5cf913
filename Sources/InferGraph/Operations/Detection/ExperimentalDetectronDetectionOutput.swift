import InferTensors

/// The boxes of Detectron's second stage. Specification: `ExperimentalDetectronDetectionOutput-6`.
///
/// Inputs: regions `[n, 4]`, deltas `[n, classes * 4]`, scores `[n, classes]` and the image's size `[1, 3]`.
/// Outputs: corners `[max, 4]`, classes and scores.
package struct ExperimentalDetectronDetectionOutput: Operation {
    package var scoreThreshold: Float = 0
    package var nmsThreshold: Float = 0
    package var maxDeltaLogWh: Float = 0
    package var numClasses = 0
    package var postNmsCount = 0
    package var maxDetectionsPerImage = 0
    package var classAgnosticBoxRegression = false
    package var deltasWeights: [Float] = []

    package init() {}

    package var key: OperationKey { OperationKey("ExperimentalDetectronDetectionOutput", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("score_threshold", &scoreThreshold, required: true)
        try attributes.on("nms_threshold", &nmsThreshold, required: true)
        try attributes.on("max_delta_log_wh", &maxDeltaLogWh, required: true)
        try attributes.on("num_classes", &numClasses, required: true)
        try attributes.on("post_nms_count", &postNmsCount, required: true)
        try attributes.on("max_detections_per_image", &maxDetectionsPerImage, required: true)
        try attributes.on("class_agnostic_box_regression", &classAgnosticBoxRegression)
        try attributes.on("deltas_weights", &deltasWeights, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(4)
        let type = try context.commonType(0..<4)
        try context.checkType(0, .real, "regions")
        try context.check(numClasses > 0, "num_classes is \(numClasses); expected a positive number")
        try context.check(maxDetectionsPerImage >= 0, "max_detections_per_image is \(maxDetectionsPerImage); expected no negative number")
        var count = context.shape(0).dimension(0)
        for (index, what) in ["regions", "deltas", "scores"].enumerated() {
            try context.checkRank(index, 2, what)
            count = try context.merged(count, context.shape(index).dimension(0), "the numbers of regions, deltas and scores")
        }
        let size = context.shape(3).dimensions
        if let size {
            try context.check(
                !size.isEmpty && size[size.count - 1].contains(3), "the image size has shape \(context.shape(3)); expected [1,3]")
        }
        for (index, width, what) in [(0, 4, "regions"), (1, clampedProduct(numClasses, 4), "deltas"), (2, numClasses, "scores")] {
            try context.check(
                context.shape(index).dimension(1).contains(width), "\(what) have shape \(context.shape(index)); expected \(width) at axis 1"
            )
        }
        let most = Dimension(maxDetectionsPerImage)
        return [TensorType(type, [most, 4]), TensorType(.i32, [most]), TensorType(type, [most])]
    }
}
