import InferTensors

/// Space gathered into channels as YOLO does. Specification: `ReorgYolo-1` (in operation set 2).
///
/// `[N, C, H, W]` becomes `[N, C * stride², H / stride, W / stride]`.
package struct ReorgYolo: Operation {
    /// One number for both axes; a list in files.
    package var stride: [Int] = []

    package init() {}

    package var key: OperationKey { OperationKey("ReorgYolo", opset: 2) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("stride", &stride, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkRank(0, 4, "data")
        guard let step = stride.first, step > 0 else { throw context.failure("stride is \(stride); expected a positive number") }
        let data = context.shape(0)
        guard let dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic(4))] }
        for axis in 2...3 {
            if let length = dimensions[axis].length {
                try context.check(length % step == 0, "axis \(axis) of data \(data) does not divide by the stride \(step)")
            }
        }
        let area = Dimension.saturatingProduct(step, step)
        if let channels = dimensions[1].length {
            try context.check(channels >= area, "data \(data) has \(channels) channels; a stride of \(step) expects at least \(area)")
        }
        return [
            TensorType(
                context.type(0),
                [
                    dimensions[0], dimensions[1] * area, dimensions[2].floorDivided(by: step), dimensions[3].floorDivided(by: step),
                ])
        ]
    }
}
