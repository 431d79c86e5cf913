import InferTensors

/// PSROIPooling and DeformablePSROIPooling: each bin of a region is pooled from a channel of its own.
package struct SensitivePooling: Sendable {
    /// How bins are pooled.
    package enum Mode: Sendable {
        case average
        /// Means over several groups of channels, one for each part of the region.
        case bilinear(binsX: Int, binsY: Int)
        /// Means of samples in bins that are moved by offsets.
        case deformable(binsX: Int, binsY: Int, offsetScale: Float, parts: Int)
    }

    private let shape: RegionShape
    private let outputChannels: Int
    private let scale: Float
    private let mode: Mode

    /// - Throws: `RuntimeError` where there are fewer channels than bins to pool.
    package init(_ shape: RegionShape, outputChannels: Int, scale: Float, mode: Mode) throws {
        self.shape = shape
        self.outputChannels = outputChannels
        self.scale = scale
        self.mode = mode
        let perOutput: Int
        switch mode {
        case .average, .deformable: perOutput = shape.pooledHeight * shape.pooledWidth
        case .bilinear(let binsX, let binsY): perOutput = binsX * binsY
        }
        guard outputChannels * perOutput <= shape.channels else {
            throw RuntimeError(
                .invalidArgument, "PSROIPooling: \(shape.channels) channels; expected \(outputChannels) groups of \(perOutput)")
        }
    }

    /// - Parameters:
    ///   - regions: [regions, 5]: the image and corners; a negative image gives zeros.
    ///   - offsets: [regions, 2 × classes, parts, parts]; `offsetChannels` is its second dimension.
    /// - Throws: `RuntimeError` for an image that is not there.
    package func run(
        data: UnsafePointer<Float>, regions: UnsafePointer<Float>, offsets: UnsafePointer<Float>? = nil, offsetChannels: Int = 0,
        output: UnsafeMutablePointer<Float>, team: WorkerTeam
    ) throws {
        for region in 0..<shape.regions where ScalarMath.index(regions[region * 5]) >= shape.batch {
            throw RuntimeError(
                .invalidArgument, "PSROIPooling: region \(region) is of image \(regions[region * 5]); there are \(shape.batch)")
        }
        let stack = shape.images(data)
        let bins = shape.pooledHeight * shape.pooledWidth
        team.run(shape.regions) { region, _ in
            let own = regions + region * 5
            let target = output + region * outputChannels * bins
            guard own[0] >= 0, !shape.isEmpty else { return target.update(repeating: 0, count: outputChannels * bins) }
            let image = ScalarMath.index(own[0])
            for channel in 0..<outputChannels {
                for y in 0..<shape.pooledHeight {
                    for x in 0..<shape.pooledWidth {
                        let value: Float
                        switch mode {
                        case .average:
                            value = average(own, stack.plane(image, channel * bins + y * shape.pooledWidth + x), y, x)
                        case .bilinear(let binsX, let binsY):
                            value = bilinear(own, stack, image, channel, y, x, binsX, binsY)
                        case .deformable(let binsX, let binsY, let offsetScale, let parts):
                            var move = SIMD2<Float>.zero
                            if let offsets, offsetChannels >= 2 {
                                let classes = offsetChannels / 2
                                let group = min(channel / max(outputChannels / classes, 1), classes - 1)
                                let part = y * parts / shape.pooledHeight * parts + x * parts / shape.pooledWidth
                                let first = (region * classes + group) * 2 * parts * parts + part
                                move = SIMD2(offsets[first], offsets[first + parts * parts]) * offsetScale
                            }
                            value = deformed(
                                own, stack.plane(image, channel * bins + y * shape.pooledWidth + x), y, x, binsX, binsY, move)
                        }
                        target[channel * bins + y * shape.pooledWidth + x] = value
                    }
                }
            }
        }
    }

    private func average(_ region: UnsafePointer<Float>, _ plane: Plane, _ y: Int, _ x: Int) -> Float {
        func range(_ start: Float, _ end: Float, _ bin: Int, _ bins: Int, _ length: Int) -> Range<Int> {
            let from = start.rounded(.toNearestOrAwayFromZero) * scale
            let size = ((end.rounded(.toNearestOrAwayFromZero) + 1) * scale - from) / Float(bins)
            let first = min(max(ScalarMath.index((from + Float(bin) * size).rounded(.down)), 0), length - 1)
            let last = min(max(ScalarMath.index((from + Float(bin + 1) * size).rounded(.up)), 0), length)
            return first..<max(first, last)
        }
        let rows = range(region[2], region[4], y, shape.pooledHeight, shape.height)
        let columns = range(region[1], region[3], x, shape.pooledWidth, shape.width)
        if rows.isEmpty || columns.isEmpty { return 0 }
        var sum: Float = 0
        for row in rows { for column in columns { sum += plane[row, column] } }
        return sum / Float(rows.count * columns.count)
    }

    private func bilinear(
        _ region: UnsafePointer<Float>, _ stack: ImageStack, _ image: Int, _ channel: Int, _ y: Int, _ x: Int, _ binsX: Int, _ binsY: Int
    ) -> Float {
        func place(_ start: Float, _ end: Float, _ bin: Int, _ bins: Int, _ at: Int, _ count: Int, _ length: Int) -> Float {
            let from = start * scale
            let size = (end * scale - from) / Float(bins)
            let span = Float(length - 1)
            let first = from + Float(bin) * size
            return count > 1
                ? Float(at) * (size * span / Float(count - 1)) + first * span : (first + first + size) * span / 2
        }
        var sum: Float = 0
        for binY in 0..<binsY {
            for binX in 0..<binsX {
                let column = place(region[1], region[3], binX, binsX, x, shape.pooledWidth, shape.width)
                let row = place(region[2], region[4], binY, binsY, y, shape.pooledHeight, shape.height)
                guard column >= 0, row >= 0, column < Float(shape.width), row < Float(shape.height) else { continue }
                sum += stack.plane(image, (binY * binsX + binX) * outputChannels + channel).sample(row, column)
            }
        }
        return sum / Float(binsX * binsY)
    }

    private func deformed(
        _ region: UnsafePointer<Float>, _ plane: Plane, _ y: Int, _ x: Int, _ binsX: Int, _ binsY: Int, _ move: SIMD2<Float>
    ) -> Float {
        func span(_ start: Float, _ end: Float) -> (from: Float, size: Float) {
            let from = start.rounded(.toNearestOrAwayFromZero) * scale - 0.5
            let to = (end.rounded(.toNearestOrAwayFromZero) + 1) * scale - 0.5
            return (from, max(to - from, 0.1))
        }
        let horizontal = span(region[1], region[3])
        let vertical = span(region[2], region[4])
        let binWidth = horizontal.size / Float(shape.pooledWidth)
        let binHeight = vertical.size / Float(shape.pooledHeight)
        let left = horizontal.from + Float(x) * binWidth + move.x * horizontal.size
        let top = vertical.from + Float(y) * binHeight + move.y * vertical.size
        var sum: Float = 0
        var count = 0
        for binY in 0..<binsY {
            let row = top + Float(binY) * (binHeight / Float(binsY))
            guard row >= -0.5, row <= Float(shape.height) - 0.5 else { continue }
            for binX in 0..<binsX {
                let column = left + Float(binX) * (binWidth / Float(binsX))
                guard column >= -0.5, column <= Float(shape.width) - 0.5 else { continue }
                sum += plane.sample(
                    min(max(row, 0), Float(shape.height - 1)), min(max(column, 0), Float(shape.width - 1)))
                count += 1
            }
        }
        return count == 0 ? 0 : sum / Float(count)
    }
}
