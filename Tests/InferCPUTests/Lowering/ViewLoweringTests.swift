import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Changes of shape behind convolutions, whose channels are innermost in memory.
final class ViewLoweringTests: PassTestCase {
    /// The kinds of steps of a model of a convolution and something behind it, whose answers must be those of the same on a plain tensor.
    private func steps(
        _ shape: Shape, declared: PartialShape? = nil, seed: UInt64, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output) throws -> Output
    ) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let x = try opset.parameter(.f32, declared ?? PartialShape(shape), name: "x")
        // A convolution that gives its data as they are.
        let channels = shape[1]
        let filters = (0..<channels * channels).map { Float($0 / channels == $0 % channels ? 1 : 0) }
        let kernel = Array(repeating: 1, count: shape.count - 2)
        let y = try opset.create("Convolution", [x, try opset.constant(filters, shape: Shape([channels, channels] + kernel))])
        let model = try Model([try build(y)], [x])
        let input = try ModelRunner.random(shape, &random)
        let want = try ModelRunner.run(try Model([try build(x)], [x]), [input])[0]
        let got = try ModelRunner.run(model, [input])[0]
        XCTAssertEqual(got.shape, want.shape, "seed \(seed)", file: file, line: line)
        ModelRunner.assertClose(try ModelRunner.floats(got), try ModelRunner.floats(want), "seed \(seed), line \(line)")
        let changed = model.clone()
        try CPUPasses.run(changed, CompileOptions())
        return try ProgramBuilder.build(changed, CompileOptions()).steps.map(\.kernel.name).filter { $0 != "view" }
    }

    private func reshape(_ x: Output, _ shape: [Int64]) throws -> Output {
        try opset.create("Reshape", [x, try integers(shape)], ["special_zero": .boolean(true)])
    }

    private func transpose(_ x: Output, _ order: [Int64]) throws -> Output {
        try opset.create("Transpose", [x, try integers(order)])
    }

    private func convolution(_ steps: [String]) -> Bool { steps.count == 2 && steps.contains { $0.hasPrefix("convolution") } }

    func testSpaceThatIsMergedAndTransposedMovesNothing() throws {
        let shape: Shape = [2, 8, 3, 5]
        XCTAssertTrue(
            convolution(try steps(shape, seed: 1) { x in try self.transpose(try self.reshape(x, [0, 8, -1]), [0, 2, 1]) }))
        XCTAssertTrue(
            convolution(
                try steps(shape, declared: [.dynamic, 8, .dynamic, .dynamic], seed: 2) { x in
                    try self.transpose(try self.reshape(x, [0, 0, -1]), [0, 2, 1])
                }))
        XCTAssertTrue(
            convolution(
                try steps(shape, declared: [.dynamic, 8, 3, 5], seed: 3) { x in
                    try self.transpose(try self.reshape(x, [-1, 8, 15]), [0, 2, 1])
                }))
    }

    func testAxesThatComeAndGoMoveNothing() throws {
        XCTAssertTrue(
            convolution(
                try steps([2, 8, 1, 5], seed: 4) { x in
                    try self.transpose(try opset.create("Squeeze", [x, try self.integers([-2])]), [0, 2, 1])
                }))
        XCTAssertTrue(
            convolution(
                try steps([2, 8, 5], seed: 5) { x in
                    try self.transpose(try opset.create("Unsqueeze", [x, try self.integers([3])]), [0, 2, 3, 1])
                }))
    }

    func testAxesOfLengthOneMoveNothing() throws {
        XCTAssertTrue(
            convolution(
                try steps([2, 8, 5, 1], declared: [.dynamic, 8, 5, 1], seed: 12) { x in try self.transpose(x, [0, 2, 1, 3]) }))
    }

    func testChannelsThatAreSplitAreReordered() throws {
        _ = try steps([2, 8, 3, 5], seed: 6) { x in try self.transpose(try self.reshape(x, [0, 2, 4, 3, 5]), [0, 2, 1, 3, 4]) }
        _ = try steps([2, 8, 3, 5], declared: [.dynamic, 8, .dynamic, .dynamic], seed: 7) { x in try self.reshape(x, [-1, 8, 5]) }
        _ = try steps([1, 8, 3, 5], seed: 8) { x in try opset.create("Squeeze", [x, try self.integers([0])]) }
        _ = try steps([2, 8, 3, 5], seed: 9) { x in try opset.create("Unsqueeze", [x, try self.integers([1])]) }
    }

    func testSlicesInAnyLayout() throws {
        _ = try steps([2, 8, 3, 5], seed: 10) { x in
            let cut = try opset.create(
                "Slice",
                [x, try self.integers([6, 0]), try self.integers([0, 4]), try self.integers([-2, 1]), try self.integers([1, 3])])
            return try opset.create(
                "StridedSlice", [cut, try self.integers([0, 1, 1]), try self.integers([2, 3, 3]), try self.integers([1, 1, 1])],
                ["begin_mask": .integers([0, 0, 0]), "end_mask": .integers([0, 0, 0])])
        }
        _ = try steps([2, 8, 3, 5], seed: 11) { x in
            try opset.create(
                "StridedSlice", [x, try self.integers([0, 1]), try self.integers([2, 3]), try self.integers([1, 1])],
                ["begin_mask": .integers([0, 0]), "end_mask": .integers([0, 0]), "shrink_axis_mask": .integers([1, 0])])
        }
    }
}
