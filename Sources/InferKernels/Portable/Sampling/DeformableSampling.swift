/// DeformableConvolution: a convolution whose filter elements read at places moved by offsets, in two dimensions.
package struct DeformableSampling: Sendable {
    /// The sizes and attributes of a convolution; all tensors are row-major.
    package struct Attributes: Sendable {
        package var batch = 1
        package var channels = 1
        package var height = 1
        package var width = 1
        package var outputChannels = 1
        package var outputHeight = 1
        package var outputWidth = 1
        package var kernelHeight = 1
        package var kernelWidth = 1
        package var strides = (y: 1, x: 1)
        package var dilations = (y: 1, x: 1)
        package var padsBegin = (y: 0, x: 0)
        package var groups = 1
        package var deformableGroups = 1
        /// Whether samples near the edge mix with zeros outside, rather than that only what is inside counts.
        package var mixesPadding = false

        package init() {}
    }

    private let attributes: Attributes

    package init(_ attributes: Attributes) { self.attributes = attributes }

    /// Floats of scratch memory that each thread needs: the samples of one place.
    private var columnCount: Int { attributes.channels * attributes.kernelHeight * attributes.kernelWidth }

    package func scratchBytes(threads: Int) -> Int { threads * columnCount * MemoryLayout<Float>.stride }

    /// - Parameters:
    ///   - offsets: [batch, deformable groups × kernel × (y, x), height, width]; `mask` [batch, deformable groups × kernel, height, width].
    package func run(
        data: UnsafePointer<Float>, offsets: UnsafePointer<Float>, filters: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
        output: UnsafeMutablePointer<Float>, scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        let size = attributes
        let area = size.outputHeight * size.outputWidth
        let taps = size.kernelHeight * size.kernelWidth
        let perGroup = size.channels / size.groups
        let outputsPerGroup = size.outputChannels / size.groups
        team.run(size.batch * size.outputHeight) { line, worker in
            let columns = scratch.assumingMemoryBound(to: Float.self) + worker * columnCount
            let image = line / size.outputHeight
            let y = line % size.outputHeight
            for x in 0..<size.outputWidth {
                gather(columns, image, y, x, data, offsets, mask)
                for channel in 0..<size.outputChannels {
                    let group = channel / outputsPerGroup
                    let own = filters + channel * perGroup * taps
                    let from = columns + group * perGroup * taps
                    var sum: Float = 0
                    for index in 0..<perGroup * taps { sum += own[index] * from[index] }
                    output[(image * size.outputChannels + channel) * area + y * size.outputWidth + x] = sum
                }
            }
        }
    }

    /// The samples [channel, kernel] that one place of the result is made of.
    private func gather(
        _ columns: UnsafeMutablePointer<Float>, _ image: Int, _ y: Int, _ x: Int, _ data: UnsafePointer<Float>,
        _ offsets: UnsafePointer<Float>, _ mask: UnsafePointer<Float>?
    ) {
        let size = attributes
        let area = size.outputHeight * size.outputWidth
        let taps = size.kernelHeight * size.kernelWidth
        let place = y * size.outputWidth + x
        let stack = ImageStack(pointer: data, batch: size.batch, channels: size.channels, height: size.height, width: size.width)
        for group in 0..<size.deformableGroups {
            let channels = group * size.channels / size.deformableGroups..<(group + 1) * size.channels / size.deformableGroups
            for tap in 0..<taps {
                let entry = (image * size.deformableGroups + group) * taps + tap
                let row =
                    Float(y * size.strides.y - size.padsBegin.y + tap / size.kernelWidth * size.dilations.y)
                    + offsets[entry * 2 * area + place]
                let column =
                    Float(x * size.strides.x - size.padsBegin.x + tap % size.kernelWidth * size.dilations.x)
                    + offsets[(entry * 2 + 1) * area + place]
                let weight = mask?[entry * area + place] ?? 1
                for channel in channels { columns[channel * taps + tap] = sample(stack.plane(image, channel), row, column) * weight }
            }
        }
    }

    private func sample(_ plane: Plane, _ y: Float, _ x: Float) -> Float {
        let (height, width) = (Float(plane.height), Float(plane.width))
        if attributes.mixesPadding {
            guard y > -1, x > -1, y < height, x < width else { return 0 }
        } else {
            guard y >= 0, x >= 0, y < height, x < width else { return 0 }
        }
        let top = ScalarMath.index(y.rounded(.down))
        let left = ScalarMath.index(x.rounded(.down))
        let down = y - y.rounded(.down)
        let across = x - x.rounded(.down)
        // Beyond the last row or column: zero where padding is mixed in, else the last again.
        func element(_ row: Int, _ column: Int) -> Float {
            if attributes.mixesPadding {
                return row >= 0 && row < plane.height && column >= 0 && column < plane.width ? plane[row, column] : 0
            }
            return plane[min(row, plane.height - 1), min(column, plane.width - 1)]
        }
        let upper = element(top, left) * (1 - across) + element(top, left + 1) * across
        let lower = element(top + 1, left) * (1 - across) + element(top + 1, left + 1) * across
        return upper * (1 - down) + lower * down
    }
}
