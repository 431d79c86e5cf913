import InferTensors

/// ROIAlign and ROIAlignRotated: means or maxima of bilinear samples over the bins of a region.
package struct RegionAlignment: Sendable {
    private let shape: RegionShape
    /// Samples of a bin along each axis; zero for as many as the bin is large.
    private let samples: Int
    private let scale: Float
    private let takesMaximum: Bool
    /// What is added before and after the scaling of corners.
    private let shiftBefore: Float
    private let shiftAfter: Float
    private let isLeastOne: Bool
    private let isRotated: Bool
    private let isClockwise: Bool

    /// - Parameters:
    ///   - shiftBefore: what is added to corners before they are scaled; `shiftAfter` after.
    ///   - isLeastOne: whether a region is taken for one of at least size 1.
    package init(
        _ shape: RegionShape, samples: Int, scale: Float, takesMaximum: Bool, shiftBefore: Float, shiftAfter: Float, isLeastOne: Bool
    ) {
        self.shape = shape
        self.samples = samples
        self.scale = scale
        self.takesMaximum = takesMaximum
        self.shiftBefore = shiftBefore
        self.shiftAfter = shiftAfter
        self.isLeastOne = isLeastOne
        isRotated = false
        isClockwise = false
    }

    /// Turned regions: centre, sizes and angle.
    package init(rotated shape: RegionShape, samples: Int, scale: Float, isClockwise: Bool) {
        self.shape = shape
        self.samples = samples
        self.scale = scale
        self.isClockwise = isClockwise
        takesMaximum = false
        shiftBefore = 0
        shiftAfter = -0.5
        isLeastOne = false
        isRotated = true
    }

    /// Where the bins of a region lie: a corner, the sizes of a bin, and a turn about a centre.
    private struct Grid {
        var x: Float
        var y: Float
        var binWidth: Float
        var binHeight: Float
        var centerX: Float = 0
        var centerY: Float = 0
        var cosine: Float = 1
        var sine: Float = 0
    }

    /// A sample: four places of a plane and their weights.
    private struct Sample {
        var places: SIMD4<Int32> = .zero
        var weights: SIMD4<Float> = .zero
    }

    /// The most samples that a bin may ask for along an axis: far beyond any image, and still an end to the work.
    private static let limit = 4096
    /// How many samples are looked up at a time; more are only wanted by absurd counts.
    private static let samplesAtOnce = 1 << 20

    /// - Parameters:
    ///   - images: for each region the number of its image.
    /// - Throws: `RuntimeError` for an image that is not there.
    package func run(
        data: UnsafePointer<Float>, regions: UnsafePointer<Float>, images: [Int], output: UnsafeMutablePointer<Float>, team: WorkerTeam
    ) throws {
        for (region, image) in images.enumerated() where image < 0 || image >= shape.batch {
            throw RuntimeError(.invalidArgument, "ROIAlign: region \(region) is of image \(image); there are \(shape.batch)")
        }
        let stack = shape.images(data)
        let size = shape.channels * shape.pooledHeight * shape.pooledWidth
        guard !shape.isEmpty else { return output.update(repeating: 0, count: shape.regions * size) }
        team.run(shape.regions) { region, _ in
            let grid = grid(regions + region * (isRotated ? 5 : 4))
            let (rows, columns) = sampleCounts(grid)
            let perBin = rows * columns
            let binCount = shape.pooledHeight * shape.pooledWidth
            let atOnce = max(1, Self.samplesAtOnce / max(perBin, 1))
            for first in stride(from: 0, to: binCount, by: atOnce) {
                let bins = first..<min(first + atOnce, binCount)
                let samples = samples(grid, rows, columns, of: bins)
                for channel in 0..<shape.channels {
                    let plane = stack.plane(images[region], channel).pointer
                    for bin in bins {
                        let part = samples[(bin - first) * perBin..<(bin - first + 1) * perBin]
                        output[region * size + channel * binCount + bin] = takesMaximum ? maximum(part, plane) : mean(part, plane)
                    }
                }
            }
        }
    }

    private func grid(_ region: UnsafePointer<Float>) -> Grid {
        if isRotated {
            let width = region[2] * scale
            let height = region[3] * scale
            let angle = Double(isClockwise ? -region[4] : region[4])
            return Grid(
                x: -width / 2, y: -height / 2, binWidth: width / Float(shape.pooledWidth), binHeight: height / Float(shape.pooledHeight),
                centerX: region[0] * scale + shiftAfter, centerY: region[1] * scale + shiftAfter, cosine: Float(ScalarMath.cosine(angle)),
                sine: Float(ScalarMath.sine(angle)))
        }
        let corners = (0..<4).map { (region[$0] + shiftBefore) * scale + shiftAfter }
        var width = corners[2] - corners[0]
        var height = corners[3] - corners[1]
        if isLeastOne {
            width = max(width, 1)
            height = max(height, 1)
        }
        return Grid(
            x: corners[0], y: corners[1], binWidth: width / Float(shape.pooledWidth), binHeight: height / Float(shape.pooledHeight))
    }

    private func sampleCounts(_ grid: Grid) -> (rows: Int, columns: Int) {
        if samples > 0 { return (min(samples, Self.limit), min(samples, Self.limit)) }
        func count(_ size: Float) -> Int { min(max(ScalarMath.index(size.rounded(.up)), 0), Self.limit) }
        return (count(grid.binHeight), count(grid.binWidth))
    }

    /// The samples of some bins, bin by bin.
    private func samples(_ grid: Grid, _ rows: Int, _ columns: Int, of bins: Range<Int>) -> [Sample] {
        var result: [Sample] = []
        result.reserveCapacity(bins.count * rows * columns)
        for bin in bins {
            let (binY, binX) = bin.quotientAndRemainder(dividingBy: shape.pooledWidth)
            for row in 0..<rows {
                let v = grid.y + Float(binY) * grid.binHeight + (Float(row) + 0.5) * (grid.binHeight / Float(rows))
                for column in 0..<columns {
                    let u = grid.x + Float(binX) * grid.binWidth + (Float(column) + 0.5) * (grid.binWidth / Float(columns))
                    result.append(sample(v * grid.cosine - u * grid.sine + grid.centerY, v * grid.sine + u * grid.cosine + grid.centerX))
                }
            }
        }
        return result
    }

    /// A sample more than one place outside counts as zero.
    private func sample(_ y: Float, _ x: Float) -> Sample {
        let (height, width) = (Float(shape.height), Float(shape.width))
        guard y >= -1, y <= height, x >= -1, x <= width else { return Sample() }
        func split(_ value: Float, _ length: Int) -> (low: Int, high: Int, fraction: Float) {
            let inside = max(value, 0)
            let low = ScalarMath.index(inside)
            if low >= length - 1 { return (length - 1, length - 1, 0) }
            return (low, low + 1, inside - Float(low))
        }
        let vertical = split(y, shape.height)
        let horizontal = split(x, shape.width)
        func place(_ row: Int, _ column: Int) -> Int32 { Int32(truncatingIfNeeded: row * shape.width + column) }
        return Sample(
            places: SIMD4(
                place(vertical.low, horizontal.low), place(vertical.low, horizontal.high), place(vertical.high, horizontal.low),
                place(vertical.high, horizontal.high)),
            weights: SIMD4(
                (1 - vertical.fraction) * (1 - horizontal.fraction), (1 - vertical.fraction) * horizontal.fraction,
                vertical.fraction * (1 - horizontal.fraction), vertical.fraction * horizontal.fraction))
    }

    @inline(__always)
    private func weighted(_ sample: Sample, _ plane: UnsafePointer<Float>) -> SIMD4<Float> {
        let values = SIMD4(
            plane[Int(sample.places.x)], plane[Int(sample.places.y)], plane[Int(sample.places.z)], plane[Int(sample.places.w)])
        return values * sample.weights
    }

    private func mean(_ samples: ArraySlice<Sample>, _ plane: UnsafePointer<Float>) -> Float {
        guard !samples.isEmpty else { return 0 }
        var sum: Float = 0
        for sample in samples { sum += weighted(sample, plane).sum() }
        return sum / Float(samples.count)
    }

    /// The greatest sample, or zero where all are less.
    private func maximum(_ samples: ArraySlice<Sample>, _ plane: UnsafePointer<Float>) -> Float {
        var greatest: Float = 0
        for sample in samples { greatest = max(greatest, weighted(sample, plane).sum()) }
        return greatest
    }
}
