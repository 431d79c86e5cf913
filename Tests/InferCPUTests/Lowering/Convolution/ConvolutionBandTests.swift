import InferKernels
import XCTest

@testable import InferCPU

final class ConvolutionBandTests: XCTestCase {
    /// Every input row that an output row of a part meets is the same as in the whole image.
    func testPartsMeetTheRowsThatWholeImagesMeet() {
        let seed = UInt64(20_261_128)
        var random = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let (shapes, height) = chain(&random)
            let rows = Int.random(in: 1...height, using: &random)
            let bands = ConvolutionBand.bands(shapes, rows: rows)
            XCTAssertEqual(bands.flatMap { Array($0.parts[shapes.count - 1].outputRows) }, Array(0..<height))
            for band in bands {
                for (index, part) in band.parts.enumerated() {
                    let message = "seed \(seed), round \(round), rows \(rows), stage \(index): \(shapes[index])"
                    if index > 0 { XCTAssertEqual(band.parts[index - 1].outputRows, part.inputRows, message) }
                    let own = part.shape(of: shapes[index])
                    for row in 0..<own.output.height {
                        let inside = met(own, row).map { $0 + part.inputRows.lowerBound }
                        XCTAssertEqual(inside, met(shapes[index], row + part.outputRows.lowerBound), message)
                    }
                }
            }
        }
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
