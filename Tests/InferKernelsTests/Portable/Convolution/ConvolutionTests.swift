import XCTest

@testable import InferKernels

/// Convolutions of seeded random sizes against plain loops in double precision.
final class ConvolutionTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    func testPlainConvolutions() { check(seed: 21, rounds: 60, channels: (1...20, 1...20), groups: 1...1) }

    func testPointwiseConvolutions() { check(seed: 22, rounds: 30, channels: (1...40, 1...30), groups: 1...1, kernel: 1...1) }

    func testGroupedConvolutions() { check(seed: 23, rounds: 40, channels: (1...10, 1...10), groups: 2...3) }

    func testDepthwiseConvolutions() { check(seed: 24, rounds: 40, channels: (1...1, 1...1), groups: 2...40) }

    func testDepthwiseConvolutionsWithMultiplier() { check(seed: 25, rounds: 20, channels: (1...1, 2...3), groups: 2...11) }

    func testTransposedConvolutions() { check(seed: 26, rounds: 50, channels: (1...14, 1...14), groups: 1...1, transposed: true) }

    func testGroupedTransposedConvolutions() {
        check(seed: 27, rounds: 20, channels: (1...9, 1...9), groups: 2...3, transposed: true)
        check(seed: 28, rounds: 20, channels: (1...1, 1...2), groups: 2...19, transposed: true)
    }

    func testConvolutionsLargeEnoughForSeveralTasks() {
        var random = SeededNumbers(3)
        let sizes: [(Int, Int, Int, Spatial)] = [
            (1, 9, 9, Spatial([11, 12], fill: 1)), (24, 1, 1, Spatial([18, 16], fill: 1)), (1, 3, 9, Spatial([18, 16], fill: 1)),
            (1, 24, 30, Spatial([3, 3], fill: 1)),
        ]
        for (groups, inputs, outputs, size) in sizes {
            check(
                ConvolutionShape(
                    batch: 2, groups: groups, inputChannels: groups * inputs, outputChannels: groups * outputs, input: size, output: size,
                    kernel: Spatial([3, 3], fill: 1), padsBegin: Spatial([1, 1], fill: 0)), random: &random,
                "\(groups) \(inputs) \(outputs)")
        }
    }

    func testTransformedFilters() {
        var random = SeededNumbers(29)
        for round in 0..<25 {
            let input = Spatial([random.integer(1...11), random.integer(1...11)], fill: 1)
            let pads = Spatial([random.integer(0...2), random.integer(0...2)], fill: 0)
            var shape = ConvolutionShape(
                batch: random.integer(1...2), inputChannels: random.integer(1...9), outputChannels: random.integer(1...20), input: input,
                output: Spatial(
                    [input.height + pads.height - 2 + random.integer(0...2), input.width + pads.width - 2 + random.integer(0...2)].map {
                        max(0, $0)
                    }, fill: 1), kernel: Spatial([3, 3], fill: 1), padsBegin: pads)
            if random.integer(0...3) == 0 { shape.inputStrides = .planar(channels: shape.inputChannels, input) }
            shape.transformsFilters = true
            check(shape, random: &random, "round \(round): \(shape)")
        }
        var large = ConvolutionShape(
            batch: 1, inputChannels: 24, outputChannels: 36, input: Spatial([22, 19], fill: 1), output: Spatial([22, 19], fill: 1),
            kernel: Spatial([3, 3], fill: 1), padsBegin: Spatial([1, 1], fill: 0))
        XCTAssertTrue(large.suitsTransformedFilters)
        large.transformsFilters = true
        check(large, random: &random, "several tasks")
        large.input = Spatial([6, 7], fill: 1)
        large.output = large.input
        large.inputStrides = .channelsLast(channels: 24, large.input)
        large.outputStrides = .channelsLast(channels: 36, large.output)
        check(large, random: &random, "several tasks by columns")
        large.strides = Spatial([2, 1], fill: 1)
        XCTAssertFalse(large.suitsTransformedFilters)
    }

    func testEmptyExtents() {
        var random = SeededNumbers(4)
        let none = Spatial(depth: 1, height: 0, width: 3)
        let some = Spatial(depth: 1, height: 2, width: 3)
        for shape in [
            ConvolutionShape(batch: 0, inputChannels: 8, outputChannels: 8, input: some, output: some, kernel: .ones),
            ConvolutionShape(batch: 1, inputChannels: 8, outputChannels: 8, input: none, output: none, kernel: .ones),
            ConvolutionShape(batch: 1, inputChannels: 8, outputChannels: 0, input: some, output: some, kernel: .ones),
            ConvolutionShape(batch: 1, inputChannels: 0, outputChannels: 8, input: some, output: some, kernel: .ones),
            // Nothing but padding.
            ConvolutionShape(
                batch: 1, inputChannels: 8, outputChannels: 8, input: none, output: some, kernel: .ones,
                padsBegin: Spatial(depth: 0, height: 1, width: 0)),
        ] {
            check(shape, random: &random, "\(shape)")
        }
    }

    private func check(
        seed: UInt64, rounds: Int, channels: (ClosedRange<Int>, ClosedRange<Int>), groups: ClosedRange<Int>,
        kernel: ClosedRange<Int> = 1...4,
        transposed: Bool = false
    ) {
        var random = SeededNumbers(seed)
        for round in 0..<rounds {
            let rank = random.integer(1...3)
            let most = rank == 1 ? 20 : rank == 2 ? 9 : 4
            func spatial(_ range: ClosedRange<Int>, fill: Int = 1) -> Spatial {
                Spatial((0..<rank).map { _ in random.integer(range) }, fill: fill)
            }
            let input = spatial(1...most)
            let size = spatial(kernel.lowerBound...min(kernel.upperBound, rank == 3 ? 2 : 4))
            let strides = spatial(1...3)
            let dilations = spatial(1...2)
            let pads = spatial(0...2, fill: 0)
            let padsEnd = spatial(0...2, fill: 0)
            func extent(_ dimension: KeyPath<Spatial, Int>) -> Int {
                let reach = (size[keyPath: dimension] - 1) * dilations[keyPath: dimension] + 1
                let pad = pads[keyPath: dimension] + padsEnd[keyPath: dimension]
                let stride = strides[keyPath: dimension]
                let length = input[keyPath: dimension]
                return transposed
                    ? max(0, (length - 1) * stride + reach - pad) : max(0, (length + pad - reach) / stride + (length + pad < reach ? 0 : 1))
            }
            let groupCount = random.integer(groups)
            var shape = ConvolutionShape(
                batch: random.integer(1...2), groups: groupCount, inputChannels: groupCount * random.integer(channels.0),
                outputChannels: groupCount * random.integer(channels.1), input: input,
                output: Spatial(depth: extent(\.depth), height: extent(\.height), width: extent(\.width)), kernel: size, strides: strides,
                dilations: dilations, padsBegin: pads, isTransposed: transposed)
            switch random.integer(0...3) {
            case 0: shape.inputStrides = .planar(channels: shape.inputChannels, input)
            case 1:
                // Parts of wider tensors.
                shape.inputStrides = .channelsLast(channels: shape.inputChannels + 3, input)
                shape.outputStrides = .channelsLast(channels: shape.outputChannels + 2, shape.output)
            default: break
            }
            check(shape, random: &random, "seed \(seed), round \(round): \(shape)")
        }
    }

    private func check(_ shape: ConvolutionShape, random: inout SeededNumbers, _ name: String) {
        func extent(_ strides: ImageStrides, _ channels: Int, _ size: Spatial) -> Int {
            1 + max(0, shape.batch - 1) * strides.batch + max(0, channels - 1) * strides.channel + max(0, size.depth - 1) * strides.depth
                + max(0, size.height - 1) * strides.height + max(0, size.width - 1) * strides.width
        }
        let taps = shape.kernel.count
        let input = random.values(extent(shape.inputStrides, shape.inputChannels, shape.input))
        let weights = random.values(taps * shape.inputChannelsPerGroup * shape.outputChannels)
        let bias = random.values(shape.outputChannels)
        let hasBias = random.integer(0...1) == 0
        let before = random.values(extent(shape.outputStrides, shape.outputChannels, shape.output))
        let tail = RandomEpilogue(columns: shape.outputChannels, rows: shape.output.count, outer: shape.batch, random: &random)

        var expected = before.map(Double.init)
        forEachOutput(shape) { n, channel, position, place in
            var sum = hasBias ? Double(bias[channel]) : 0
            let group = channel / max(1, shape.outputChannelsPerGroup)
            forEachTap(shape, position) { tap, source in
                for c in 0..<shape.inputChannelsPerGroup {
                    let inGroup = channel % shape.outputChannelsPerGroup
                    let weight =
                        shape.isTransposed
                        ? ((group * shape.inputChannelsPerGroup + c) * shape.outputChannelsPerGroup + inGroup) * taps + tap
                        : (channel * shape.inputChannelsPerGroup + c) * taps + tap
                    let element =
                        n * shape.inputStrides.batch + (group * shape.inputChannelsPerGroup + c) * shape.inputStrides.channel + source
                    sum += Double(input[element]) * Double(weights[weight])
                }
            }
            let row = (position.depth * shape.output.height + position.height) * shape.output.width + position.width
            expected[place] = tail.value(sum, outer: n, row: row, column: channel)
        }

        var output = before
        let convolution = Convolution(shape)
        var packed = [Float](repeating: .nan, count: convolution.packedCount + 1)
        convolution.pack(weights, into: &packed)
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                bias.withUnsafeBufferPointer { bias in
                    tail.withEpilogue(
                        bias: hasBias ? bias.baseAddress : nil, spatial: (shape.output.height, shape.output.width)
                    ) { epilogue in
                        withScratch(convolution.scratchBytes(threads: team.threadCount)) { scratch in
                            convolution.run(
                                input: input.baseAddress!, weights: packed, output: output.baseAddress!, epilogue: epilogue,
                                scratch: scratch,
                                team: team)
                        }
                    }
                }
            }
        }
        assertClose(output, expected, "\(convolution.route) \(name)")
    }

    private func forEachOutput(_ shape: ConvolutionShape, _ body: (_ n: Int, _ channel: Int, _ position: Spatial, _ place: Int) -> Void) {
        let strides = shape.outputStrides
        for n in 0..<shape.batch {
            for d in 0..<shape.output.depth {
                for h in 0..<shape.output.height {
                    for w in 0..<shape.output.width {
                        for channel in 0..<shape.outputChannels {
                            let place = n * strides.batch + d * strides.depth + h * strides.height + w * strides.width + channel
                            body(n, channel, Spatial(depth: d, height: h, width: w), place)
                        }
                    }
                }
            }
        }
    }

    /// Calls `body` with each tap that meets the input and the input element (of item 0, channel 0) that it meets.
    private func forEachTap(_ shape: ConvolutionShape, _ position: Spatial, _ body: (_ tap: Int, _ source: Int) -> Void) {
        /// The input index of one dimension, if any.
        func source(_ dimension: KeyPath<Spatial, Int>, _ tap: Int) -> Int? {
            let reach = tap * shape.dilations[keyPath: dimension]
            let pad = shape.padsBegin[keyPath: dimension]
            let stride = shape.strides[keyPath: dimension]
            let place = position[keyPath: dimension]
            if shape.isTransposed {
                let spread = place + pad - reach
                guard spread >= 0, spread.isMultiple(of: stride), spread / stride < shape.input[keyPath: dimension] else { return nil }
                return spread / stride
            }
            let index = place * stride + reach - pad
            return index >= 0 && index < shape.input[keyPath: dimension] ? index : nil
        }
        var tap = 0
        for d in 0..<shape.kernel.depth {
            for h in 0..<shape.kernel.height {
                for w in 0..<shape.kernel.width {
                    if let d = source(\.depth, d), let h = source(\.height, h), let w = source(\.width, w) {
                        body(tap, d * shape.inputStrides.depth + h * shape.inputStrides.height + w * shape.inputStrides.width)
                    }
                    tap += 1
                }
            }
        }
    }
}
