import InferTensors

/// Patches, as columns, summed into an image. Specification: `Col2Im-15`.
///
/// Inputs: data `[N, C * kernel, patches]` (or without N), the image's height and width, and the kernel's. Output: `[N, C, H, W]`.
package struct Col2Im: WindowedOperation {
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var autoPad: AutoPad { .explicit }

    package init() {}

    package var key: OperationKey { OperationKey("Col2Im", opset: 15) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("strides", &strides)
        try attributes.on("dilations", &dilations)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        try context.checkType(1, .index, "output size")
        try context.checkType(2, .index, "kernel size")
        try context.checkRank(0, 2...3, "data")
        try context.checkRank(1, 1, "output size")
        try context.checkRank(2, 1, "kernel size")
        for index in 1...2 {
            if let count = context.length(index) { try context.check(count == 2, "input \(index) has \(count) entries; expected 2") }
        }
        let window = window(spatialRank: 2)
        try checkWindow(window, spatialRank: 2, context)
        let data = context.shape(0)
        let size = try context.dimensions(1, "output size") ?? [.dynamic, .dynamic]
        guard let dimensions = data.dimensions else { return [TensorType(context.type(0), .dynamic)] }
        let lead = dimensions.count - 2
        var channels = Dimension.dynamic
        if let kernel = context.integers(2) {
            try context.check(kernel.allSatisfy { $0 > 0 }, "the kernel size is \(kernel); expected positive numbers")
            let area = kernel.reduce(1, Dimension.saturatingProduct)
            channels = dimensions[lead] / area
            try context.check(
                !channels.isEmpty && (dimensions[lead].length.map { $0 % area == 0 } ?? true),
                "axis \(lead) of data \(data) does not divide by the kernel's \(area) elements")
            if let height = size[0].length, let width = size[1].length, let patches = dimensions[lead + 1].length {
                var expected = 1
                for (axis, length) in [height, width].enumerated() {
                    let room = clampedDifference(
                        clampedSum(clampedSum(length, window.padsBegin[axis]), window.padsEnd[axis]),
                        dilated(kernel[axis], window.dilations[axis]))
                    expected = Dimension.saturatingProduct(expected, room < 0 ? 0 : room / window.strides[axis] + 1)
                }
                try context.check(
                    patches == expected, "data \(data) has \(patches) patches; an image of \(height) × \(width) expects \(expected)")
            }
        }
        return [TensorType(context.type(0), PartialShape(Array(dimensions[..<lead]) + [channels] + size))]
    }
}
