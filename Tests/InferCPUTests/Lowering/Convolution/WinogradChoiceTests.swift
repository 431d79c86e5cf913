import InferAssembler
import InferDevices
import InferGenerated
import InferGraph
import InferKernels
import XCTest

@testable import InferCPU

final class WinogradChoiceTests: LoweringTestCase {
    private func shape(_ inputs: Int, _ outputs: Int, kernel: [Int] = [3, 3], stride: Int = 1) -> ConvolutionShape {
        ConvolutionShape(
            batch: 1, inputChannels: inputs, outputChannels: outputs, input: .ones, output: .ones, kernel: Spatial(kernel, fill: 1),
            strides: Spatial(kernel.map { _ in stride }, fill: 1))
    }

    private func tile(
        _ shape: ConvolutionShape, _ output: [Int]?, _ instructionSet: InstructionSet = .avx2, threads: Int = 1, images: Int = 1
    ) -> WinogradTile? {
        var shape = shape
        shape.batch = images
        return WinogradChoice(shape, output: output.map { Spatial($0, fill: 1) }, instructionSet, threads: threads).tile
    }

    func testTilesSuitSizes() {
        XCTAssertEqual(tile(shape(64, 64), [56, 56]), WinogradTile(.f4x3, .f4x3))
        XCTAssertEqual(tile(shape(64, 64), nil), WinogradTile(.f4x3, .f4x3))
        XCTAssertEqual(tile(shape(128, 128, stride: 2), [28, 28]), WinogradTile(.f3x3step2, .f3x3step2))
        XCTAssertEqual(tile(shape(256, 512, kernel: [5]), [512]), WinogradTile(.identity, .f4x5))
        // Many filters for few tiles are not worth their bytes.
        XCTAssertNotEqual(tile(shape(512, 512), [7, 7], threads: 2), WinogradTile(.f4x3, .f4x3))
        for threads in [1, 2] {
            XCTAssertEqual(tile(shape(64, 64), [56, 56], .avx512, threads: threads), WinogradTile(.f4x3, .f4x3))
            XCTAssertLessThan(tile(shape(256, 256), [14, 14], .avx512, threads: threads)?.positions ?? .max, 36)
            XCTAssertNil(tile(shape(512, 512), [7, 7], .avx512, threads: threads))
            XCTAssertNil(tile(shape(128, 128, stride: 2), [28, 28], .avx512, threads: threads))
        }
        // More images have more tiles.
        XCTAssertNotNil(tile(shape(512, 512), [7, 7], .avx512, images: 8))
    }

    /// Whatever is chosen can be written as code: narrow registers are too few for the largest tiles in two dimensions.
    func testTilesFitTheRegisters() throws {
        var chosen = 0
        for instructionSet in [InstructionSet.avx2, .avx512] {
            for kernel in [[3, 3], [5, 5], [3, 5], [5, 3], [1, 5], [1, 3]] {
                for length in stride(from: 8, through: 80, by: 6) {
                    for stride in 1...2 {
                        let sizes = shape(64, 96, kernel: kernel, stride: stride)
                        guard let tile = tile(sizes, [length, length + 3], instructionSet) else { continue }
                        chosen += 1
                        XCTAssertTrue(tile.fits(instructionSet), "\(instructionSet), \(kernel), \(length): \(tile.name)")
                    }
                }
            }
        }
        XCTAssertGreaterThan(chosen, 20)
    }

    func testAbsurdSizesAreJudged() {
        for length in [3_000_000_000, Int.max] { _ = tile(shape(64, 64), [length, length]) }
    }

    func testOthersAreLeftToDirectSums() {
        XCTAssertNil(tile(shape(64, 64, kernel: [1, 1]), [56, 56]))
        XCTAssertNil(tile(shape(3, 64), [56, 56]))
        XCTAssertNil(tile(shape(64, 64, kernel: [7, 7]), [56, 56]))
        var dilated = shape(64, 64)
        dilated.dilations = Spatial([2, 2], fill: 1)
        XCTAssertNil(tile(dilated, [56, 56]))
        var grouped = shape(64, 64)
        grouped.groups = 2
        XCTAssertNil(tile(grouped, [56, 56]))
    }

    func testAccuracyWantsDirectSums() throws {
        let filters = shape(64, 64)
        var sizes = ConvolutionAlgorithm.Sizes(filters: filters, output: Spatial([56, 56], fill: 1), isFlat: true, isPlanar: false)
        var options = CompileOptions(threads: 1, instructionSet: .avx2)
        guard case .winograd = ConvolutionAlgorithm.choose(sizes, options) else { return XCTFail("no transformed filters") }
        options.prefersAccuracy = true
        if case .winograd = ConvolutionAlgorithm.choose(sizes, options) { XCTFail("transformed filters") }
        sizes = ConvolutionAlgorithm.Sizes(filters: filters, output: nil, isFlat: true, isPlanar: false)
        if case .winograd = ConvolutionAlgorithm.choose(sizes, options) { XCTFail("transformed filters") }

        XCTAssertFalse(CPUConfiguration().compileOptions.prefersAccuracy)
        XCTAssertTrue(try CPUConfiguration().setting([.hint.execution_mode(.ACCURACY)]).compileOptions.prefersAccuracy)
    }

    /// The whole way: filters in a model, a result like that of plain loops.
    func testConvolutions() throws {
        var generator = SeededGenerator(seed: 4)
        for (stride, kernel) in [(1, [3, 3]), (2, [3, 3]), (1, [5])] {
            let size = kernel.map { _ in 19 }
            let image = try ModelRunner.random([1, 48] + size, &generator)
            let filters = try ModelRunner.random([48, 48] + kernel, &generator)
            let attributes: [String: AttributeValue] = [
                "strides": .integers(kernel.map { _ in stride }), "pads_begin": .integers(kernel.map { _ in 1 }),
                "pads_end": .integers(kernel.map { _ in 1 }), "dilations": .integers(kernel.map { _ in 1 }), "auto_pad": "explicit",
            ]
            let result = try ModelRunner.floats(run("Convolution", attributes, [image, filters], constants: [1])[0])
            // A filter that is computed is not transformed.
            let expected = try ModelRunner.floats(run("Convolution", attributes, [image, filters])[0])
            ModelRunner.assertClose(result, expected, tolerance: 1e-4, "kernel \(kernel), stride \(stride)")
        }
    }
}
