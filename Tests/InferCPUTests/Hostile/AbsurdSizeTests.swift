import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Lengths that no memory holds, from where models compute them: an error that names the node, and no end of the process.
final class AbsurdSizeTests: XCTestCase {
    /// Runs an operation whose lengths come in as inputs, and expects an error that begins with its name.
    private func assertRefused(
        _ type: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:], contains words: String = "",
        file: StaticString = #filePath, line: UInt = #line
    ) throws {
        let parameters = try inputs.enumerated().map { index, tensor in
            try opset.parameter(tensor.element_type, PartialShape(tensor.shape), name: "input\(index)")
        }
        let node = try opset.createNode(type, parameters, attributes, name: "culprit")
        let model = try Model([node.output(0)], parameters)
        XCTAssertThrowsError(try ModelRunner.run(model, inputs), file: file, line: line) { error in
            let message = "\(error)"
            XCTAssertTrue(message.hasPrefix("node 'culprit' (\(type) "), message, file: file, line: line)
            XCTAssertTrue(words.isEmpty || message.contains(words), message, file: file, line: line)
        }
    }

    private func integers(_ values: [Int64]) throws -> Tensor { try Tensor(values, shape: [values.count]) }
    private func scalar(_ value: Int64) throws -> Tensor { try Tensor([value], shape: []) }

    func testRepeatsBeyondAllNumbers() throws {
        let data = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
        for count: Int64 in [.max, .max / 3, 1 << 40] { try assertRefused("Tile", [data, integers([1, count])]) }
    }

    func testMatricesBeyondAllNumbers() throws {
        let cases: [[Int64]] = [[.max, 1_000_000_000, 0], [1_000_000, .max, .min], [1 << 30, 1 << 30, .max]]
        for lengths in cases {
            try assertRefused("Eye", lengths.map(scalar), ["output_type": "f32"])
        }
    }

    func testPadsBeyondMemory() throws {
        let data = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
        for pad: Int64 in [1 << 40, 1 << 50, .max / 2] {
            try assertRefused("Pad", [data, integers([0, pad]), integers([0, 0])], ["pad_mode": "edge"])
        }
    }

    func testScalesBeyondMemory() throws {
        let data = try Tensor([Float](repeating: 1, count: 16), shape: [1, 1, 4, 4])
        let attributes: [String: AttributeValue] = [
            "mode": "cubic", "shape_calculation_mode": "scales", "coordinate_transformation_mode": "half_pixel",
        ]
        for scale in [Float(1e12), 1e10] {
            let scales = try Tensor([1, scale], shape: [2])
            try assertRefused("Interpolate", [data, scales, integers([2, 3])], attributes)
        }
    }

    /// Where frames lie far apart, only those that begin within the signal are looked at.
    func testFramesThatLieFarApart() throws {
        let data = try opset.parameter(.f32, [1, 5, 6, 2], name: "data")
        let window = try opset.constant([Float](repeating: 1, count: 8), shape: [8])
        func signal(_ step: Int64) throws -> [Float] {
            let lengths = try [8, step, 16].map { try opset.constant([$0] as [Int64], shape: []) }
            let model = try Model([opset.create("ISTFT", [data, window] + lengths, ["center": true, "normalized": false])], [data])
            let spectrum = try Tensor((0..<60).map { Float($0 % 7) - 3 }, shape: [1, 5, 6, 2])
            return try ModelRunner.floats(try ModelRunner.run(model, [spectrum])[0])
        }
        let want = try signal(1000)
        XCTAssertEqual(want.count, 16)
        for step: Int64 in [1 << 40, .max / 8] { XCTAssertEqual(try signal(step), want) }
    }

    /// More rows than the output has were once written behind it.
    func testGridsOfOtherSizesThanTheAttributes() throws {
        let priors = try Tensor([Float](repeating: 1, count: 12), shape: [3, 4])
        let grid = try Tensor(.f32, [1, 8, 3, 4])
        let image = try Tensor(.f32, [1, 3, 30, 40])
        for (h, w) in [(100, 0), (0, 65536), (2, 4), (.max, .max)] {
            try assertRefused(
                "ExperimentalDetectronPriorGridGenerator", [priors, grid, image], ["h": .integer(h), "w": .integer(w)],
                contains: "3 rows and 4 columns")
        }
    }

    func testPatchesLargerThanTheImage() throws {
        let image = try opset.parameter(.f32, [1, 1, 8, 8], name: "image")
        let patches = try opset.create(
            "ExtractImagePatches", [image], ["sizes": [65536, 65536], "strides": [1, 1], "rates": [1, 1], "auto_pad": "valid"])
        let found = try ModelRunner.run(try Model([patches], [image]), [try Tensor(.f32, [1, 1, 8, 8])])
        XCTAssertEqual(found[0].size, 0)
    }

    func testScalarsAreNotSplit() throws {
        let scalar = try opset.parameter(.f32, [], name: "scalar")
        let (axis, lengths) = (try opset.constant([0] as [Int64], shape: []), try opset.constant([1, 1] as [Int64], shape: [2]))
        for inputs in [[scalar, axis, lengths], [try opset.parameter(.f32, .dynamic, name: "data"), axis, lengths]] {
            XCTAssertThrowsError(
                try ModelRunner.run(
                    try Model(try opset.createNode("VariadicSplit", inputs).outputs, [inputs[0]]), [try Tensor([1] as [Float], shape: [])])
            ) { XCTAssertTrue("\($0)".contains("scalar"), "\($0)") }
        }
    }

    func testErrorsOfKernelsNameTheNode() throws {
        let data = try Tensor([1, 2, 3] as [Float], shape: [3])
        let updates = try Tensor([9] as [Float], shape: [1])
        try assertRefused("ScatterElementsUpdate", [data, integers([7]), updates, scalar(0)], contains: "index 7")
    }

    func testWindowsBeyondAllImages() throws {
        let data = try opset.parameter(.f32, [1, 1, 8, 8], name: "data")
        let weights = try opset.constant([Float](repeating: 1, count: 4), shape: [1, 1, 2, 2])
        var attributes: [String: AttributeValue] = ["strides": [1, 1], "pads_begin": [0, 0], "pads_end": [0, 0], "dilations": [1, 1]]
        attributes["auto_pad"] = "same_upper"
        for name in ["strides", "dilations", "pads_begin", "pads_end"] {
            var absurd = attributes
            absurd[name] = .integers([1, .max])
            XCTAssertThrowsError(try opset.create("Convolution", [data, weights], absurd)) {
                XCTAssertTrue("\($0)".contains(name), "\($0)")
            }
        }
    }
}
