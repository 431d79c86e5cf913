import InferTensors

/// Boxes of several sizes and shapes around each cell of a grid. Specification: `PriorBox-1`, `PriorBox-8`.
///
/// Inputs: the grid's height and width, and the image's. Output: `[2, 4 * height * width * priors]`: corners and variances.
package struct PriorBox: Operation {
    /// The operation set that introduced this version: 1 or 8.
    package let opset: Int
    package var minSize: [Float] = []
    package var maxSize: [Float] = []
    package var aspectRatio: [Float] = []
    package var density: [Float] = []
    package var fixedRatio: [Float] = []
    package var fixedSize: [Float] = []
    package var clip = false
    package var flip = false
    package var step: Float = 0
    package var offset: Float = 0
    package var variance: [Float] = []
    package var scaleAllSizes = true
    /// Version 8: whether boxes of the least and greatest size come before those of other aspect ratios.
    package var minMaxAspectRatiosOrder = true

    package init(opset: Int = 8) { self.opset = opset }

    package var key: OperationKey { OperationKey("PriorBox", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("min_size", &minSize)
        try attributes.on("max_size", &maxSize)
        try attributes.on("aspect_ratio", &aspectRatio)
        try attributes.on("density", &density)
        try attributes.on("fixed_ratio", &fixedRatio)
        try attributes.on("fixed_size", &fixedSize)
        try attributes.on("clip", &clip)
        try attributes.on("flip", &flip)
        try attributes.on("step", &step)
        try attributes.on("offset", &offset, required: true)
        try attributes.on("variance", &variance)
        try attributes.on("scale_all_sizes", &scaleAllSizes)
        if opset >= 8 { try attributes.on("min_max_aspect_ratios_order", &minMaxAspectRatiosOrder) }
    }

    /// The different aspect ratios in ascending order, 1 among them, rounded to a millionth.
    package var normalizedAspectRatios: [Float] {
        var ratios: Set<Float> = [1]
        func rounded(_ ratio: Float) -> Float { (ratio * 1e6).rounded() / 1e6 }
        for ratio in aspectRatio {
            ratios.insert(rounded(ratio))
            if flip { ratios.insert(rounded(1 / ratio)) }
        }
        return ratios.sorted()
    }

    /// The number of boxes for each cell.
    package var priorCount: Int {
        let ratios = normalizedAspectRatios.count
        var count = scaleAllSizes ? ratios * minSize.count + maxSize.count : ratios + minSize.count - 1
        if !fixedSize.isEmpty { count = ratios * fixedSize.count }
        for value in density {
            let whole = Int(exactly: value.rounded(.towardZero)) ?? 0
            let extra = clampedDifference(clampedProduct(whole, whole), 1)
            count = clampedSum(count, clampedProduct(fixedRatio.isEmpty ? ratios : fixedRatio.count, extra))
        }
        return count
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.check(
            variance.isEmpty || variance.count == 1 || variance.count == 4, "variance is \(variance); expected 0, 1 or 4 numbers")
        try context.check(aspectRatio.allSatisfy { $0 > 0 }, "aspect_ratio is \(aspectRatio); expected positive numbers")
        return try inferPriors(context, priorCount: priorCount)
    }
}

extension Operation {
    /// The output of a prior box operation with a number of boxes for each cell.
    func inferPriors(_ context: InferenceContext, priorCount: Int) throws -> [TensorType] {
        try context.checkCount(2)
        for (index, what) in [(0, "grid size"), (1, "image size")] {
            try context.checkType(index, .integral, what)
            try context.checkRank(index, 1, what)
            if let count = context.length(index) {
                try context.check(count == 2, "\(what) (input \(index)) has \(count) numbers; expected 2")
            }
        }
        var count = Dimension.dynamic
        if let size = try context.dimensions(0, "grid size"), size.count == 2, size[0].isStatic || size[0].isBounded {
            count = size[0] * size[1] * priorCount * 4
        }
        return [TensorType(.f32, PartialShape([2, count]))]
    }
}
