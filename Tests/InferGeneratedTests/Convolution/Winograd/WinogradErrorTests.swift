import InferAssembler
import InferKernels
import XCTest

@testable import InferGenerated

/// The rule by which transforms are chosen: their results are about as near the exact ones as direct sums are.
final class WinogradErrorTests: XCTestCase {
    func testErrorsStayNearThoseOfDirectSums() throws {
        guard let instructionSet = InstructionSet.tested.last else { throw XCTSkip("no generated code on this machine") }
        let tiles: [(WinogradTile, limit: Double)] = [
            (WinogradTile(.f4x3, .f4x3), 2), (WinogradTile(.f2x3, .f4x3), 2), (WinogradTile(.f2x3, .f2x3), 1.2),
            (WinogradTile(.f3x3step2, .f3x3step2), 1.2), (WinogradTile(.identity, .f4x3), 2), (WinogradTile(.identity, .f2x5), 2),
            (WinogradTile(.identity, .f4x5), 4),
        ]
        for (tile, limit) in tiles {
            let (winograd, direct) = try errors(tile, instructionSet)
            XCTAssertLessThan(winograd, limit * direct, "\(tile.name): \(winograd), direct \(direct)")
        }
    }

    /// The root-mean-square errors of Winograd's method and of direct sums in single precision.
    private func errors(_ tile: WinogradTile, _ instructionSet: InstructionSet) throws -> (winograd: Double, direct: Double) {
        var random = SeededNumbers(9)
        let (channels, outputs) = (96, 8)
        func length(_ transform: WinogradTransform) -> Int { transform.kind == .identity ? 1 : 8 }
        let output = Spatial(depth: 1, height: length(tile.vertical), width: length(tile.horizontal))
        let input = Spatial(
            depth: 1, height: (output.height - 1) * tile.vertical.stride + tile.vertical.taps,
            width: (output.width - 1) * tile.horizontal.stride + tile.horizontal.taps)
        let shape = ConvolutionShape(
            batch: 1, inputChannels: channels, outputChannels: outputs, input: input, output: output,
            kernel: Spatial(depth: 1, height: tile.vertical.taps, width: tile.horizontal.taps),
            strides: Spatial(depth: 1, height: tile.vertical.stride, width: tile.horizontal.stride))
        // Images after a ReLU, which are not negative, and filters of both signs.
        let image = random.floats(input.count * channels).map { max($0, 0) }
        let weights = random.floats(shape.kernel.count * channels * outputs)

        let filters = WinogradFilters(instructionSet, tile, inputChannels: channels, outputChannels: outputs)
        let packed = try GuardedBuffer(count: filters.packedCount)
        try WinogradPacker(filters).pack(weights, into: packed.pointer)
        let convolution = try XCTUnwrap(WinogradConvolution(shape, filters, Epilogue(), threads: 1))
        let scratch = try GuardedBuffer(count: convolution.scratchBytes / 4)
        var result = [Float](repeating: 0, count: output.count * outputs)
        convolution.run(
            input: image, filters: packed.pointer, output: &result, epilogue: Epilogue(), scratch: scratch.pointer,
            team: WorkerTeam(threads: 1))

        var (winograd, direct) = (0.0, 0.0)
        for y in 0..<output.height {
            for x in 0..<output.width {
                for o in 0..<outputs {
                    var (exact, single) = (0.0, Float(0))
                    for i in 0..<tile.vertical.taps {
                        for j in 0..<tile.horizontal.taps {
                            let pixel = (y * tile.vertical.stride + i) * input.width + x * tile.horizontal.stride + j
                            for c in 0..<channels {
                                let value = image[pixel * channels + c]
                                let weight = weights[((o * channels + c) * tile.vertical.taps + i) * tile.horizontal.taps + j]
                                exact += Double(value) * Double(weight)
                                single += value * weight
                            }
                        }
                    }
                    let found = Double(result[(y * output.width + x) * outputs + o])
                    winograd += (found - exact) * (found - exact)
                    direct += (Double(single) - exact) * (Double(single) - exact)
                }
            }
        }
        return ((winograd / Double(result.count)).squareRoot(), (direct / Double(result.count)).squareRoot())
    }
}
