import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class TableLookupTests: PassTestCase {
    /// A model that multiplies one-hot rows with a table and goes on with `body`, before and after the pass.
    private func check(
        _ types: [String], seed: UInt64, numbers: [Int32] = Array(0..<9), indices: [Int32], transposeB: Bool = false,
        file: StaticString = #filePath,
        line: UInt = #line, _ body: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        var random = SeededGenerator(seed: seed)
        let x = try opset.parameter(.i32, [.dynamic, 1], name: "x")
        let equal = try binary("Equal", x, try opset.constant(numbers, shape: [1, numbers.count]))
        let oneHot = try opset.create("Convert", [equal], ["destination_type": .elementType(.f32)])
        let table = try constant(transposeB ? [4, numbers.count] : [numbers.count, 4], &random)
        let y = try opset.create("MatMul", [oneHot, table], ["transpose_b": .boolean(transposeB)])
        let model = try Model([try body(y, &random)], [x])
        let input = try Tensor(indices, shape: [indices.count, 1])
        let want = try run(model.clone(), [input])[0]
        let changed = model.clone()
        try TableLookup.run(changed, CompileOptions())
        try ConstantFolding.run(changed, CompileOptions())
        XCTAssertEqual(Self.types(changed), types, "seed \(seed)", file: file, line: line)
        for got in [try run(changed, [input])[0], try ModelRunner.run(model, [input])[0]] {
            XCTAssertEqual(got.shape, want.shape)
            ModelRunner.assertClose(try ModelRunner.floats(got), try ModelRunner.floats(want), "seed \(seed)")
        }
    }

    private static let looked = ["Squeeze", "Maximum", "Minimum", "Gather"]
    private static let indices: [Int32] = [3, 0, 8, -1, 9, .max, .min, 4]

    func testRowsAreLookedUp() throws {
        for transposeB in [false, true] {
            try check(Self.looked, seed: 1, indices: Self.indices, transposeB: transposeB) { y, _ in y }
        }
    }

    func testTheTableTakesOverFunctionsOfTheRows() throws {
        try check(Self.looked, seed: 2, indices: Self.indices) { y, random in
            let sum = try self.binary("Add", try self.constant([1, 4], &random), y)
            return try opset.create("Gelu", [try self.binary("Multiply", sum, try self.scalar(2))])
        }
    }

    func testFunctionsOfOtherTensorsStay() throws {
        try check(Self.looked + ["Sigmoid", "Multiply"], seed: 3, indices: Self.indices) { y, _ in
            try self.binary("Multiply", y, try self.unary("Sigmoid", y))
        }
        try check(Self.looked + ["Softmax"], seed: 4, indices: Self.indices) { y, _ in
            try opset.create("Softmax", [y], ["axis": .integer(0)])
        }
    }

    func testOtherNumbersStay() throws {
        try check(["Equal", "Convert", "MatMul"], seed: 5, numbers: [0, 1, 1, 3], indices: Self.indices) { y, _ in y }
        try check(["Equal", "Convert", "MatMul"], seed: 6, numbers: [1, 2, 3], indices: Self.indices) { y, _ in y }
    }
}
