import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Convolutions, poolings and resamplings of images of unknown sizes.
final class HostileImageTests: HostileTestCase {
    private func window(_ rank: Int, _ kernel: [Int], _ random: inout SeededGenerator, dilates: Bool = true, pads: ClosedRange<Int>? = nil)
        -> [String: AttributeValue]
    {
        func values(_ range: ClosedRange<Int>, _ random: inout SeededGenerator) -> AttributeValue {
            .integers((0..<rank).map { _ in Int.random(in: range, using: &random) })
        }
        let pads = pads ?? pick([0...0, 0...2, -1...1, 0...9], &random)
        var attributes = ["strides": values(1...3, &random), "pads_begin": values(pads, &random), "pads_end": values(pads, &random)]
        if dilates { attributes["dilations"] = values(1...pick([1, 1, 2, 4], &random), &random) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            attributes["auto_pad"] = .string(pick(["same_upper", "same_lower", "valid"], &random))
        }
        return attributes
    }

    private func images(_ channels: Int, _ rank: Int, _ random: inout SeededGenerator) throws -> [[Tensor]] {
        try (0..<4).map { run in
            let batch = pick([0, 1, 1, 1, 2, 3], &random)
            let most = rank == 1 ? 30 : rank == 2 ? 12 : 5
            let spatial = (0..<rank).map { _ in run == 0 ? most : min(most, length(&random)) }
            return [try self.random([run == 0 ? 1 : batch, channels] + spatial, &random)]
        }
    }

    private func convolution(_ random: inout SeededGenerator, _ type: String, pads: ClosedRange<Int>? = nil) throws -> Sample? {
        let rank = pick([1, 2, 2, 2, 3], &random)
        let isGrouped = type.hasPrefix("Group")
        let isTransposed = type.hasSuffix("BackpropData")
        let groups = isGrouped ? pick([1, 2, 3, 8, 17, 33], &random) : 1
        let each = isGrouped ? [1, 1, 2, 3, 8] : [1, 3, 4, 8, 16, 17, 33]
        let (inputs, outputs) = (pick(each, &random), pick(each, &random))
        let kernel = (0..<rank).map { _ in pick([1, 2, 3, 3, 5], &random) }
        let sizes = (isGrouped ? [groups] : []) + (isTransposed ? [inputs, outputs] : [outputs, inputs]) + kernel
        let x = try opset.parameter(.f32, PartialShape([-1, groups * inputs] + kernel.map { _ in -1 }), name: "x")
        guard var y = try? opset.create(type, [x, weights(sizes, &random)], window(rank, kernel, &random, pads: pads)) else { return nil }
        if Bool.random(using: &random) {
            y = try opset.create("Add", [y, weights([1, groups * outputs] + kernel.map { _ in 1 }, &random)])
        }
        y = try activated(y, &random)
        if Bool.random(using: &random) { y = try opset.create("Add", [y, opset.create("Tanh", [y])]) }
        return Sample(model: try Model([y], [x]), runs: try images(groups * inputs, rank, &random))
    }

    func testConvolutions() throws {
        XCTAssertGreaterThan(try check(0..<20) { try self.convolution(&$0, "Convolution") }, 50)
    }

    func testGroupConvolutions() throws {
        XCTAssertGreaterThan(try check(100..<120) { try self.convolution(&$0, "GroupConvolution") }, 50)
    }

    func testTransposedConvolutions() throws {
        XCTAssertGreaterThan(try check(200..<206) { try self.convolution(&$0, "ConvolutionBackpropData") }, 10)
        XCTAssertGreaterThan(try check(300..<306) { try self.convolution(&$0, "GroupConvolutionBackpropData") }, 10)
    }

    func testNegativePadding() throws {
        for (index, type) in ["Convolution", "GroupConvolution", "ConvolutionBackpropData"].enumerated() {
            let first = 2000 + 100 * UInt64(index)
            XCTAssertGreaterThan(try check(first..<first + 8) { try self.convolution(&$0, type, pads: -3 ... -1) }, 5)
        }
    }

    func testPoolings() throws {
        let compared = try check(400..<430) { random in
            let rank = self.pick([1, 2, 2, 3], &random)
            let channels = self.length(&random)
            let kernel = (0..<rank).map { _ in Int.random(in: 1...4, using: &random) }
            let isMaximum = Bool.random(using: &random)
            var attributes = self.window(rank, kernel, &random, dilates: isMaximum)
            attributes["kernel"] = .integers(kernel)
            attributes["rounding_type"] = .string(self.pick(["floor", "ceil"], &random))
            if !isMaximum { attributes["exclude-pad"] = .boolean(Bool.random(using: &random)) }
            let x = try opset.parameter(.f32, PartialShape([-1, channels] + kernel.map { _ in -1 }), name: "x")
            guard let y = try? opset.create(isMaximum ? "MaxPool" : "AvgPool", [x], attributes) else { return nil }
            return Sample(model: try Model([y], [x]), runs: try self.images(channels, rank, &random))
        }
        XCTAssertGreaterThan(compared, 50)
    }

    func testResamplings() throws {
        let compared = try check(500..<520) { random in
            let channels = self.length(&random)
            let x = try opset.parameter(.f32, [-1, Dimension(channels), -1, -1], name: "x")
            let mode = self.pick(["nearest", "linear", "linear_onnx", "cubic"], &random)
            let transformation = self.pick(["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"], &random)
            let scales = (0..<2).map { _ in self.pick([Float(0.5), 1, 1.7, 2, 3], &random) }
            let y = try opset.create(
                "Interpolate", [x, opset.constant(scales, shape: [2]), self.integers([2, 3])],
                [
                    "mode": .string(mode), "shape_calculation_mode": "scales",
                    "coordinate_transformation_mode": .string(transformation),
                ])
            return Sample(model: try Model([y], [x]), runs: try self.images(channels, 2, &random))
        }
        XCTAssertGreaterThan(compared, 50)
    }
}
