import InferTensors

/// Pooling of regions to one size. Specification: `ROIPooling-1` (in operation set 2).
///
/// Inputs: data `[N, C, H, W]` and regions `[n, 5]`. Output: `[n, C, pooled_h, pooled_w]`.
package struct ROIPooling: Operation {
    package enum Method: String, CaseIterable, Sendable {
        case max, bilinear
    }

    package var pooledH = 0
    package var pooledW = 0
    package var spatialScale: Float = 0
    package var method = Method.max

    package init() {}

    package var key: OperationKey { OperationKey("ROIPooling", opset: 2) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        // Newer files say the size three times over; older ones in numbers alone.
        var size = [pooledH, pooledW]
        try attributes.on("output_size", &size)
        try attributes.on("output_roi", &size)
        if size.count == 2 { (pooledH, pooledW) = (size[0], size[1]) }
        try attributes.on("pooled_h", &pooledH)
        try attributes.on("pooled_w", &pooledW)
        try attributes.on("spatial_scale", &spatialScale, required: true)
        try attributes.on("method", &method)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .real, "data")
        try context.checkRank(0, 4, "data")
        try context.checkRank(1, 2, "regions")
        try context.check(pooledH > 0 && pooledW > 0, "pooled_h and pooled_w are \(pooledH) and \(pooledW); expected positive numbers")
        try context.check(spatialScale > 0, "spatial_scale is \(spatialScale); expected a positive number")
        try context.check(context.shape(1).dimension(1).contains(5), "regions have shape \(context.shape(1)); expected 5 numbers each")
        return [
            TensorType(
                type, PartialShape([context.shape(1).dimension(0), context.shape(0).dimension(1), Dimension(pooledH), Dimension(pooledW)]))
        ]
    }
}
