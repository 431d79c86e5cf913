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

    /// Filters without depth over images with one, which only a run may tell: each slice is convolved by itself.
    func testFlatFiltersOverDeepImages() throws {
        var random = SeededGenerator(seed: 4)
        let (depth, height, width) = (3, 9, 10)
        let image = try ModelRunner.random([1, 16, depth, height, width], &random)
        let filters = try ModelRunner.random([16, 16, 1, 3, 3], &random)
        let pixels = try ModelRunner.floats(image)
        // For each slice, as images without depth.
        let plane = height * width
        let x = try opset.parameter(.f32, PartialShape([1, 16, height, width]), name: "x")
        let flat = try Model(
            [
                try opset.create(
                    "Convolution", [x, opset.constant(Tensor(try ModelRunner.floats(filters), shape: [16, 16, 3, 3]))],
                    ["strides": [1, 1], "dilations": [1, 1], "pads_begin": [1, 1], "pads_end": [1, 1]])
            ], [x])
        let slices = try (0..<depth).map { slice -> [Float] in
            var own: [Float] = []
            for channel in 0..<16 {
                let start = (channel * depth + slice) * plane
                own += pixels[start..<start + plane]
            }
            return try ModelRunner.floats(ModelRunner.run(flat, [Tensor(own, shape: [1, 16, height, width])])[0])
        }
        func check(_ shape: PartialShape, pads: (begin: Int, end: Int), _ wanted: [Int]) throws {
            let x = try opset.parameter(.f32, shape, name: "x")
            let y = try opset.create(
                "Convolution", [x, opset.constant(filters)],
                [
                    "strides": [1, 1, 1], "dilations": [1, 1, 1], "pads_begin": [pads.begin, 1, 1], "pads_end": [pads.end, 1, 1],
                ])
            let got = try ModelRunner.floats(ModelRunner.run(try Model([y], [x]), [image])[0])
            var want: [Float] = []
            for channel in 0..<16 {
                for slice in wanted { want += slices[slice][channel * plane..<(channel + 1) * plane] }
            }
            ModelRunner.assertClose(got, want, tolerance: 1e-4, "\(shape), pads \(pads)")
        }
        for shape in [PartialShape([1, 16, depth, height, width]), [1, 16, .dynamic, .dynamic, .dynamic]] {
            try check(shape, pads: (0, 0), [0, 1, 2])
            try check(shape, pads: (-1, -1), [1])
            try check(shape, pads: (-2, 0), [2])
        }
    }
}
