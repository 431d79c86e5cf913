/// Output positions that meet the same kernel taps: all of them in a plain convolution; in a transposed one those with the same remainder
/// by the stride, of which there are as many kinds as the product of the strides.
///
/// Position `j` of a phase, in each dimension, is output `origin + j · outputStep` and reads, for a tap, input `j · inputStep + offset`.
struct ConvolutionPhase: Sendable {
    struct Tap: Sendable {
        /// Position in the kernel, row-major.
        let index: Int
        let offset: Spatial
        /// The offset in elements of the input.
        let elements: Int
    }

    let origin: Spatial
    let outputStep: Spatial
    let inputStep: Spatial
    let positions: Spatial
    let taps: [Tap]
    /// The least and greatest offsets of the taps.
    let least: Spatial
    let greatest: Spatial

    static func phases(of shape: ConvolutionShape) -> [ConvolutionPhase] {
        guard shape.isTransposed else { return [ConvolutionPhase(shape, origin: .zeros)] }
        var result: [ConvolutionPhase] = []
        for depth in 0..<min(shape.strides.depth, max(1, shape.output.depth)) {
            for height in 0..<min(shape.strides.height, max(1, shape.output.height)) {
                for width in 0..<min(shape.strides.width, max(1, shape.output.width)) {
                    result.append(ConvolutionPhase(shape, origin: Spatial(depth: depth, height: height, width: width)))
                }
            }
        }
        return result
    }

    private init(_ shape: ConvolutionShape, origin: Spatial) {
        self.origin = origin
        outputStep = shape.isTransposed ? shape.strides : .ones
        inputStep = shape.isTransposed ? .ones : shape.strides
        func count(_ dimension: KeyPath<Spatial, Int>) -> Int {
            let step = shape.isTransposed ? max(1, shape.strides[keyPath: dimension]) : 1
            return max(0, (shape.output[keyPath: dimension] - origin[keyPath: dimension] + step - 1) / step)
        }
        positions = Spatial(depth: count(\.depth), height: count(\.height), width: count(\.width))
        /// The kernel positions of one dimension that this phase meets, with their input offsets.
        func offsets(_ dimension: KeyPath<Spatial, Int>) -> [(kernel: Int, offset: Int)] {
            let pad = shape.padsBegin[keyPath: dimension]
            let stride = max(1, shape.strides[keyPath: dimension])
            let dilation = shape.dilations[keyPath: dimension]
            return (0..<max(0, shape.kernel[keyPath: dimension])).compactMap { kernel in
                guard shape.isTransposed else { return (kernel, kernel * dilation - pad) }
                let distance = origin[keyPath: dimension] + pad - kernel * dilation
                return distance.isMultiple(of: stride) ? (kernel, distance / stride) : nil
            }
        }
        var taps: [Tap] = []
        let depths = offsets(\.depth)
        let heights = offsets(\.height)
        let widths = offsets(\.width)
        for depth in depths {
            for height in heights {
                for width in widths {
                    let offset = Spatial(depth: depth.offset, height: height.offset, width: width.offset)
                    taps.append(
                        Tap(
                            index: (depth.kernel * shape.kernel.height + height.kernel) * shape.kernel.width + width.kernel, offset: offset,
                            elements: offset.depth * shape.inputStrides.depth + offset.height * shape.inputStrides.height
                                + offset.width * shape.inputStrides.width))
                }
            }
        }
        self.taps = taps
        func bounds(_ offsets: [(kernel: Int, offset: Int)]) -> (Int, Int) {
            (offsets.map(\.offset).min() ?? 0, offsets.map(\.offset).max() ?? 0)
        }
        let bounds3 = (bounds(depths), bounds(heights), bounds(widths))
        least = Spatial(depth: bounds3.0.0, height: bounds3.1.0, width: bounds3.2.0)
        greatest = Spatial(depth: bounds3.0.1, height: bounds3.1.1, width: bounds3.2.1)
    }

    /// Whether a tap of some position lies outside the input.
    func readsPadding(_ input: Spatial) -> Bool {
        [\Spatial.depth, \.height, \.width].contains { dimension in
            let last = (positions[keyPath: dimension] - 1) * inputStep[keyPath: dimension]
            return least[keyPath: dimension] < 0 || last + greatest[keyPath: dimension] >= input[keyPath: dimension]
        }
    }

    /// Output positions of one batch item.
    var count: Int { positions.count }
}
