import InferTensors

/// The patches of an image as channels. Specification: `ExtractImagePatches-3`.
///
/// `[N, C, H, W]` becomes `[N, C * sizes, rows, columns]`.
package struct ExtractImagePatches: Operation {
    package var sizes: [Int] = []
    package var strides: [Int] = []
    package var rates: [Int] = []
    package var autoPad = AutoPad.explicit

    package init() {}

    package var key: OperationKey { OperationKey("ExtractImagePatches", opset: 3) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("sizes", &sizes, required: true)
        try attributes.on("strides", &strides, required: true)
        try attributes.on("rates", &rates, required: true)
        try attributes.on("auto_pad", &autoPad, required: true)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkRank(0, 4, "data")
        for (name, list) in [("sizes", sizes), ("strides", strides), ("rates", rates)] {
            try context.check(list.count == 2 && list.allSatisfy { $0 > 0 }, "\(name) are \(list); expected two positive numbers")
            try context.check(list.allSatisfy { $0 <= Int32.max }, "\(name) are \(list); expected at most \(Int32.max) along an axis")
        }
        try context.check(autoPad != .explicit, "auto_pad is explicit; expected valid, same_lower or same_upper")
        guard let dimensions = context.shape(0).dimensions else { return [TensorType(context.type(0), .dynamic(4))] }
        var shape = [dimensions[0], dimensions[1] * sizes[0] * sizes[1]]
        for axis in 0..<2 {
            let length = dimensions[2 + axis]
            let reach = dilated(sizes[axis], rates[axis])
            let stride = strides[axis]
            shape.append(
                autoPad.isSame ? length.ceilDivided(by: stride) : length.mapBounds { $0 < reach ? 0 : ($0 - reach) / stride + 1 })
        }
        return [TensorType(context.type(0), PartialShape(shape))]
    }
}
