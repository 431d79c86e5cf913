import InferTensors

/// A pooling whose kernel is an attribute.
package protocol PoolingOperation: WindowedOperation {
    var kernel: [Int] { get }
    var roundingType: RoundingType { get }
    /// Whether elements of the padding do not count.
    var leavesOutPadding: Bool { get }
}

extension PoolingOperation {
    /// The shape of the output: `[N, C, spatial…]`.
    func pooledShape(_ context: InferenceContext) throws -> PartialShape {
        let data = context.shape(0)
        try context.checkRank(0, 3...5, "data")
        let spatialRank = kernel.count
        let window = window(spatialRank: spatialRank)
        try checkWindow(window, spatialRank: spatialRank, context)
        try context.check((1...3).contains(spatialRank), "the kernel has \(spatialRank) axes; expected 1 to 3")
        guard let dimensions = data.dimensions else { return .dynamic(Dimension(spatialRank + 2)) }
        try context.check(
            dimensions.count == spatialRank + 2, "data has shape \(data); a kernel of \(spatialRank) axes expects rank \(spatialRank + 2)")
        try context.check(dimensions[0].maximum > 0, "data \(data) has no batch")
        try context.check(dimensions[1].maximum > 0, "data \(data) has no channels")
        var result = [dimensions[0], dimensions[1]]
        for axis in 0..<spatialRank {
            result.append(try pooledLength(dimensions[2 + axis], axis, window, context))
        }
        return PartialShape(result)
    }

    private func pooledLength(_ length: Dimension, _ axis: Int, _ window: Window, _ context: InferenceContext) throws -> Dimension {
        // With automatic padding the padding follows from the length: bounds have none that fits both.
        if autoPad.isSame, !length.isStatic { return .dynamic }
        let stride = window.strides[axis]
        let reach = dilated(kernel[axis], window.dilations[axis])
        var begin = 0
        var end = 0
        switch autoPad {
        case .explicit: (begin, end) = (window.padsBegin[axis], window.padsEnd[axis])
        case .valid: break
        case .sameLower, .sameUpper:
            let (before, after) = padding(
                input: Array(repeating: length.length ?? 0, count: kernel.count), kernel: kernel)
            (begin, end) = (before[axis], after[axis])
        }
        let padded = length + clampedSum(begin, end)
        if let whole = padded.length {
            try context.check(reach > 0, "the kernel is empty at spatial axis \(axis)")
            try context.check(
                reach <= whole,
                "the kernel, after dilation of length \(reach), is larger than the padded data of length \(whole) at spatial axis \(axis)")
            // A mean over elements of the padding alone has nothing to divide by.
            try context.check(
                !leavesOutPadding || (reach > begin && reach > end),
                "the kernel, after dilation of length \(reach), lies sometimes in the padding (\(begin), \(end)) alone at spatial axis \(axis)"
            )
        }
        let room = padded - reach
        if roundingType == .floor { return room.floorDivided(by: stride) + 1 }
        let windows = room.ceilDivided(by: stride) + 1
        if roundingType == .ceilTorch, let count = windows.length, let data = length.length,
            clampedProduct(count - 1, stride) >= clampedSum(data, begin)
        {
            return Dimension(count - 1)
        }
        return windows
    }
}
