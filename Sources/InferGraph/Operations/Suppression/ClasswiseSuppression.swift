import InferTensors

/// A suppression over boxes `[batch, boxes, 4]` and scores `[batch, classes, boxes]`, all classes together.
///
/// Outputs: `[n, 6]` of class, score and corners, the boxes' indices `[n, 1]`, and how many there are of each image.
protocol ClasswiseSuppression: Operation {
    var outputType: ElementType { get }
    var nmsTopK: Int { get }
    var keepTopK: Int { get }
    var backgroundClass: Int { get }
}

extension ClasswiseSuppression {
    /// - Parameter rois: the input with the number of regions of each image, where boxes are `[classes, boxes, 4]`.
    func inferSuppression(_ context: InferenceContext, rois: Int? = nil) throws -> [TensorType] {
        try context.checkType(0, .real, "boxes")
        try context.checkType(1, .real, "scores")
        let type = try context.commonType(0..<2)
        try context.check(TypeFamily.index.contains(outputType), "output_type is \(outputType); expected i32 or i64")
        try context.check(nmsTopK >= -1, "nms_top_k is \(nmsTopK); expected -1 or more")
        try context.check(keepTopK >= -1, "keep_top_k is \(keepTopK); expected -1 or more")
        try context.check(backgroundClass >= -1, "background_class is \(backgroundClass); expected -1 or more")
        try context.checkRank(0, 3, "boxes")
        try context.checkRank(1, rois == nil ? 3 : 2, "scores")
        let boxes = context.shape(0)
        let scores = context.shape(1)
        _ = try context.merged(boxes.dimension(0), scores.dimension(0), "the first axes of boxes and scores")
        _ = try context.merged(boxes.dimension(2), 4, "the numbers of a box and of corners")
        _ = try context.merged(boxes.dimension(1), scores.dimension(rois == nil ? 2 : 1), "the numbers of boxes and scores")
        var images = boxes.dimension(0)
        var classes = scores.dimension(1)
        if let rois {
            try context.checkType(rois, .index, "numbers of regions")
            try context.checkRank(rois, 1, "numbers of regions")
            images = context.shape(rois).dimension(0)
            classes = boxes.dimension(0)
        }
        var selected = Dimension.dynamic
        let isKnown = boxes.isRankStatic && scores.isRankStatic && (rois.map { context.shape($0).isRankStatic } ?? true)
        if isKnown {
            selected = boxes.dimension(1)
            if nmsTopK > -1 { selected = Dimension(min(selected.maximum, nmsTopK)) }
            selected = selected * classes
            if keepTopK > -1, keepTopK < selected.maximum { selected = Dimension(keepTopK) }
            selected = Dimension(0, (selected * images).max_length)
        }
        return [
            TensorType(type, PartialShape([selected, 6])), TensorType(outputType, PartialShape([selected, 1])),
            TensorType(outputType, PartialShape([isKnown ? images : .dynamic])),
        ]
    }
}
