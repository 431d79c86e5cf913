import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Generated poolings against the compiler's, to the last bit.
final class GeneratedPoolingTests: XCTestCase {
    private func windows(_ length: Int, _ random: inout SeededNumbers) -> [PoolingWindow] {
        if random.integer(0...3) == 0 { return PoolingWindow.adaptive(input: length, output: random.integer(1...length + 1)) }
        let kernel = random.integer(1...3)
        let (begin, end) = (random.integer(0...1), random.integer(0...1))
        let (stride, dilation) = (random.integer(1...2), random.integer(1...2))
        let room = length + begin + end - (kernel - 1) * dilation - 1
        return PoolingWindow.sliding(
            input: length, output: room < 0 ? 0 : room / stride + 1, kernel: kernel, stride: stride, dilation: dilation, padBegin: begin,
            padEnd: end, excludesPad: random.integer(0...1) == 0
        ).map { window in
            var window = window
            window.divisor = max(1, window.divisor)
            return window
        }
    }

    func testPoolings() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<60 {
                var random = SeededNumbers(seed)
                let threads = random.integer(1...3)
                let channels = random.integer(1...150)
                let batch = random.integer(1...2)
                let size = Spatial(depth: 1, height: random.integer(1...9), width: random.integer(1...12))
                let (heights, widths) = (windows(size.height, &random), windows(size.width, &random))
                let result = Spatial(depth: 1, height: heights.count, width: widths.count)
                guard result.count > 0 else { continue }
                let extra = random.integer(0...1) * 3
                let pooling = Pooling(
                    random.integer(0...1) == 0 ? .maximum : .average, batch: batch, channels: channels, heights: heights, widths: widths,
                    inputStrides: .channelsLast(channels: channels + extra, size),
                    outputStrides: .channelsLast(channels: channels + extra, result))
                let input = try GuardedBuffer(random.floats(batch * size.count * (channels + extra) - extra))
                let count = batch * result.count * (channels + extra) - extra
                let output = try GuardedBuffer([Float](repeating: 5, count: count))
                var expected = [Float](repeating: 5, count: count)
                let team = WorkerTeam(threads: threads)
                pooling.run(input: input.pointer, output: &expected, team: team)
                let generated = try XCTUnwrap(GeneratedPooling(pooling, instructionSet, threads: threads))
                generated.run(input: input.pointer, output: output.pointer, team: team)
                XCTAssertEqual(output.values, expected, "\(instructionSet), seed \(seed)")
            }
        }
    }

    func testMaximaPassOverNaN() throws {
        for instructionSet in InstructionSet.tested {
            let size = Spatial(depth: 1, height: 1, width: 3)
            let pooling = Pooling(
                .maximum, batch: 1, channels: 1, widths: [PoolingWindow(first: 0, count: 3, divisor: 3)],
                inputStrides: .channelsLast(channels: 1, size), outputStrides: .channelsLast(channels: 1, .ones))
            var output: Float = 0
            let generated = try XCTUnwrap(GeneratedPooling(pooling, instructionSet, threads: 1))
            let input: [Float] = [1, .nan, -2]
            generated.run(input: input, output: &output, team: WorkerTeam(threads: 1))
            XCTAssertEqual(output, 1)
        }
    }
}
