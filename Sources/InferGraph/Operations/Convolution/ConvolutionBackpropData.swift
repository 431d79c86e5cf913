import InferTensors

/// The gradient of a convolution by its data, also called transposed convolution, in groups of channels or not.
/// Specification: `ConvolutionBackpropData-1`, `GroupConvolutionBackpropData-1`.
///
/// Inputs: data `[N, Cin, spatial…]`, filters `[Cin, Cout, kernel…]`, with groups `[G, Cin / G, Cout / G, kernel…]`, and, optionally,
/// the lengths of the output's spatial axes. Output: `[N, Cout, spatial…]`.
package struct ConvolutionBackpropData: WindowedOperation {
    /// Whether this is `GroupConvolutionBackpropData`, whose filters have an axis for the groups.
    package let isGrouped: Bool
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var autoPad = AutoPad.explicit
    /// Elements added behind each spatial axis of the output; empty means none.
    package var outputPadding: [Int] = []

    package init(grouped: Bool = false) { isGrouped = grouped }

    package var key: OperationKey {
        OperationKey(isGrouped ? "GroupConvolutionBackpropData" : "ConvolutionBackpropData", opset: 1)
    }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("strides", &strides)
        try attributes.on("dilations", &dilations)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("auto_pad", &autoPad)
        try attributes.on("output_padding", &outputPadding)
    }

    /// The elements taken from the front and the back of each spatial axis of the full result.
    ///
    /// - Parameters:
    ///   - input: the lengths of the data's spatial axes.
    ///   - kernel: the kernel's lengths, before dilation.
    ///   - output: the lengths that the third input asks for, when there is one.
    package func padding(input: [Int], kernel: [Int], output: [Int]?) -> (begin: [Int], end: [Int]) {
        let window = window(spatialRank: input.count)
        switch autoPad {
        case .explicit: return (window.padsBegin, window.padsEnd)
        case .valid:
            let none = Array(repeating: 0, count: input.count)
            return (none, none)
        case .sameLower, .sameUpper:
            guard let output else { return (Array(repeating: 0, count: input.count), Array(repeating: 0, count: input.count)) }
            var less: [Int] = []
            var more: [Int] = []
            for axis in 0..<min(input.count, kernel.count, output.count, window.strides.count, window.dilations.count) {
                let extra = axis < outputPadding.count ? outputPadding[axis] : 0
                let full = clampedSum(
                    clampedSum(clampedProduct(window.strides[axis], input[axis] - 1), dilated(kernel[axis], window.dilations[axis])), extra)
                let total = max(clampedDifference(full, output[axis]), 0)
                less.append(total / 2)
                more.append(total - total / 2)
            }
            // What is left over is taken from the side that the convolution would have padded more.
            return autoPad == .sameUpper ? (more, less) : (less, more)
        }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2...3)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .numeric, "data")
        let data = context.shape(0)
        let filters = context.shape(1)
        let leading = isGrouped ? 3 : 2
        try context.checkRank(0, 3...5, "data")
        try context.checkRank(1, leading + 1...leading + 3, "filters")
        if context.has(2) {
            try context.checkType(2, .integral, "output shape")
            try context.checkRank(2, 1, "output shape")
        }
        guard
            let spatialRank = data.dimensions.map({ $0.count - 2 }) ?? filters.dimensions.map({ $0.count - leading })
                ?? (context.has(2) ? context.length(2) : nil) ?? spatialRankOfAttributes, spatialRank <= 3
        else { return [TensorType(type, .dynamic)] }
        try context.check(
            filters.dimensions.map { $0.count - leading == spatialRank } ?? true,
            "data \(data) and filters \(filters) do not match in rank")
        let window = window(spatialRank: spatialRank)
        try checkWindow(window, spatialRank: spatialRank, context)
        let extra = outputPadding.isEmpty ? Array(repeating: 0, count: spatialRank) : outputPadding
        try context.check(
            extra.count == spatialRank, "output_padding has \(extra.count) entries; expected one for each of \(spatialRank) spatial axes")

        var channels = filters.dimension(1)
        if filters.isRankStatic {
            var expected = filters.dimension(0)
            if isGrouped {
                var groups = filters.dimension(0)
                if !groups.isStatic, let all = data.dimension(1).length, let each = filters.dimension(1).length, each > 0 {
                    groups = Dimension(all / each)
                }
                try context.check(groups.maximum > 0, "filters \(filters) have no groups")
                channels = groups * filters.dimension(2)
                expected = groups * filters.dimension(1)
            }
            try context.check(
                expected.compatible(data.dimension(1)),
                "data \(data) has \(data.dimension(1)) channels; the filters \(filters) expect \(expected)")
        }
        var result: [Dimension] = [data.dimension(0), channels]
        if context.has(2) {
            if let count = context.length(2) {
                try context.check(count == spatialRank, "the output shape has \(count) entries; expected \(spatialRank)")
            }
            result += try context.dimensions(2, "output shape") ?? Array(repeating: .dynamic, count: spatialRank)
        } else {
            for axis in 0..<spatialRank {
                let kernel = dilated(filters.dimension(leading + axis), window.dilations[axis])
                let padding = autoPad == .explicit ? clampedSum(window.padsBegin[axis], window.padsEnd[axis]) : 0
                let full = (data.dimension(2 + axis) - 1) * window.strides[axis] + kernel
                result.append(full + clampedDifference(extra[axis], padding))
            }
        }
        return [TensorType(type, PartialShape(result))]
    }
}
