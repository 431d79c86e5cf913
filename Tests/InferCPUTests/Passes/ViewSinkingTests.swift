import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ViewSinkingTests: PassTestCase {
    /// A convolution over one axis, written as one over two.
    private func line(_ x: Output, _ random: inout SeededGenerator, channels: Int = 6) throws -> Output {
        let image = try opset.create("Unsqueeze", [x, try integers([3])])
        let y = try opset.create("Convolution", [image, try constant([channels, 4, 3, 1], &random)])
        return try opset.create("Squeeze", [y, try integers([3])])
    }

    func testBiasAndActivationGoBeforeTheView() throws {
        try check(
            ViewSinking.run, seed: 1, [[2, 4, 7]], declared: [[.dynamic, 4, .dynamic]],
            types: ["Unsqueeze", "Convolution", "Add", "Multiply", "Relu", "Squeeze"]
        ) { x, random in
            let sum = try self.binary("Add", try self.constant([6, 1], &random), try self.line(x[0], &random))
            return [try self.unary("Relu", try self.binary("Multiply", sum, try self.scalar(2)))]
        }
        try check(
            ViewSinking.run, seed: 2, [[2, 4, 3, 5]], declared: [[.dynamic, 4, .dynamic, 5]], types: ["Convolution", "Add", "Reshape"]
        ) { x, random in
            let y = try opset.create("Convolution", [x[0], try self.constant([6, 4, 1, 1], &random)])
            let flat = try opset.create("Reshape", [y, try self.integers([0, 6, -1])], ["special_zero": .boolean(true)])
            return [try self.binary("Add", flat, try self.constant([1, 6, 1], &random))]
        }
    }

    func testWhatVariesAlongSpaceOrFollowsOtherViewsStays() throws {
        try check(
            ViewSinking.run, seed: 3, [[2, 4, 7]], types: ["Unsqueeze", "Convolution", "Squeeze", "Add"]
        ) { x, random in [try self.binary("Add", try self.line(x[0], &random), try self.constant([5], &random))] }
        try check(
            ViewSinking.run, seed: 4, [[2, 4, 7]], types: ["Unsqueeze", "Convolution", "Squeeze", "Add"]
        ) { x, random in [try self.binary("Add", try self.line(x[0], &random, channels: 5), try self.constant([5], &random))] }
        try check(ViewSinking.run, seed: 5, [[1, 4, 3, 5]], types: ["Convolution", "Reshape", "Relu"]) { x, random in
            let y = try opset.create("Convolution", [x[0], try self.constant([6, 4, 1, 1], &random)])
            return [try self.unary("Relu", try opset.create("Reshape", [y, try self.integers([2, 3, 15])]))]
        }
    }
}
