import InferTensors

/// A convolution over 1 to 3 spatial axes, in groups of channels or not. Specification: `Convolution-1`, `GroupConvolution-1`.
///
/// Inputs: data `[N, Cin, spatial…]` and filters `[Cout, Cin, kernel…]`, with groups `[G, Cout / G, Cin / G, kernel…]`.
/// Output: `[N, Cout, spatial…]`.
package struct Convolution: WindowedOperation {
    /// Whether this is `GroupConvolution`, whose filters have an axis for the groups.
    package let isGrouped: Bool
    package var strides: [Int] = []
    package var dilations: [Int] = []
    package var padsBegin: [Int] = []
    package var padsEnd: [Int] = []
    package var autoPad = AutoPad.explicit

    package init(grouped: Bool = false) { isGrouped = grouped }

    package var key: OperationKey { OperationKey(isGrouped ? "GroupConvolution" : "Convolution", opset: 1) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("strides", &strides)
        try attributes.on("dilations", &dilations)
        try attributes.on("pads_begin", &padsBegin)
        try attributes.on("pads_end", &padsEnd)
        try attributes.on("auto_pad", &autoPad)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(2)
        let type = try context.commonType(0..<2)
        try context.checkType(0, .numeric, "data")
        let shape = try convolvedShape(context, data: 0, filters: 1, filtersHaveGroups: isGrouped)
        return [TensorType(type, shape)]
    }
}

extension WindowedOperation {
    /// The shape of a convolution's output.
    func convolvedShape(
        _ context: InferenceContext, data dataIndex: Int, filters filtersIndex: Int, filtersHaveGroups: Bool, group: Int = 1
    ) throws -> PartialShape {
        let data = context.shape(dataIndex)
        let filters = context.shape(filtersIndex)
        let leading = filtersHaveGroups ? 3 : 2
        try context.checkRank(dataIndex, 3...5, "data")
        try context.checkRank(filtersIndex, leading + 1...leading + 3, "filters")
        guard
            let spatialRank = data.dimensions.map({ $0.count - 2 }) ?? filters.dimensions.map({ $0.count - leading })
                ?? spatialRankOfAttributes
        else { return .dynamic }
        try context.check(
            filters.dimensions.map { $0.count - leading == spatialRank } ?? true,
            "data \(data) and filters \(filters) do not match in rank")
        let window = window(spatialRank: spatialRank)
        try checkWindow(window, spatialRank: spatialRank, context)

        var channels = filters.dimension(0)
        if filters.isRankStatic {
            var expected = filters.dimension(leading - 1)
            if filtersHaveGroups {
                var groups = filters.dimension(0)
                if !groups.isStatic, let all = data.dimension(1).length, let each = expected.length, each > 0 {
                    groups = Dimension(all / each)
                }
                try context.check(groups.maximum > 0, "filters \(filters) have no groups")
                channels = groups * filters.dimension(1)
                expected = expected * groups
            } else {
                expected = expected * group
            }
            try context.check(
                expected.compatible(data.dimension(1)),
                "data \(data) has \(data.dimension(1)) channels; the filters \(filters) expect \(expected)")
        }
        var result: [Dimension] = [data.dimension(0), channels]
        for axis in 0..<spatialRank {
            let length = data.dimension(2 + axis)
            if autoPad.isSame {
                result.append(length.ceilDivided(by: window.strides[axis]))
                continue
            }
            let extent = filters.dimension(leading + axis)
            // A kernel that is not known has at least one element.
            let kernel = dilated(extent.isStatic ? extent : extent & Dimension(1, -1), window.dilations[axis])
            let padding = autoPad == .valid ? 0 : clampedSum(window.padsBegin[axis], window.padsEnd[axis])
            let padded = length + padding
            if let size = kernel.length, let whole = padded.length {
                try context.check(size > 0, "the kernel of filters \(filters) is empty at spatial axis \(axis)")
                try context.check(
                    size <= whole,
                    "the kernel, after dilation of length \(size), is larger than the padded data of length \(whole) at spatial axis \(axis)"
                )
            }
            result.append((padded - kernel).floorDivided(by: window.strides[axis]) + 1)
        }
        return PartialShape(result)
    }
}
