import InferGraph
import InferTensors
import XCTest

final class ConvolutionLoweringTests: LoweringTestCase {
    /// An impulse through a transposed convolution shows its kernel, cut at the front by the padding that the wanted length leaves.
    func testPaddingOfTransposedConvolutionsFollowsTheWantedLength() throws {
        let impulse = try floats([1, 0, 0, 0], [1, 1, 4])
        let kernel = try floats([1, 2, 3, 4, 5], [1, 1, 5])
        for (padding, extra, first) in [("same_lower", 0, 2), ("same_upper", 0, 2), ("same_lower", 1, 2), ("same_upper", 1, 3)] {
            let attributes: [String: AttributeValue] = [
                "strides": [2], "pads_begin": [0], "pads_end": [0], "dilations": [1], "output_padding": [extra],
                "auto_pad": .string(padding),
            ]
            let output = try run(
                "ConvolutionBackpropData", attributes, [impulse, kernel, try integers([9])], constants: [1, 2])[0]
            XCTAssertEqual(try output.scalars(as: Float.self)[0], Float(first), "\(padding), output_padding \(extra)")
        }
    }

    /// To few channels by cells of outputs, against the kernel for filters that are computed.
    func testTransposedConvolutionsToFewChannels() throws {
        var random = SeededGenerator(seed: 3)
        for (channels, outputs, kernel, stride, pad) in [(20, 1, 9, 3, 4), (64, 3, 4, 2, 1), (8, 2, 5, 2, 0)] {
            let image = try ModelRunner.random([2, channels, 11, 14], &random)
            let filters = try ModelRunner.random([channels, outputs, kernel, kernel], &random)
            let attributes: [String: AttributeValue] = [
                "strides": [stride, stride], "pads_begin": [pad, pad], "pads_end": [pad, pad], "dilations": [1, 1],
                "output_padding": [1, 1],
            ]
            let got = try run("ConvolutionBackpropData", attributes, [image, filters], constants: [1])[0]
            let want = try run("ConvolutionBackpropData", attributes, [image, filters])[0]
            XCTAssertEqual(got.shape, want.shape)
            ModelRunner.assertClose(
                try ModelRunner.floats(got), try ModelRunner.floats(want), tolerance: 1e-4, "\(channels) to \(outputs) channels")
        }
    }

    /// Filters without depth over images whose depth only a run tells.
    func testFlatFiltersOverDeepImagesOfUnknownSize() throws {
        var random = SeededGenerator(seed: 4)
        let image = try ModelRunner.random([1, 16, 3, 9, 10], &random)
        let filters = try opset.constant(ModelRunner.random([16, 16, 1, 3, 3], &random))
        func result(_ shape: PartialShape) throws -> [Float] {
            let x = try opset.parameter(.f32, shape, name: "x")
            let y = try opset.create(
                "Convolution", [x, filters],
                ["strides": [1, 1, 1], "dilations": [1, 1, 1], "pads_begin": [0, 1, 1], "pads_end": [0, 1, 1]])
            return try ModelRunner.floats(ModelRunner.run(try Model([y], [x]), [image])[0])
        }
        let want = try result([1, 16, 3, 9, 10])
        ModelRunner.assertClose(try result([1, 16, .dynamic, .dynamic, .dynamic]), want, tolerance: 1e-4)
    }
}
