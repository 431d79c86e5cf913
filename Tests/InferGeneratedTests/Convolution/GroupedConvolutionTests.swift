import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Generated convolutions of groups of several channels against the portable kernel.
final class GroupedConvolutionTests: XCTestCase {
    func testRandomGroups() throws {
        try check(seed: 81, rounds: 60, ConvolutionRanges(groups: 2...9, inputChannels: 1...20, outputChannels: 1...20))
    }

    func testNarrowGroups() throws {
        for (index, channels) in [2, 3, 4, 8].enumerated() {
            try check(
                seed: 82 + UInt64(index), rounds: 20,
                ConvolutionRanges(groups: 2...20, inputChannels: channels...channels, outputChannels: channels...channels))
        }
    }

    func testMoreOutputsThanInputs() throws {
        try check(seed: 86, rounds: 30, ConvolutionRanges(groups: 2...20, inputChannels: 1...2, outputChannels: 2...8))
    }

    func testMoreInputsThanOutputs() throws {
        try check(seed: 87, rounds: 30, ConvolutionRanges(groups: 2...20, inputChannels: 2...40, outputChannels: 1...4))
    }

    func testGroupsOfVectors() throws {
        for (index, channels) in [16, 32, 40].enumerated() {
            try check(
                seed: 88 + UInt64(index), rounds: 6,
                ConvolutionRanges(
                    groups: 2...5, inputChannels: channels...channels, outputChannels: channels...channels, length: 5...15, kernel: 3...3,
                    strides: 1...2, dilations: 1...1, pads: 1...1))
        }
    }

    func testPointwise() throws {
        try check(
            seed: 91, rounds: 30,
            ConvolutionRanges(groups: 2...12, inputChannels: 1...40, outputChannels: 1...40, kernel: 1...1, pads: 0...0))
    }

    func testLargeWindowsLoopOverTheirRows() throws {
        try check(
            seed: 92, rounds: 12,
            ConvolutionRanges(
                groups: 2...6, inputChannels: 1...9, outputChannels: 1...9, length: 12...24, kernel: 13...19, strides: 1...2, pads: 0...9))
    }

    func testEmptyImages() throws {
        try check(
            seed: 93, rounds: 10,
            ConvolutionRanges(
                batch: 0...1, groups: 2...9, inputChannels: 2...5, outputChannels: 2...5, length: 1...3, kernel: 2...4, pads: 0...1))
    }

    func testGroupsOfOneChannelAreDepthwise() {
        let one = Spatial.ones
        let depthwise = ConvolutionShape(batch: 1, groups: 4, inputChannels: 4, outputChannels: 4, input: one, output: one, kernel: one)
        XCTAssertFalse(GroupedConvolution.supports(depthwise))
        XCTAssertTrue(DepthwiseConvolution.supports(depthwise))
    }

    func testWideGroupsAreMatrixProducts() {
        let one = Spatial.ones
        for (channels, avx512, avx2) in [(4, true, true), (16, true, true), (64, true, false), (65, false, false)] {
            let shape = ConvolutionShape(
                batch: 1, groups: 2, inputChannels: 2 * channels, outputChannels: 2 * channels, input: one, output: one, kernel: one)
            XCTAssertEqual(GroupedConvolution.isPreferred(shape, .avx512), avx512, "\(channels) channels")
            XCTAssertEqual(GroupedConvolution.isPreferred(shape, .avx2), avx2, "\(channels) channels")
        }
    }

    private func check(seed: UInt64, rounds: Int, _ ranges: ConvolutionRanges) throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(seed)
            var supported = 0
            for round in 0..<rounds {
                let shape = ranges.shape(&random)
                let test = try ConvolutionCase(shape, &random)
                guard GroupedConvolution.supports(shape) else { continue }
                supported += 1
                let packed = try GuardedBuffer(count: GroupedConvolution.packedCount(shape, instructionSet))
                GroupedConvolution.pack(test.filters, shape, instructionSet, into: packed.pointer)
                for order in DepthwiseSpecification.Order.allCases {
                    let convolution = try XCTUnwrap(try GroupedConvolution(shape, test.epilogue, instructionSet, order: order))
                    try test.check("\(instructionSet), seed \(seed), round \(round), \(order)") { input, output, scratch, team in
                        convolution.run(
                            input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
                    }
                }
            }
            XCTAssertGreaterThan(supported, rounds * 3 / 4, "seed \(seed)")
        }
    }
}
