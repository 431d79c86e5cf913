import InferKernels
import XCTest

@testable import InferCPU

final class ConvolutionBandTests: XCTestCase {
    /// Every input row that an output row of a part meets is the same as in the whole image, and no row is computed twice in a section.
    func testPartsMeetTheRowsThatWholeImagesMeet() {
        let seed = UInt64(20_261_128)
        var random = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let (shapes, height) = chain(&random)
            let division = BandDivision(
                sections: Int.random(in: 1...4, using: &random), bandRows: Int.random(in: 1...height, using: &random))
            let sections = ConvolutionSection.sections(shapes, division)
            let written = sections.flatMap { $0.bands.flatMap { Array($0.parts[shapes.count - 1].outputRows) } }
            XCTAssertEqual(written, Array(0..<height))
            for section in sections {
                var done = shapes.map { _ in 0 }
                for (index, part) in section.bands.flatMap({ $0.parts.enumerated() }) where !part.outputRows.isEmpty {
                    let message = "seed \(seed), round \(round), \(division), stage \(index): \(shapes[index])"
                    XCTAssertGreaterThanOrEqual(part.outputRows.lowerBound, done[index], message)
                    done[index] = part.outputRows.upperBound
                    let own = part.shape(of: shapes[index])
                    for row in 0..<own.output.height {
                        let inside = met(own, row).map { $0 + part.inputRows.lowerBound }
                        XCTAssertEqual(inside, met(shapes[index], row + part.outputRows.lowerBound), message)
                    }
                }
            }
        }
    }

    /// Whatever a part reads lies where an earlier part wrote it, in buffers of the lengths that were asked for.
    func testBuffersHoldWhatIsRead() {
        let seed = UInt64(20_261_129)
        var random = SeededGenerator(seed: seed)
        var moves = 0
        for round in 0..<300 {
            let (shapes, height) = chain(&random)
            let division = BandDivision(
                sections: Int.random(in: 1...3, using: &random), bandRows: Int.random(in: 1...max(1, height / 3), using: &random))
            for section in ConvolutionSection.sections(shapes, division) {
                // For each buffer, which row of the image lies in each of its own.
                var buffers = section.bufferRows.map { [Int?](repeating: nil, count: $0) }
                for (index, part) in section.bands.flatMap({ $0.parts.enumerated() }) where !part.outputRows.isEmpty {
                    let message = "seed \(seed), round \(round), \(division), stage \(index): \(shapes)"
                    if index > 0 {
                        let place = part.inputPlace
                        guard place + part.inputRows.count <= buffers[index - 1].count else { return XCTFail(message) }
                        XCTAssertEqual(Array(buffers[index - 1][place..<place + part.inputRows.count]), part.inputRows.map { $0 }, message)
                    }
                    guard index < shapes.count - 1 else { continue }
                    if !part.moved.isEmpty { moves += 1 }
                    for (target, source) in part.moved.enumerated() { buffers[index][target] = buffers[index][source] }
                    guard part.outputPlace + part.outputRows.count <= buffers[index].count else { return XCTFail(message) }
                    for (place, row) in part.outputRows.enumerated() { buffers[index][part.outputPlace + place] = row }
                }
            }
        }
        XCTAssertGreaterThan(moves, 50, "seed \(seed): rows seldom move, so the test means little")
    }

    /// The rows of an image that an output row meets.
    private func met(_ shape: ConvolutionShape, _ row: Int) -> [Int] {
        (0..<shape.kernel.height)
            .map { row * shape.strides.height - shape.padsBegin.height + $0 * shape.dilations.height }
            .filter { 0..<shape.input.height ~= $0 }
    }

    private func chain(_ random: inout SeededGenerator) -> ([ConvolutionShape], Int) {
        var shapes: [ConvolutionShape] = []
        var height = Int.random(in: 12...60, using: &random)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let kernel = Int.random(in: 1...5, using: &random)
            let dilation = Int.random(in: 1...2, using: &random)
            let stride = Int.random(in: 1...2, using: &random)
            let (before, after) = (Int.random(in: 0...kernel, using: &random), Int.random(in: 0...kernel, using: &random))
            let output = (height + before + after - (kernel - 1) * dilation - 1) / stride + 1
            guard output >= 1 else { break }
            shapes.append(
                ConvolutionShape(
                    batch: 1, inputChannels: 1, outputChannels: 1, input: Spatial(depth: 1, height: height, width: 1),
                    output: Spatial(depth: 1, height: output, width: 1), kernel: Spatial(depth: 1, height: kernel, width: 1),
                    strides: Spatial(depth: 1, height: stride, width: 1), dilations: Spatial(depth: 1, height: dilation, width: 1),
                    padsBegin: Spatial(depth: 0, height: before, width: 0)))
            height = output
        }
        return (shapes, height)
    }
}
