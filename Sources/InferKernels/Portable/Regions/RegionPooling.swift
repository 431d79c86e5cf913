import InferTensors

/// ROIPooling: maxima over the bins of a region, or bilinear samples of it.
package struct RegionPooling: Sendable {
    private let shape: RegionShape
    private let scale: Float
    private let isBilinear: Bool

    package init(_ shape: RegionShape, scale: Float, isBilinear: Bool) {
        self.shape = shape
        self.scale = scale
        self.isBilinear = isBilinear
    }

    /// - Parameter regions: [regions, 5]: the image and corners; a negative image gives zeros.
    /// - Throws: `RuntimeError` for an image that is not there.
    package func run(
        data: UnsafePointer<Float>, regions: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, team: WorkerTeam
    ) throws {
        for region in 0..<shape.regions where ScalarMath.index(regions[region * 5]) >= shape.batch {
            throw RuntimeError(
                .invalidArgument, "ROIPooling: region \(region) is of image \(regions[region * 5]); there are \(shape.batch)")
        }
        let stack = shape.images(data)
        let bins = shape.pooledHeight * shape.pooledWidth
        let size = shape.channels * bins
        team.run(shape.regions) { region, _ in
            let target = output + region * size
            let own = regions + region * 5
            guard own[0] >= 0, !shape.isEmpty else { return target.update(repeating: 0, count: size) }
            let image = ScalarMath.index(own[0])
            for channel in 0..<shape.channels {
                let plane = stack.plane(image, channel)
                for bin in 0..<bins {
                    let (y, x) = (bin / shape.pooledWidth, bin % shape.pooledWidth)
                    target[channel * bins + bin] = isBilinear ? sample(own, plane, y, x) : maximum(own, plane, y, x)
                }
            }
        }
    }

    /// The elements of an axis that a bin covers.
    private func range(_ start: Float, _ end: Float, _ bin: Int, _ bins: Int, _ length: Int) -> Range<Int> {
        let first = (start * scale).rounded(.toNearestOrAwayFromZero)
        let last = (end * scale).rounded(.toNearestOrAwayFromZero)
        let size = max(last - first + 1, 1) / Float(bins)
        let from = min(max(ScalarMath.index((Float(bin) * size).rounded(.down) + first), 0), length)
        let to = min(max(ScalarMath.index((Float(bin + 1) * size).rounded(.up) + first), 0), length)
        return from..<max(from, to)
    }

    private func maximum(_ region: UnsafePointer<Float>, _ plane: Plane, _ y: Int, _ x: Int) -> Float {
        let rows = range(region[2], region[4], y, shape.pooledHeight, shape.height)
        let columns = range(region[1], region[3], x, shape.pooledWidth, shape.width)
        if rows.isEmpty || columns.isEmpty { return 0 }
        var greatest = -Float.greatestFiniteMagnitude
        for row in rows { for column in columns { greatest = max(greatest, plane[row, column]) } }
        return greatest
    }

    /// The place of a bin's sample along an axis; corners are fractions of it.
    private func place(_ start: Float, _ end: Float, _ bin: Int, _ bins: Int, _ length: Int) -> Float {
        let span = Float(length - 1)
        guard bins > 1 else { return 0.5 * (start + end) * span }
        // The last sample lies on the corner, whatever rounding says.
        if bin == bins - 1 { return end * span }
        return Float(bin) * ((end - start) * span / Float(bins - 1)) + start * span
    }

    private func sample(_ region: UnsafePointer<Float>, _ plane: Plane, _ y: Int, _ x: Int) -> Float {
        let row = place(region[2], region[4], y, shape.pooledHeight, shape.height)
        let column = place(region[1], region[3], x, shape.pooledWidth, shape.width)
        guard row >= 0, row <= Float(shape.height - 1), column >= 0, column <= Float(shape.width - 1) else { return 0 }
        return plane.sample(row, column)
    }
}
