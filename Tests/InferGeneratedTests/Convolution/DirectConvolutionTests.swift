import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// Generated direct convolutions of all kinds against the portable kernel.
final class DirectConvolutionTests: XCTestCase {
    func testPointwise() throws {
        try check(
            seed: 51, rounds: 40,
            ConvolutionRanges(ranks: 1...3, inputChannels: 1...40, outputChannels: 1...130, length: 1...9, kernel: 1...1))
    }

    func testWindows() throws {
        try check(seed: 52, rounds: 60, ConvolutionRanges(inputChannels: 1...20, outputChannels: 1...50))
    }

    func testVolumes() throws {
        try check(
            seed: 53, rounds: 40,
            ConvolutionRanges(ranks: 3...3, inputChannels: 1...9, outputChannels: 1...20, length: 1...6, kernel: 1...3))
    }

    func testGroups() throws {
        try check(seed: 54, rounds: 40, ConvolutionRanges(groups: 2...4, inputChannels: 1...9, outputChannels: 1...40, length: 1...9))
    }

    func testTransposed() throws {
        try check(
            seed: 55, rounds: 60,
            ConvolutionRanges(ranks: 1...3, inputChannels: 1...9, outputChannels: 1...40, length: 1...6, kernel: 1...4, isTransposed: true))
        try check(
            seed: 56, rounds: 20,
            ConvolutionRanges(groups: 2...3, inputChannels: 1...5, outputChannels: 1...20, length: 1...6, isTransposed: true))
    }

    func testLongLines() throws {
        try check(
            seed: 57, rounds: 6,
            ConvolutionRanges(ranks: 1...1, inputChannels: 30...60, outputChannels: 1...40, length: 900...1500, dilations: 1...3))
    }

    /// Taps so far apart that many of them meet padding.
    func testTapsFarApart() throws {
        try check(
            seed: 67, rounds: 120,
            ConvolutionRanges(
                inputChannels: 1...20, outputChannels: 1...70, length: 4...20, kernel: 1...4, strides: 1...2, dilations: 3...14,
                pads: 0...14))
        // Panels in several passes.
        try check(
            seed: 68, rounds: 8,
            ConvolutionRanges(
                ranks: 2...2, inputChannels: 300...420, outputChannels: 30...70, length: 5...8, kernel: 3...3, strides: 1...1,
                dilations: 4...9, pads: 4...9))
    }

    func testLinesAreCutWhereTapsMeetPadding() throws {
        guard let instructionSet = InstructionSet.tested.last else { return }
        func convolution(dilation: Int, length: Int) throws -> DirectConvolution {
            let size = Spatial(depth: 1, height: length, width: length)
            let shape = ConvolutionShape(
                batch: 1, inputChannels: 16, outputChannels: 64, input: size, output: size,
                kernel: Spatial(depth: 1, height: 3, width: 3), dilations: Spatial(depth: 1, height: dilation, width: dilation),
                padsBegin: Spatial(depth: 0, height: dilation, width: dilation))
            return try XCTUnwrap(try DirectConvolution(shape, Epilogue(), instructionSet, threads: 1))
        }
        let apart = try convolution(dilation: 12, length: 20)
        XCTAssertEqual(apart.phases.elements.map(\.width.count), [8, 4, 8])
        XCTAssertEqual(apart.phases.elements.map(\.width.tapCount), [2, 1, 2])
        let single = try convolution(dilation: 24, length: 20)
        XCTAssertEqual(single.phases.elements.map(\.width.tapCount), [1])
        XCTAssertTrue(single.phases.elements.allSatisfy { !$0.usesStrip })
        XCTAssertEqual(try convolution(dilation: 2, length: 200).phases.elements.count, 1)
    }

    /// Runs meet the inputs that the axis meets, and no others.
    func testRunsOfAxes() {
        for seed in UInt64(0)..<200 {
            var random = SeededNumbers(seed)
            let (count, stride) = (random.integer(1...30), random.integer(1...3))
            let taps = ConvolutionTaps(index: 0, kernel: Array(0..<random.integer(1...4)), step: random.integer(1...9))
            let axis = ConvolutionAxis(
                taps: taps, firstOffset: random.integer(-20...5), inputStep: stride, origin: random.integer(0...2),
                outputStep: random.integer(1...2), count: count, inputLength: random.integer(1...30))
            var position = 0
            for run in axis.runs {
                XCTAssertGreaterThan(run.count, 0)
                for place in 0..<run.count {
                    let own = axis.walk.taps(at: position)
                    XCTAssertEqual(run.taps.kernel, Array(taps.kernel[own]), "seed \(seed)")
                    XCTAssertEqual(run.firstTap, own.lowerBound, "seed \(seed)")
                    XCTAssertEqual(run.input(place), axis.input(position) + own.lowerBound * taps.step, "seed \(seed)")
                    XCTAssertEqual(
                        run.origin + place * run.outputStep, axis.origin + position * axis.outputStep, "seed \(seed)")
                    position += 1
                }
            }
            XCTAssertEqual(position, count, "seed \(seed)")
        }
    }

    /// Panels that are multiplied in several passes.
    func testManyInputChannels() throws {
        try check(
            seed: 62, rounds: 4,
            ConvolutionRanges(
                ranks: 2...2, inputChannels: 300...420, outputChannels: 30...70, length: 5...8, kernel: 3...3, strides: 1...2,
                dilations: 1...1))
        try check(
            seed: 63, rounds: 4, ConvolutionRanges(inputChannels: 2700...2900, outputChannels: 20...70, length: 6...8, kernel: 1...1))
    }

    func testFiltersFromMemoryAreReadOnce() {
        func parts(filterBytes: Int, threads: Int) -> (lines: Int, panels: Int) {
            let split = DirectSplit(
                lines: 1, planes: 1, length: 49, panels: 32, positionBytes: 8192, filterBytes: filterBytes, threads: threads)
            return (split.lineParts, split.panelBlocks)
        }
        XCTAssertEqual(parts(filterBytes: 1 << 20, threads: 1).lines, 2)
        XCTAssertEqual(parts(filterBytes: 8 << 20, threads: 1).lines, 1)
        XCTAssertEqual(parts(filterBytes: 8 << 20, threads: 2).lines, 1)
        XCTAssertEqual(parts(filterBytes: 8 << 20, threads: 2).panels, 2)
    }

    func testEmptyImages() throws {
        try check(
            seed: 58, rounds: 10,
            ConvolutionRanges(batch: 0...1, inputChannels: 1...5, outputChannels: 1...9, length: 1...3, kernel: 2...4, pads: 0...1))
    }

    func testPlanarImages() throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(59)
            for round in 0..<40 {
                var shape = ConvolutionRanges(
                    inputChannels: 1...4, outputChannels: 1...70, length: 1...20, kernel: 1...7, pads: 0...3, hasGaps: false
                )
                .shape(&random)
                shape.inputStrides = .planar(channels: shape.inputChannels, shape.input)
                try check(PlanarConvolution.self, shape, instructionSet, &random, "\(instructionSet), round \(round)")
            }
        }
    }

    // MARK: Lines through the batch

    func testBatchLines() throws {
        try checkBatchLines(
            seed: 60, rounds: 60,
            ConvolutionRanges(batch: 1...33, inputChannels: 1...20, outputChannels: 1...70, length: 1...6, kernel: 1...4, dilations: 1...3))
    }

    func testBatchLinesOfVolumes() throws {
        // Kernels of a depth go the ordinary way; others do not look at other depths.
        try checkBatchLines(
            seed: 61, rounds: 60,
            ConvolutionRanges(
                ranks: 3...3, batch: 2...17, inputChannels: 1...9, outputChannels: 1...20, length: 1...4, kernel: 1...2, strides: 1...2,
                pads: 0...1))
    }

    func testBatchLinesOfGroups() throws {
        try checkBatchLines(
            seed: 62, rounds: 40,
            ConvolutionRanges(batch: 2...17, groups: 2...4, inputChannels: 1...9, outputChannels: 1...40, length: 1...5, kernel: 1...3))
    }

    func testBatchLinesOfTransposed() throws {
        try checkBatchLines(
            seed: 63, rounds: 40,
            ConvolutionRanges(
                batch: 2...17, groups: 1...2, inputChannels: 1...9, outputChannels: 1...40, length: 1...5, kernel: 1...4, isTransposed: true
            ))
    }

    func testBatchLinesOfPlanarImages() throws {
        try checkBatchLines(
            seed: 64, rounds: 60,
            ConvolutionRanges(
                ranks: 1...2, batch: 2...33, inputChannels: 1...1, outputChannels: 1...70, length: 1...20, kernel: 1...7, strides: 1...4,
                pads: 0...1, hasGaps: false), .planar)
    }

    func testBatchLinesPayForShortLinesOfManyImages() {
        func pays(batch: Int, width: Int, kernel: Int = 3, pad: Int = 1, outputChannels: Int = 64) -> Bool {
            let output = Spatial(depth: 1, height: 1, width: width)
            let shape = ConvolutionShape(
                batch: batch, inputChannels: 64, outputChannels: outputChannels,
                input: Spatial(depth: 1, height: 1, width: width + kernel - 1 - 2 * pad), output: output,
                kernel: Spatial(depth: 1, height: 1, width: kernel), padsBegin: Spatial(depth: 0, height: 0, width: pad))
            return BatchLines(shape, .channelsLast)?.pays(insteadOf: shape, .channelsLast, .avx512) ?? false
        }
        XCTAssertTrue(pays(batch: 32, width: 1))
        XCTAssertTrue(pays(batch: 32, width: 2))
        XCTAssertTrue(pays(batch: 2, width: 1), "two of three taps meet padding")
        XCTAssertTrue(pays(batch: 32, width: 1, kernel: 1, pad: 0))
        XCTAssertFalse(pays(batch: 1, width: 1))
        XCTAssertFalse(pays(batch: 2, width: 30))
        XCTAssertFalse(pays(batch: 32, width: 56))
        XCTAssertFalse(pays(batch: 32, width: 12, pad: 0))
    }

    private func checkBatchLines(
        seed: UInt64, rounds: Int, _ ranges: ConvolutionRanges, _ order: DirectFilters.Order = .channelsLast
    ) throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(seed)
            var turned = 0
            for round in 0..<rounds {
                var shape = ranges.shape(&random)
                if order == .planar { shape.inputStrides = .planar(channels: shape.inputChannels, shape.input) }
                guard DirectConvolution.supports(shape, order) else { continue }
                if BatchLines(shape, order) != nil { turned += 1 }
                try check(shape, order, instructionSet, &random, "\(instructionSet), seed \(seed), round \(round)")
            }
            XCTAssertGreaterThan(turned, rounds / 8, "seed \(seed)")
        }
    }

    /// A convolution whose lines go through the batch wherever they can.
    private func check(
        _ shape: ConvolutionShape, _ order: DirectFilters.Order, _ instructionSet: InstructionSet, _ random: inout SeededNumbers,
        _ name: String
    ) throws {
        let test = try ConvolutionCase(shape, &random)
        let convolution = try XCTUnwrap(
            try DirectConvolution(shape, order, test.epilogue, instructionSet, threads: random.integer(2...3), prefersBatchLines: true))
        let filters = DirectFilters(shape, order, instructionSet)
        let packed = try GuardedBuffer(count: filters.count)
        for index in 0..<packed.count { packed.pointer[index] = .nan }
        filters.pack(test.filters, shape, into: packed.pointer)
        try test.check(scratchBytes: convolution.scratchBytes, name) { input, output, scratch, team in
            convolution.run(input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
        }
    }

    private func check(seed: UInt64, rounds: Int, _ ranges: ConvolutionRanges) throws {
        for instructionSet in InstructionSet.tested {
            var random = SeededNumbers(seed)
            for round in 0..<rounds {
                let shape = ranges.shape(&random)
                guard DirectConvolution.supports(shape) else { continue }
                try check(DirectConvolution.self, shape, instructionSet, &random, "\(instructionSet), seed \(seed), round \(round)")
            }
        }
    }

    private func check<Algorithm: GeneratedConvolution>(
        _ type: Algorithm.Type, _ shape: ConvolutionShape, _ instructionSet: InstructionSet, _ random: inout SeededNumbers, _ name: String
    ) throws {
        let test = try ConvolutionCase(shape, &random)
        let convolution = try XCTUnwrap(try Algorithm(shape, test.epilogue, instructionSet, threads: random.integer(2...3)))
        let packed = try GuardedBuffer(count: Algorithm.packedCount(shape, instructionSet))
        for index in 0..<packed.count { packed.pointer[index] = .nan }
        Algorithm.pack(test.filters, shape, instructionSet, into: packed.pointer)
        try test.check(scratchBytes: convolution.scratchBytes, name) { input, output, scratch, team in
            convolution.run(input: input, filters: packed.pointer, output: output, epilogue: test.epilogue, scratch: scratch, team: team)
        }
    }
}
