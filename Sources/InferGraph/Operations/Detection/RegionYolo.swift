import InferTensors

/// The activations of a YOLO head. Specification: `RegionYolo-1`.
package struct RegionYolo: Operation {
    package var anchors: [Float] = []
    package var axis = 0
    package var coords = 0
    package var classes = 0
    package var endAxis = 0
    package var num = 0
    package var doSoftmax = true
    package var mask: [Int] = []

    package init() {}

    package var key: OperationKey { OperationKey("RegionYolo", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("anchors", &anchors)
        try attributes.on("axis", &axis, required: true)
        try attributes.on("coords", &coords, required: true)
        try attributes.on("classes", &classes, required: true)
        try attributes.on("end_axis", &endAxis, required: true)
        try attributes.on("num", &num, required: true)
        try attributes.on("do_softmax", &doSoftmax)
        try attributes.on("mask", &mask)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .real, "data")
        try context.checkRank(0, 4, "data")
        guard let dimensions = context.shape(0).dimensions else { return [TensorType(context.type(0), .dynamic)] }
        guard doSoftmax else {
            let channels = clampedProduct(clampedSum(clampedSum(classes, coords), 1), mask.count)
            return [TensorType(context.type(0), PartialShape([dimensions[0], Dimension(channels), dimensions[2], dimensions[3]]))]
        }
        let first = try context.normalizedAxis(axis, rank: 4)
        let last = try context.normalizedAxis(endAxis, rank: 4, "end_axis")
        try context.check(first <= last, "axis is \(axis) and end_axis \(endAxis); expected the axes in order")
        let flat = dimensions[first...last].reduce(Dimension(1), *)
        return [TensorType(context.type(0), PartialShape(Array(dimensions[..<first]) + [flat] + Array(dimensions[(last + 1)...])))]
    }
}
