import XCTest

@testable import InferKernels

/// Poolings of seeded random sizes against plain loops over padded inputs.
final class PoolingTests: XCTestCase {
    private let team = WorkerTeam(threads: 2)

    private struct Case {
        var input: Spatial
        var output: Spatial
        var kernel: Spatial
        var strides: Spatial
        var dilations: Spatial
        var padsBegin: Spatial
        var padsEnd: Spatial

        func windows(_ dimension: KeyPath<Spatial, Int>, excludesPad: Bool) -> [PoolingWindow] {
            PoolingWindow.sliding(
                input: input[keyPath: dimension], output: output[keyPath: dimension], kernel: kernel[keyPath: dimension],
                stride: strides[keyPath: dimension], dilation: dilations[keyPath: dimension], padBegin: padsBegin[keyPath: dimension],
                padEnd: padsEnd[keyPath: dimension], excludesPad: excludesPad)
        }
    }

    private func randomCase(_ random: inout SeededNumbers, dilated: Bool) -> Case {
        let rank = random.integer(1...3)
        func spatial(_ range: ClosedRange<Int>, fill: Int = 1) -> Spatial {
            Spatial((0..<rank).map { _ in random.integer(range) }, fill: fill)
        }
        var result = Case(
            input: spatial(3...(rank == 3 ? 4 : 9)), output: .ones, kernel: spatial(2...3), strides: spatial(1...3),
            dilations: dilated ? spatial(1...2) : .ones, padsBegin: spatial(0...1, fill: 0), padsEnd: spatial(0...1, fill: 0))
        let roundsUp = random.integer(0...1)
        func extent(_ dimension: KeyPath<Spatial, Int>) -> Int {
            let reach = (result.kernel[keyPath: dimension] - 1) * result.dilations[keyPath: dimension] + 1
            let free = result.input[keyPath: dimension] + result.padsBegin[keyPath: dimension] + result.padsEnd[keyPath: dimension] - reach
            let stride = result.strides[keyPath: dimension]
            return free < 0 ? 0 : (free + roundsUp * (stride - 1)) / stride + 1
        }
        result.output = Spatial(depth: extent(\.depth), height: extent(\.height), width: extent(\.width))
        return result
    }

    func testMaxima() { check(seed: 31, .maximum, excludesPad: false) }
    func testAveragesWithoutPadding() { check(seed: 32, .average, excludesPad: true) }
    func testAveragesWithPadding() { check(seed: 33, .average, excludesPad: false) }

    private func check(seed: UInt64, _ reduction: Pooling.Reduction, excludesPad: Bool) {
        var random = SeededNumbers(seed)
        for round in 0..<40 {
            let sizes = randomCase(&random, dilated: reduction == .maximum)
            let channels = random.integer(1...40)
            let batch = random.integer(1...2)
            let isPlanar = random.integer(0...2) == 0
            let pooling = Pooling(
                reduction, batch: batch, channels: channels, depths: sizes.windows(\.depth, excludesPad: excludesPad),
                heights: sizes.windows(\.height, excludesPad: excludesPad), widths: sizes.windows(\.width, excludesPad: excludesPad),
                inputStrides: isPlanar ? .planar(channels: channels, sizes.input) : .channelsLast(channels: channels, sizes.input),
                outputStrides: .channelsLast(channels: channels, sizes.output))
            let input = random.values(batch * channels * sizes.input.count)
            var output = [Float](repeating: 9, count: batch * channels * sizes.output.count + 1)
            var expected = output.map(Double.init)
            var expectedPlaces = [Int64](repeating: -7, count: output.count)
            forEachOutput(batch, channels, sizes) { n, c, position, place in
                var best = -Double(Float.greatestFiniteMagnitude)
                var bestPlace = (n * channels + c) * sizes.input.count
                var sum = 0.0
                var count = 0
                forEachTap(sizes, position) { at, isInside, isPadded in
                    count += (excludesPad ? isInside : isPadded) ? 1 : 0
                    guard isInside else { return }
                    let strides = pooling.inputStrides
                    let value = Double(
                        input[
                            n * strides.batch + c * strides.channel + at.depth * strides.depth + at.height * strides.height
                                + at.width * strides.width])
                    sum += value
                    if value > best {
                        best = value
                        let line = ((n * channels + c) * sizes.input.depth + at.depth) * sizes.input.height + at.height
                        bestPlace = line * sizes.input.width + at.width
                    }
                }
                expected[place] = reduction == .maximum ? best : sum / Double(count)
                expectedPlaces[place] = Int64(bestPlace)
            }
            let name = "seed \(seed), round \(round): \(sizes), \(channels) channels, planar: \(isPlanar)"
            pooling.run(input: input, output: &output, team: team)
            assertClose(output, expected, name)
            if reduction == .maximum {
                var located = [Float](repeating: 9, count: output.count)
                var places = [Int64](repeating: -7, count: output.count)
                pooling.run(
                    input: input, output: &located, indices: &places, indexStrides: .planar(channels: channels, sizes.input), team: team)
                XCTAssertEqual(located, output, name)
                XCTAssertEqual(places, expectedPlaces, name)
            }
        }
    }

    private func forEachOutput(_ batch: Int, _ channels: Int, _ sizes: Case, _ body: (Int, Int, Spatial, Int) -> Void) {
        let strides = ImageStrides.channelsLast(channels: channels, sizes.output)
        for n in 0..<batch {
            for d in 0..<sizes.output.depth {
                for h in 0..<sizes.output.height {
                    for w in 0..<sizes.output.width {
                        for c in 0..<channels {
                            let place = n * strides.batch + d * strides.depth + h * strides.height + w * strides.width + c
                            body(n, c, Spatial(depth: d, height: h, width: w), place)
                        }
                    }
                }
            }
        }
    }

    private func forEachTap(_ sizes: Case, _ position: Spatial, _ body: (_ at: Spatial, _ isInside: Bool, _ isPadded: Bool) -> Void) {
        func place(_ dimension: KeyPath<Spatial, Int>, _ tap: Int) -> (at: Int, inside: Bool, padded: Bool) {
            let at =
                position[keyPath: dimension] * sizes.strides[keyPath: dimension] + tap * sizes.dilations[keyPath: dimension]
                - sizes.padsBegin[keyPath: dimension]
            let length = sizes.input[keyPath: dimension]
            return (at, at >= 0 && at < length, at < length + sizes.padsEnd[keyPath: dimension])
        }
        for d in 0..<sizes.kernel.depth {
            for h in 0..<sizes.kernel.height {
                for w in 0..<sizes.kernel.width {
                    let (d, h, w) = (place(\.depth, d), place(\.height, h), place(\.width, w))
                    body(
                        Spatial(depth: d.at, height: h.at, width: w.at), d.inside && h.inside && w.inside, d.padded && h.padded && w.padded)
                }
            }
        }
    }

    func testRoundedUpAveragesAsOpenVINOHasThem() {
        // 1…6; kernel 3, stride 2: the last window, one position beyond the input, divides by 2 either way.
        for excludesPad in [true, false] {
            let windows = PoolingWindow.sliding(
                input: 6, output: 3, kernel: 3, stride: 2, padBegin: 0, padEnd: 0, excludesPad: excludesPad)
            let strides = ImageStrides.planar(channels: 1, Spatial([6], fill: 1))
            var output = [Float](repeating: 0, count: 3)
            Pooling(.average, batch: 1, channels: 1, widths: windows, inputStrides: strides, outputStrides: strides)
                .run(input: [1, 2, 3, 4, 5, 6], output: &output, team: team)
            XCTAssertEqual(output, [2, 4, 5.5])
        }
    }

    func testMaximaPassOverNaNAndStartAtTheLowestNumber() {
        let strides = ImageStrides.planar(channels: 1, Spatial([6], fill: 1))
        let windows = PoolingWindow.sliding(input: 6, output: 5, kernel: 2, stride: 1, padBegin: 0, padEnd: 0, excludesPad: false)
        var output = [Float](repeating: 0, count: 5)
        var places = [Int32](repeating: 0, count: 5)
        Pooling(.maximum, batch: 1, channels: 1, widths: windows, inputStrides: strides, outputStrides: strides)
            .run(
                input: [1, .nan, 3, 5, 5, -.infinity], output: &output, indices: &places, indexStrides: strides, team: team)
        XCTAssertEqual(output, [1, 3, 5, 5, 5])
        XCTAssertEqual(places, [0, 2, 3, 3, 4])
    }

    func testAdaptiveWindowsDivideTheInput() {
        XCTAssertEqual(
            PoolingWindow.adaptive(input: 7, output: 3),
            [.init(first: 0, count: 3, divisor: 3), .init(first: 2, count: 3, divisor: 3), .init(first: 4, count: 3, divisor: 3)])
        XCTAssertEqual(
            PoolingWindow.adaptive(input: 2, output: 3),
            [.init(first: 0, count: 1, divisor: 1), .init(first: 0, count: 2, divisor: 2), .init(first: 1, count: 1, divisor: 1)])
    }

    func testGlobalAverageOverManyTasks() {
        var random = SeededNumbers(8)
        let size = Spatial([17, 13], fill: 1)
        let channels = 700
        let input = random.values(channels * size.count)
        var output = [Float](repeating: 0, count: channels)
        Pooling(
            .average, batch: 1, channels: channels, heights: PoolingWindow.adaptive(input: 17, output: 1),
            widths: PoolingWindow.adaptive(input: 13, output: 1), inputStrides: .channelsLast(channels: channels, size),
            outputStrides: .channelsLast(channels: channels, .ones)
        ).run(input: input, output: &output, team: team)
        let expected = (0..<channels).map { channel in
            stride(from: channel, to: input.count, by: channels).reduce(0.0) { $0 + Double(input[$1]) } / Double(size.count)
        }
        assertClose(output, expected, "global average")
    }
}
