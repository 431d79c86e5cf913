import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Generated depthwise convolutions against the portable kernel.
final class DepthwiseConvolutionTests: XCTestCase {
    func testRandomWindows() throws {
        try check(seed: 41, rounds: 60, ConvolutionRanges(groups: 2...40))
    }

    func testUsualWindows() throws {
        for kernel in [3, 5, 7] {
            try check(
                seed: 42, rounds: 12,
                ConvolutionRanges(
                    groups: 8...70, length: 5...30, kernel: kernel...kernel, strides: 1...2, dilations: 1...1, pads: kernel / 2...kernel / 2
                ))
        }
    }

    func testLargeWindowsLoopOverTheirRows() throws {
        try check(seed: 43, rounds: 8, ConvolutionRanges(groups: 2...20, length: 12...24, kernel: 13...19, strides: 1...2, pads: 0...9))
    }

    /// Rows whose wider tiles have so many taps that code loops over kernel rows, and whose narrower ones do not.
    func testRowsOfBothKindsOfTiles() throws {
        for (kernel, width) in [(9, 19), (8, 25), (10, 17), (11, 13)] {
            for dilation in 1...3 {
                let groups = 19
                let input = Spatial(depth: 1, height: 16, width: width + kernel - 1)
                let output = Spatial(depth: 1, height: 16 + (kernel - 1) * (2 - dilation), width: width)
                guard output.height > 0 else { continue }
                let shape = ConvolutionShape(
                    batch: 1, groups: groups, inputChannels: groups, outputChannels: groups, input: input, output: output,
                    kernel: Spatial(depth: 1, height: kernel, width: kernel), dilations: Spatial(depth: 1, height: dilation, width: 1),
                    padsBegin: Spatial(depth: 0, height: kernel - 1, width: 0))
                try check(seed: 45, rounds: 1) { _ in shape }
            }
        }
    }

    func testEmptyImages() throws {
        try check(seed: 44, rounds: 10, ConvolutionRanges(batch: 0...1, groups: 2...20, length: 1...3, kernel: 2...4, pads: 0...1))
    }

    private func check(seed: UInt64, rounds: Int, _ ranges: ConvolutionRanges) throws {
        try check(seed: seed, rounds: rounds) { ranges.shape(&$0) }
    }

    private func check(seed: UInt64, rounds: Int, _ makeShape: (inout SeededNumbers) -> ConvolutionShape) throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(seed)
            for round in 0..<rounds {
                let shape = makeShape(&random)
                let test = try ConvolutionCase(shape, &random)
                XCTAssertTrue(DepthwiseConvolution.supports(shape))
                let packed = try GuardedBuffer(count: DepthwiseConvolution.packedCount(shape, instructionSet))
                DepthwiseConvolution.pack(test.filters, shape, instructionSet, into: packed.pointer)
                for order in DepthwiseSpecification.Order.allCases {
                    let convolution = try XCTUnwrap(try DepthwiseConvolution(shape, test.epilogue, instructionSet, order: order))
                    try test.check("\(instructionSet), seed \(seed), round \(round), \(order)") { input, output, scratch, team in
                        convolution.run(
                            input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
                    }
                }
            }
        }
    }
}
