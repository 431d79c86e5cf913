import InferTensors

/// The regions with the best scores. Specification: `ExperimentalDetectronTopKROIs-6`.
///
/// Inputs: regions `[n, 4]` and scores `[n]`. Output: `[max_rois, 4]`.
package struct ExperimentalDetectronTopKROIs: Operation {
    package var maxRois = 0

    package init() {}

    package var key: OperationKey { OperationKey("ExperimentalDetectronTopKROIs", opset: 6) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("max_rois", &maxRois)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "regions")
        try context.checkRank(0, 2, "regions")
        try context.checkRank(1, 1, "scores")
        try context.check(maxRois >= 0, "max_rois is \(maxRois); expected no negative number")
        try context.check(context.shape(0).dimension(1).contains(4), "regions have shape \(context.shape(0)); expected 4 at axis 1")
        _ = try context.merged(context.shape(0).dimension(0), context.shape(1).dimension(0), "the numbers of regions and scores")
        return [TensorType(type, [Dimension(maxRois), 4])]
    }
}
