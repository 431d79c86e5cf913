import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Winograd's method against the compiler's direct convolution.
final class WinogradConvolutionTests: XCTestCase {
    private static let tiles: [WinogradTile] = [
        WinogradTile(.f4x3, .f4x3), WinogradTile(.f2x3, .f2x3), WinogradTile(.f2x3, .f4x3), WinogradTile(.f3x3step2, .f3x3step2),
        WinogradTile(.identity, .f4x5), WinogradTile(.identity, .f2x5), WinogradTile(.identity, .f4x3),
    ]

    /// A random convolution that a tile suits.
    private func shape(_ tile: WinogradTile, lanes: Int, most: Int, _ random: inout SeededNumbers) -> ConvolutionShape {
        func lengths(_ transform: WinogradTransform) -> (input: Int, output: Int, pad: Int) {
            if transform.kind == .identity { return (1, 1, 0) }
            let pad = random.integer(0...2)
            let input = random.integer(max(1, transform.taps - pad)...max(transform.taps, most))
            let span = input + pad + random.integer(0...2) - transform.taps
            return (input, span < 0 ? 0 : span / transform.stride + 1, pad)
        }
        let (height, width) = (lengths(tile.vertical), lengths(tile.horizontal))
        let input = Spatial(depth: 1, height: height.input, width: width.input)
        let output = Spatial(depth: 1, height: height.output, width: width.output)
        let channels = (random.integer(lanes...lanes + 20), random.integer(1...70))
        var shape = ConvolutionShape(
            batch: random.integer(1...2), inputChannels: channels.0, outputChannels: channels.1, input: input, output: output,
            kernel: Spatial(depth: 1, height: tile.vertical.taps, width: tile.horizontal.taps),
            strides: Spatial(depth: 1, height: tile.vertical.stride, width: tile.horizontal.stride),
            padsBegin: Spatial(depth: 0, height: height.pad, width: width.pad))
        if random.integer(0...2) == 0 {
            // Parts of wider tensors.
            shape.inputStrides = .channelsLast(channels: channels.0 + 3, input)
            shape.outputStrides = .channelsLast(channels: channels.1 + 2, output)
        }
        return shape
    }

    private func span(_ strides: ImageStrides, _ batch: Int, _ channels: Int, _ size: Spatial) -> Int {
        (batch - 1) * strides.batch + (size.height - 1) * strides.height + (size.width - 1) * strides.width + channels
    }

    private func check(
        _ shape: ConvolutionShape, _ tile: WinogradTile, _ instructionSet: InstructionSet, threads: Int, _ random: inout SeededNumbers,
        _ message: String
    ) throws {
        guard shape.output.count > 0 else { return }
        let team = WorkerTeam(threads: threads)
        let input = try GuardedBuffer(random.floats(span(shape.inputStrides, shape.batch, shape.inputChannels, shape.input)))
        let count = span(shape.outputStrides, shape.batch, shape.outputChannels, shape.output)
        let output = try GuardedBuffer([Float](repeating: 7, count: count))
        var expected = [Float](repeating: 7, count: count)
        let weights = random.floats(shape.kernel.count * shape.inputChannels * shape.outputChannels)
        let random = try RandomEpilogue(rows: shape.batch * shape.output.count, columns: shape.outputChannels, &random)
        let epilogue = random.epilogue(size: shape.output)

        let oracle = InferKernels.Convolution(shape)
        var oraclePacked = [Float](repeating: 0, count: oracle.packedCount)
        oracle.pack(weights, into: &oraclePacked)
        var oracleScratch = [Float](repeating: 0, count: oracle.scratchBytes(threads: threads) / 4 + 64)
        oracleScratch.withUnsafeMutableBytes { scratch in
            oracle.run(
                input: input.pointer, weights: oraclePacked, output: &expected, epilogue: epilogue, scratch: scratch.baseAddress!,
                team: team)
        }

        let filters = WinogradFilters(
            instructionSet, tile, inputChannels: shape.inputChannels, outputChannels: shape.outputChannels)
        let packed = try GuardedBuffer([Float](repeating: .nan, count: filters.packedCount))
        try WinogradPacker(filters).pack(weights, into: packed.pointer)
        let convolution = try XCTUnwrap(WinogradConvolution(shape, filters, epilogue, threads: threads), message)
        let scratch = try GuardedBuffer([Float](repeating: .nan, count: convolution.scratchBytes / 4))
        for _ in 0..<2 {
            // Twice, as nothing of a run may be needed by the next.
            convolution.run(
                input: input.pointer, filters: packed.pointer, output: output.pointer, epilogue: epilogue, scratch: scratch.pointer,
                team: team)
        }
        for index in 0..<count where !(abs(output.pointer[index] - expected[index]) <= 2e-4) {
            return XCTFail("\(message): element \(index) is \(output.pointer[index]), expected \(expected[index])")
        }
    }

    func testConvolutions() throws {
        for instructionSet in InstructionSet.tested {
            for tile in Self.tiles {
                for round in 0..<8 {
                    let seed = UInt64(round)
                    var random = SeededNumbers(seed)
                    let shape = shape(tile, lanes: instructionSet.width.lanes, most: 13, &random)
                    try check(
                        shape, tile, instructionSet, threads: random.integer(1...3), &random,
                        "\(instructionSet), seed \(seed), \(tile.name), \(shape)")
                }
            }
        }
    }

    func testConvolutionsOfSeveralBlocks() throws {
        for instructionSet in InstructionSet.tested {
            for threads in 1...2 {
                var random = SeededNumbers(77)
                let size = Spatial(depth: 1, height: 43, width: 46)
                let shape = ConvolutionShape(
                    batch: 1, inputChannels: 16, outputChannels: 24, input: size, output: size,
                    kernel: Spatial(depth: 1, height: 3, width: 3), padsBegin: Spatial(depth: 0, height: 1, width: 1))
                let tile = WinogradTile(.f2x3, .f2x3)
                XCTAssertGreaterThan(WinogradLayout(shape, tile, threads: threads).blocks, 4)
                XCTAssertFalse(WinogradLayout(shape, tile, threads: threads).isShared)
                try check(shape, tile, instructionSet, threads: threads, &random, "\(instructionSet), \(threads) threads")
            }
        }
    }
}
