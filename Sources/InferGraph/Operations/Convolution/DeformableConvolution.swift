import InferTensors

/// A convolution whose kernel's elements are moved by offsets. Specification: `DeformableConvolution-1`, `DeformableConvolution-8`.
///
/// Inputs: data `[N, Cin, H, W]`, offsets `[N, deformable groups * 2 * kernel, rows, columns]`, filters `[Cout, Cin / group, kernel…]` and,
/// in version 8 optionally, a mask `[N, deformable groups * kernel, rows, columns]`. Output: `[N, Cout, rows, columns]`.
package struct DeformableConvolution: WindowedOperation {
    /// The operation set that introduced this version: 1 or 8.
    package let opset: Int
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var autoPad = AutoPad.explicit
    package var group = 1
    package var deformableGroup = 1
    /// Version 8: whether elements outside are interpolated with zeros rather than left out.
    package var bilinearInterpolationPad = false

    package init(opset: Int = 8) { self.opset = opset }

    package var key: OperationKey { OperationKey("DeformableConvolution", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 8 { try attributes.on("bilinear_interpolation_pad", &bilinearInterpolationPad) }
        try attributes.on("strides", &strides)
        try attributes.on("dilations", &dilations)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("auto_pad", &autoPad)
        try attributes.on("group", &group)
        try attributes.on("deformable_group", &deformableGroup)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...(opset >= 8 ? 4 : 3))
        let type = try context.commonType(0..<context.count)
        try context.checkType(0, .numeric, "data")
        for (index, what) in ["data", "offsets", "filters", "mask"].prefix(context.count).enumerated() {
            try context.checkRank(index, 4, what)
        }
        try context.check(group > 0, "group is \(group); expected a positive number")
        try context.check(deformableGroup > 0, "deformable_group is \(deformableGroup); expected a positive number")
        let data = context.shape(0)
        let filters = context.shape(2)
        if let channels = data.dimension(1).length {
            try context.check(channels % group == 0, "data \(data) has \(channels) channels, which do not divide into \(group) groups")
        }
        if let channels = filters.dimension(0).length {
            try context.check(channels % group == 0, "filters \(filters) do not divide into \(group) groups")
        }
        let shape = try convolvedShape(context, data: 0, filters: 2, filtersHaveGroups: false, group: group)
        guard var dimensions = shape.dimensions else { return [TensorType(type, shape)] }
        let area = filters.dimension(2) * filters.dimension(3) * deformableGroup
        for (index, factor, what) in [(1, 2, "offsets"), (3, 1, "mask")] where context.has(index) {
            let given = context.shape(index)
            dimensions[0] = try context.merged(dimensions[0], given.dimension(0), "the batches of data and \(what)")
            if filters.isRankStatic {
                try context.check(
                    given.dimension(1).compatible(area * factor), "\(what) have shape \(given); expected \(area * factor) channels")
            }
            for axis in 2...3 {
                dimensions[axis] = try context.merged(dimensions[axis], given.dimension(axis), "axis \(axis) of the output and \(what)")
            }
        }
        return [TensorType(type, PartialShape(dimensions))]
    }
}
