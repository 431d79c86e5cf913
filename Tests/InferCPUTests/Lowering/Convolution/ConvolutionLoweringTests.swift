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
}
