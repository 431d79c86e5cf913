import InferKernels

/// One spatial dimension of a convolution, or of the outputs of a transposed convolution whose remainders by the stride are equal.
///
/// Position `p` is output `origin + p · outputStep`; tap `t` of it meets input `p · inputStep + firstOffset + t · tapStep`.
struct ConvolutionAxis: Sendable {
    /// Which kernel positions the taps are; the inputs that they meet ascend.
    var taps: ConvolutionTaps
    /// Which of the packed filters' taps the first one is.
    var firstTap = 0
    var firstOffset: Int
    var inputStep: Int
    var origin: Int
    var outputStep: Int
    /// How many positions there are.
    var count: Int
    var inputLength: Int

    /// The axes of one dimension: one, or as many as the stride of a transposed convolution.
    static func axes(_ shape: ConvolutionShape, _ dimension: KeyPath<Spatial, Int>) -> [ConvolutionAxis] {
        let stride = shape.strides[keyPath: dimension]
        let pad = shape.padsBegin[keyPath: dimension]
        let length = shape.output[keyPath: dimension]
        let inputLength = shape.input[keyPath: dimension]
        let classes = ConvolutionTaps.classes(shape, dimension)
        guard shape.isTransposed else {
            return [
                ConvolutionAxis(
                    taps: classes[0], firstOffset: -pad, inputStep: stride, origin: 0, outputStep: 1, count: length,
                    inputLength: inputLength)
            ]
        }
        return (0..<min(stride, max(0, length))).map { origin in
            // Padding may be negative: then the output begins further inside.
            let taps = classes[((origin + pad) % stride + stride) % stride]
            let first = taps.kernel.first ?? 0
            return ConvolutionAxis(
                taps: taps, firstOffset: (origin + pad - first * shape.dilations[keyPath: dimension]) / stride, inputStep: 1,
                origin: origin,
                outputStep: stride, count: (length - origin + stride - 1) / stride, inputLength: inputLength)
        }
    }

    /// What a run needs of it.
    var walk: Walk {
        Walk(
            tapCount: taps.count, tapStep: taps.step, firstOffset: firstOffset, inputStep: inputStep, origin: origin,
            outputStep: outputStep, count: count, inputLength: inputLength)
    }

    func input(_ position: Int) -> Int { walk.input(position) }
    func span(_ positions: Int) -> Int { walk.span(positions) }

    /// The axis cut into runs of positions that meet the same taps, all of whose inputs exist; the other taps are left out.
    var runs: [ConvolutionAxis] {
        /// The first position whose place is not in front of an input, among those that there are.
        func position(_ input: Int) -> Int {
            let distance = input - firstOffset
            return distance <= 0 ? 0 : min(count, (distance + inputStep - 1) / inputStep)
        }
        let places = taps.kernel.indices.map { $0 * taps.step }
        let ends = Set(places.flatMap { [position(-$0), position(inputLength - $0)] } + [0, count]).sorted()
        return zip(ends, ends.dropFirst()).map { start, end in
            let own = walk.taps(at: start)
            var run = self
            run.taps.kernel = Array(taps.kernel[own])
            run.firstTap = firstTap + own.lowerBound
            run.firstOffset = input(start) + own.lowerBound * taps.step
            run.origin += start * outputStep
            run.count = end - start
            return run
        }
    }

    /// Whether some position has a tap whose input does not exist.
    var readsPadding: Bool {
        count > 0 && taps.count > 0 && (firstOffset < 0 || input(count - 1) + (taps.count - 1) * taps.step >= inputLength)
    }
}

extension ConvolutionAxis {
    /// An axis without references.
    struct Walk {
        let tapCount: Int
        let tapStep: Int
        let firstOffset: Int
        let inputStep: Int
        let origin: Int
        let outputStep: Int
        let count: Int
        let inputLength: Int

        /// The input that the first tap of a position meets, whether it exists or not.
        func input(_ position: Int) -> Int { position &* inputStep &+ firstOffset }

        /// The taps of a position whose inputs exist.
        func taps(at position: Int) -> Range<Int> {
            let first = input(position)
            let step = tapStep
            let lower = first >= 0 ? 0 : min(tapCount, (0 &- first &+ step &- 1) / step)
            let beyond = inputLength &- first
            let upper = beyond <= 0 ? 0 : min(tapCount, (beyond &+ step &- 1) / step)
            return lower..<max(lower, upper)
        }

        /// From the first to behind the last input that so many positions meet.
        func span(_ positions: Int) -> Int { max(0, positions - 1) * inputStep + max(0, tapCount - 1) * tapStep + 1 }

        /// The output of a position.
        func output(_ position: Int) -> Int { origin &+ position &* outputStep }
    }
}

/// The kernel positions of one dimension that an output meets.
struct ConvolutionTaps: Sendable {
    /// The class's place in the order of packed filters.
    var index: Int
    /// Ordered so that the inputs ascend.
    var kernel: [Int]
    /// From one tap's input to the next.
    var step: Int

    var count: Int { kernel.count }

    /// All taps in one class; for a transposed convolution a class for each remainder of an output by the stride.
    static func classes(_ filters: ConvolutionShape, _ dimension: KeyPath<Spatial, Int>) -> [ConvolutionTaps] {
        let kernel = filters.kernel[keyPath: dimension]
        let dilation = filters.dilations[keyPath: dimension]
        let stride = filters.strides[keyPath: dimension]
        guard filters.isTransposed else { return [ConvolutionTaps(index: 0, kernel: Array(0..<kernel), step: dilation)] }
        return (0..<stride).map { remainder in
            let own = (0..<kernel).filter { $0 * dilation % stride == remainder }.reversed()
            let members = Array(own)
            let step = members.count > 1 ? (members[0] - members[1]) * dilation / stride : 1
            return ConvolutionTaps(index: remainder, kernel: members, step: step)
        }
    }
}
