import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Convolutions to one channel against the portable kernel.
final class NarrowConvolutionTests: XCTestCase {
    private func check(_ shape: ConvolutionShape, _ instructionSet: InstructionSet, _ random: inout SeededNumbers, _ name: String) throws {
        let test = try ConvolutionCase(shape, &random)
        let convolution = try XCTUnwrap(
            try NarrowConvolution(shape, test.epilogue, instructionSet, threads: random.integer(2...3)), name)
        let packed = try GuardedBuffer(count: NarrowConvolution.packedCount(shape, instructionSet))
        for index in 0..<packed.count { packed.pointer[index] = .nan }
        NarrowConvolution.pack(test.filters, shape, instructionSet, into: packed.pointer)
        try test.check(scratchBytes: convolution.scratchBytes, name) { input, output, scratch, team in
            convolution.run(input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
        }
    }

    /// Filters as large as the stride, on rows of all lengths.
    func testTransposed() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(0)..<60 {
                var random = SeededNumbers(seed)
                let kernel = random.pick([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)])
                let input = Spatial(depth: 1, height: random.integer(1...6), width: random.integer(4...70))
                var shape = ConvolutionShape(
                    batch: random.integer(1...2), inputChannels: 4 * random.integer(2...12), outputChannels: 1, input: input,
                    output: Spatial(depth: 1, height: input.height * kernel.0, width: input.width * kernel.1),
                    kernel: Spatial(depth: 1, height: kernel.0, width: kernel.1),
                    strides: Spatial(depth: 1, height: kernel.0, width: kernel.1), isTransposed: true)
                if random.integer(0...3) == 0 {
                    shape.inputStrides = .channelsLast(channels: shape.inputChannels + 3, input)
                }
                XCTAssertTrue(NarrowConvolution.supports(shape))
                try check(shape, instructionSet, &random, "\(instructionSet), seed \(seed)")
            }
        }
    }

    func testPointwise() throws {
        for instructionSet in InstructionSet.tested {
            for seed in UInt64(100)..<140 {
                var random = SeededNumbers(seed)
                let input = Spatial(
                    depth: random.integer(1...2), height: random.integer(1...6), width: random.integer(4...70))
                let shape = ConvolutionShape(
                    batch: random.integer(1...2), inputChannels: 4 * random.integer(2...40), outputChannels: 1, input: input,
                    output: input, kernel: .ones)
                XCTAssertTrue(NarrowConvolution.supports(shape))
                try check(shape, instructionSet, &random, "\(instructionSet), seed \(seed)")
            }
        }
    }

    /// Images that are padded or cut, and those with gaps, are computed too.
    func testOtherImages() throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(7)
            let input = Spatial(depth: 1, height: 5, width: 40)
            for pad in 0...1 {
                var shape = ConvolutionShape(
                    batch: 1, inputChannels: 12, outputChannels: 1, input: input,
                    output: Spatial(depth: 1, height: 10 - 2 * pad, width: 80 - 2 * pad), kernel: Spatial(depth: 1, height: 2, width: 2),
                    strides: Spatial(depth: 1, height: 2, width: 2), padsBegin: Spatial(depth: 0, height: pad, width: pad),
                    isTransposed: true)
                if pad == 0 { shape.outputStrides = .channelsLast(channels: 3, shape.output) }
                try check(shape, instructionSet, &random, "\(instructionSet), pad \(pad)")
            }
        }
    }

    func testOtherFiltersAreLeftToOthers() {
        var shape = ConvolutionShape(
            batch: 1, inputChannels: 12, outputChannels: 1, input: .ones, output: .ones, kernel: Spatial(depth: 1, height: 2, width: 2),
            strides: Spatial(depth: 1, height: 2, width: 2), isTransposed: true)
        XCTAssertTrue(NarrowConvolution.supports(shape))
        shape.outputChannels = 2
        XCTAssertFalse(NarrowConvolution.supports(shape))
        shape.outputChannels = 1
        shape.inputChannels = 13
        XCTAssertFalse(NarrowConvolution.supports(shape))
        shape.inputChannels = 12
        shape.strides = .ones
        XCTAssertFalse(NarrowConvolution.supports(shape))
    }
}
