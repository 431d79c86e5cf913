import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Transposed convolutions by cells of outputs against the portable kernel.
final class SubpixelConvolutionTests: XCTestCase {
    private static let ranges = ConvolutionRanges(
        ranks: 1...3, inputChannels: 1...20, outputChannels: 1...5, length: 1...9, kernel: 1...7, strides: 1...4, dilations: 1...1,
        pads: 0...5, isTransposed: true)

    /// Whether an operand varies with the position.
    private func variesByPosition(_ epilogue: Epilogue) -> Bool {
        (0..<epilogue.count).contains { index in
            guard case .combine(_, let operand) = epilogue[index] else { return false }
            return operand.rowStride != 0
        }
    }

    private func check(_ shape: ConvolutionShape, _ instructionSet: InstructionSet, _ random: inout SeededNumbers, _ name: String) throws {
        let filters = try XCTUnwrap(SubpixelFilters(shape), name)
        let test = try ConvolutionCase(shape, &random)
        let threads = random.integer(2...3)
        let convolution = try SubpixelConvolution(shape, filters, test.epilogue, instructionSet, threads: threads) {
            try DirectConvolution($0, $1, instructionSet, threads: threads)
        }
        XCTAssertEqual(convolution == nil, variesByPosition(test.epilogue), name)
        guard let convolution else { return }
        let rearranged = try GuardedBuffer([Float](repeating: .nan, count: filters.count))
        filters.rearrange(test.filters, into: rearranged.pointer)
        let packed = try GuardedBuffer([Float](repeating: .nan, count: DirectConvolution.packedCount(filters.plain, instructionSet)))
        DirectConvolution.pack(rearranged.pointer, filters.plain, instructionSet, into: packed.pointer)
        try test.check(scratchBytes: convolution.scratchBytes, name) { input, output, scratch, team in
            convolution.run(input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
        }
    }

    func testConvolvesAsThePortableKernelDoes() throws {
        for instructionSet in InstructionSet.tested {
            var count = 0
            for seed in UInt64(0)..<150 {
                var random = SeededNumbers(seed)
                let shape = Self.ranges.shape(&random)
                guard shape.strides.count > 1 else { continue }
                count += 1
                try check(shape, instructionSet, &random, "\(instructionSet), seed \(seed)")
            }
            XCTAssertGreaterThan(count, 100)
        }
    }

    /// Outputs that begin further inside, and that end behind what any input reaches.
    func testOtherLengthsOfOutputs() throws {
        for instructionSet in InstructionSet.tested {
            for (pad, extra) in [(-5, 7), (0, 9), (11, -2), (12, 0)] {
                var random = SeededNumbers(UInt64(pad + 20))
                let input = Spatial(depth: 1, height: 5, width: 7)
                let output = Spatial(
                    depth: 1, height: (input.height - 1) * 3 + 9 - pad + extra, width: (input.width - 1) * 2 + 5 - pad + extra)
                let shape = ConvolutionShape(
                    batch: 2, inputChannels: 9, outputChannels: 2, input: input, output: output,
                    kernel: Spatial(depth: 1, height: 9, width: 5), strides: Spatial(depth: 1, height: 3, width: 2),
                    padsBegin: Spatial(depth: 0, height: pad, width: pad), isTransposed: true)
                try check(shape, instructionSet, &random, "\(instructionSet), pad \(pad)")
            }
        }
    }

    func testPaysWhereVectorsWouldBeAllButEmpty() throws {
        func pays(_ channels: Int, kernel: Int, stride: Int) throws -> Bool {
            let shape = ConvolutionShape(
                batch: 1, inputChannels: 56, outputChannels: channels, input: .ones, output: .ones,
                kernel: Spatial(depth: 1, height: kernel, width: kernel), strides: Spatial(depth: 1, height: stride, width: stride),
                isTransposed: true)
            return try XCTUnwrap(SubpixelFilters(shape)).pays(.avx512)
        }
        XCTAssertTrue(try pays(1, kernel: 9, stride: 3))
        XCTAssertTrue(try pays(3, kernel: 4, stride: 2))
        XCTAssertFalse(try pays(64, kernel: 2, stride: 2))
        // With most taps of the window zeros there is nothing to gain.
        XCTAssertFalse(try pays(16, kernel: 3, stride: 2))
    }

    func testOthersHaveNoCells() {
        var shape = ConvolutionShape(
            batch: 1, inputChannels: 8, outputChannels: 1, input: .ones, output: .ones, kernel: Spatial(depth: 1, height: 4, width: 4),
            strides: Spatial(depth: 1, height: 2, width: 2), isTransposed: true)
        XCTAssertNotNil(SubpixelFilters(shape))
        shape.isTransposed = false
        XCTAssertNil(SubpixelFilters(shape))
        shape.isTransposed = true
        shape.dilations.width = 2
        XCTAssertNil(SubpixelFilters(shape))
        shape.dilations.width = 1
        shape.strides = .ones
        XCTAssertNil(SubpixelFilters(shape))
        shape.strides = Spatial(depth: 1, height: 64, width: 64)
        XCTAssertNil(SubpixelFilters(shape))
    }
}
