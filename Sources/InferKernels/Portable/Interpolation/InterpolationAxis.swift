/// The taps of one resized axis: output element o is the sum of weight · input over a run of `counts[o]` elements from `starts[o]`.
///
/// Clamping at the borders is folded into the weights, zeros of the padding are left out, so that every tap lies inside the input.
package struct InterpolationAxis: Sendable {
    package let inputLength: Int
    package let starts: [Int32]
    package let counts: [Int32]
    /// Weights by output element, `stride` places for each.
    package let weights: [Float]
    /// The weights before they were rounded, those of mode linear before they were divided by their sum: integers are rounded to the bit.
    let exactWeights: [Double]
    /// What the weights of mode linear are divided by, taps on padding included.
    let sums: [Float]
    package let stride: Int
    let isIdentity: Bool

    /// What a position along the output takes while the table is made, with the four taps of the usual modes.
    static let bytesOfPosition = 192

    /// Makes the table; `scale` is 1 for an axis that is padded at most.
    init(
        _ attributes: Interpolation.Attributes, antialias: Bool, scale: Float, inputLength: Int, padBegin: Int, padEnd: Int,
        outputLength: Int
    ) {
        let padded = inputLength + padBegin + padEnd
        var runs: [(start: Int, weights: [Double])] = []
        runs.reserveCapacity(outputLength)
        var sums: [Float] = []
        for output in 0..<outputLength {
            var run: (start: Int, weights: [Double]) = (0, [])
            if padded > 0 {
                run = Self.run(attributes, antialias: antialias, scale: scale, length: padded, outputLength: outputLength, output: output)
            }
            sums.append(run.weights.reduce(Float(0)) { $0 + Float($1) })
            // From coordinates of the padded input to those of the input.
            let first = max(0, padBegin - run.start)
            let end = min(run.weights.count, padBegin + inputLength - run.start)
            runs.append(first < end ? (run.start + first - padBegin, Array(run.weights[first..<end])) : (0, []))
        }
        let stride = runs.reduce(1) { max($0, $1.weights.count) }
        var weights = [Float](repeating: 0, count: outputLength * stride)
        var exactWeights = [Double](repeating: 0, count: outputLength * stride)
        for (output, run) in runs.enumerated() {
            for (tap, weight) in run.weights.enumerated() {
                exactWeights[output * stride + tap] = weight
                weights[output * stride + tap] = Float(attributes.mode == .linear ? weight / Double(sums[output]) : weight)
            }
        }
        self.inputLength = inputLength
        self.stride = stride
        self.weights = weights
        self.exactWeights = exactWeights
        self.sums = sums
        starts = runs.map { Int32(truncatingIfNeeded: $0.start) }
        counts = runs.map { Int32(truncatingIfNeeded: $0.weights.count) }
        isIdentity =
            inputLength == outputLength && stride == 1 && runs.enumerated().allSatisfy { $0 == $1.start && $1.weights == [1] }
    }

    /// The taps of one output element inside an axis of `length` elements.
    private static func run(
        _ attributes: Interpolation.Attributes, antialias: Bool, scale: Float, length: Int, outputLength: Int, output: Int
    ) -> (start: Int, weights: [Double]) {
        switch attributes.mode {
        case .bilinearPillow, .bicubicPillow:
            if length == outputLength { return (output, [1]) }
            return pillow(attributes, length: length, outputLength: outputLength, output: output)
        default: break
        }
        // Scales come from files: what they lead to must stay convertible to an integer.
        let exact = coordinate(attributes.coordinateMode, Float(output), scale: scale, Float(outputLength), Float(length))
        let coordinate = max(-0x1p30, min(0x1p30, exact))
        if scale == 1 || length == outputLength, attributes.mode != .linear || !antialias { return clamped(output, length: length) }
        switch attributes.mode {
        case .nearest:
            return clamped(nearest(attributes.nearestMode, coordinate, isDownsample: scale < 1), length: length)
        case .linearONNX:
            let inside = max(0, min(coordinate, Float(length - 1)))
            let low = min(Int(inside), length - 1)
            guard low + 1 < length else { return (low, [1]) }
            return (low, [Double(abs(inside - Float(low + 1))), Double(abs(inside - Float(low)))])
        case .linear:
            let slope = antialias ? scale : 1
            let radius = scale > 1 ? 2 : Int(min(2 / slope, 0x1p30).rounded(.up))
            let centre = Int(coordinate.rounded(.toNearestOrAwayFromZero))
            let first = max(0, centre - radius)
            var weights = (first..<max(first, min(length, centre + radius + 1))).map { max(0, 1 - abs(slope * (coordinate - Float($0)))) }
            let sum = weights.reduce(0, +)
            guard sum != 0 else { return (0, []) }
            let leading = weights.prefix { $0 == 0 }.count
            weights.removeFirst(leading)
            while weights.last == 0 { weights.removeLast() }
            return (first + leading, weights.map(Double.init))
        default:
            let base = Int(coordinate.rounded(.down))
            let taps = cubic(coordinate - Float(base), Float(attributes.cubeCoefficient))
            let start = max(0, min(base - 1, length - 1))
            let end = max(0, min(base + 2, length - 1))
            var weights = [Double](repeating: 0, count: end - start + 1)
            for tap in 0..<4 { weights[max(0, min(base - 1 + tap, length - 1)) - start] += Double(taps[tap]) }
            return (start, weights)
        }
    }

    private static func clamped(_ position: Int, length: Int) -> (start: Int, weights: [Double]) {
        (max(0, min(position, length - 1)), [1])
    }

    /// The coordinate in the input of element `output`, in 32-bit floats as the reference has it.
    private static func coordinate(
        _ mode: Interpolation.CoordinateMode, _ output: Float, scale: Float, _ outputLength: Float, _ length: Float
    ) -> Float {
        if scale == 1 || outputLength == length { return output }
        switch mode {
        case .halfPixel: return (output + 0.5) / scale - 0.5
        case .pytorchHalfPixel: return outputLength > 1 ? (output + 0.5) / scale - 0.5 : 0
        case .asymmetric: return output / scale
        case .tfHalfPixelForNN: return (output + 0.5) / scale
        case .alignCorners: return outputLength == 1 ? 0 : output * (length - 1) / (outputLength - 1)
        }
    }

    private static func nearest(_ mode: Interpolation.NearestMode, _ coordinate: Float, isDownsample: Bool) -> Int {
        switch mode {
        case .roundPreferFloor:
            return coordinate == coordinate.rounded(.towardZero) + 0.5
                ? Int(coordinate.rounded(.down)) : Int(coordinate.rounded(.toNearestOrAwayFromZero))
        case .roundPreferCeil: return Int(coordinate.rounded(.toNearestOrAwayFromZero))
        case .floor: return Int(coordinate.rounded(.down))
        case .ceil: return Int(coordinate.rounded(.up))
        case .simple: return isDownsample ? Int(coordinate.rounded(.up)) : Int(coordinate)
        }
    }

    /// The four weights around a fraction `s`, for the cubic kernel with parameter `a`.
    private static func cubic(_ s: Float, _ a: Float) -> SIMD4<Float> {
        func far(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        func near(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
        return SIMD4(far(s + 1), near(s), near(1 - s), far(2 - s))
    }

    /// Pillow's resampling: a filter stretched by the reduction, normalised, cut at the borders.
    private static func pillow(
        _ attributes: Interpolation.Attributes, length: Int, outputLength: Int, output: Int
    ) -> (start: Int, weights: [Double]) {
        let isCubic = attributes.mode == .bicubicPillow
        let a = attributes.cubeCoefficient
        func filter(_ position: Double) -> Double {
            let x = abs(position)
            if !isCubic { return max(0, 1 - x) }
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        }
        let scale = Double(length) / Double(outputLength)
        let stretch = max(1, scale)
        let support = (isCubic ? 2 : 1) * stretch
        let centre = (Double(output) + 0.5) * scale
        let first = max(0, Int(centre - support + 0.5))
        let end = min(length, Int(centre + support + 0.5))
        guard first < end else { return (0, []) }
        let weights = (first..<end).map { filter((Double($0) - centre + 0.5) / stretch) }
        let sum = weights.reduce(0, +)
        return (first, sum == 0 ? weights : weights.map { $0 / sum })
    }
}
