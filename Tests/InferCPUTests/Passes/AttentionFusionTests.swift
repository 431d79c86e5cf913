import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class AttentionFusionTests: PassTestCase {
    private static let fused = ["MultiHeadAttention"]

    private func transpose(_ x: Output, _ order: [Int64]) throws -> Output {
        try opset.create("Transpose", [x, try integers(order)])
    }

    private func reshape(_ x: Output, _ shape: [Int64]) throws -> Output {
        try opset.create("Reshape", [x, try integers(shape)], ["special_zero": .boolean(true)])
    }

    private func product(_ a: Output, _ b: Output, transposeB: Bool = false) throws -> Output {
        try opset.create("MatMul", [a, b], ["transpose_b": .boolean(transposeB)])
    }

    private func softmax(_ x: Output) throws -> Output { try opset.create("Softmax", [x], ["axis": .integer(-1)]) }

    /// Query, key and value as projections give them, split into heads, and the result joined, as in BERT.
    func testHeadsSplitByTranspositions() throws {
        for (seed, keyOrder) in [(UInt64(1), [Int64(0), 2, 1, 3]), (2, [0, 2, 3, 1])] {
            try check(
                AttentionFusion.run, seed: seed, [[2, 5, 12], [2, 7, 12], [2, 7, 12], [2, 1, 1, 7]],
                declared: [[.dynamic, .dynamic, 12], [.dynamic, .dynamic, 12], [.dynamic, .dynamic, 12], [.dynamic, 1, 1, .dynamic]],
                types: ["Reshape", "Reshape", "Reshape", "MultiHeadAttention", "Reshape"]
            ) { x, _ in
                let query = try self.transpose(try self.reshape(x[0], [0, 0, 3, 4]), [0, 2, 1, 3])
                let key = try self.transpose(try self.reshape(x[1], [0, 0, 3, 4]), keyOrder)
                let value = try self.transpose(try self.reshape(x[2], [0, 0, 3, 4]), [0, 2, 1, 3])
                let scores = try self.product(query, key, transposeB: keyOrder[3] == 3)
                let scaled = try self.binary("Divide", scores, try self.scalar(1.5))
                let weights = try self.softmax(try self.binary("Add", scaled, x[3]))
                return [try self.reshape(try self.transpose(try self.product(weights, value), [0, 2, 1, 3]), [0, 0, 12])]
            }
        }
    }

    /// One projection of all three, as in SVTR and ViT.
    func testOneProjectionCutIntoSlicesOfAnAxis() throws {
        let declared: [PartialShape] = [[.dynamic, .dynamic, 36]]
        try check(
            AttentionFusion.run, seed: 3, [[2, 5, 36]], declared: declared, types: ["Reshape", "MultiHeadAttention", "Reshape"]
        ) { x, _ in
            let heads = try self.transpose(try self.reshape(x[0], [0, 0, 3, 4, 3]), [2, 0, 3, 1, 4])
            let parts = try (0..<3).map { index in
                let cut = try opset.create(
                    "Slice",
                    [heads] + [
                        try self.integers([Int64(index)]), try self.integers([Int64(index + 1)]), try self.integers([1]),
                        try self.integers([0]),
                    ])
                return try opset.create("Squeeze", [cut, try self.integers([0])])
            }
            let query = try self.binary("Multiply", parts[0], try self.scalar(0.577))
            let weights = try self.softmax(try self.product(query, parts[1], transposeB: true))
            return [try self.reshape(try self.transpose(try self.product(weights, parts[2]), [0, 2, 1, 3]), [0, 0, 12])]
        }
        try check(
            AttentionFusion.run, seed: 4, [[2, 5, 36]], declared: declared, types: ["Reshape", "MultiHeadAttention", "Reshape"]
        ) { x, _ in
            let heads = try self.transpose(try self.reshape(x[0], [0, 0, 3, 4, 3]), [2, 0, 3, 1, 4])
            let parts = try [0, 1, -1].map { index in
                try opset.create("Gather", [heads, try opset.constant([Int64(index)], shape: []), try self.integers([0])])
            }
            let y = try opset.create("ScaledDotProductAttention", parts)
            return [try self.reshape(try self.transpose(y, [0, 2, 1, 3]), [0, 0, 12])]
        }
    }

    /// One projection of all three, split along its columns, as in GPT-2.
    func testOneProjectionSplitByColumns() throws {
        try check(
            AttentionFusion.run, seed: 5, [[2, 5, 36]], declared: [[.dynamic, .dynamic, 36]],
            types: ["Reshape", "Reshape", "Reshape", "MultiHeadAttention", "Reshape"]
        ) { x, _ in
            let axis = try opset.constant([Int64(2)], shape: [])
            let split = try opset.createNode("Split", [x[0], axis], ["num_splits": .integer(3)])
            let parts = try (0..<3).map { try self.transpose(try self.reshape(Output(split, $0), [0, 0, 4, 3]), [0, 2, 1, 3]) }
            let y = try opset.createNode("ScaledDotProductAttention", parts, ["causal": .boolean(true)])
            return [try self.reshape(try self.transpose(Output(y, 0), [0, 2, 1, 3]), [0, 0, 12])]
        }
    }

    func testThreeAxes() throws {
        try check(AttentionFusion.run, seed: 6, [[6, 5, 4], [6, 3, 4], [6, 3, 2]], types: Self.fused) { x, _ in
            let scores = try self.binary("Multiply", try self.product(x[0], x[1], transposeB: true), try self.scalar(0.5))
            return [try self.product(try self.softmax(scores), x[2])]
        }
    }

    func testGivenAttentionWithABooleanMask() throws {
        try check(AttentionFusion.run, seed: 7, [[2, 3, 5, 4], [2, 3, 5, 4]], types: ["ReduceMean", "Greater"] + Self.fused) { x, _ in
            let mask = try self.binary(
                "Greater", try opset.constant((0..<25).map { Float($0 % 5) - 1 }, shape: [5, 5]), try self.mean(x[0], [0, 1, 2, 3]))
            return [try opset.create("ScaledDotProductAttention", [x[0], x[1], x[1], mask, try self.scalar(0.3)])]
        }
    }

    /// Scores that a condition replaces, as GPT's exporters write causal masks, either way round.
    func testMasksByCondition() throws {
        for (seed, isChosen, barrier) in [(UInt64(12), true, -Float.greatestFiniteMagnitude), (13, false, -Float.infinity)] {
            try check(
                AttentionFusion.run, seed: seed, [[2, 3, 5, 4]], declared: [[.dynamic, 3, 5, 4]], types: ["Select", "MultiHeadAttention"]
            ) { x, _ in
                let visible = try opset.constant((0..<25).map { ($0 % 5 <= $0 / 5) == isChosen }, shape: [1, 1, 5, 5])
                let scores = try self.product(x[0], x[0], transposeB: true)
                let number = try self.scalar(barrier)
                let masked = try opset.create("Select", [visible] + (isChosen ? [scores, number] : [number, scores]))
                return [try self.product(try self.softmax(masked), x[0])]
            }
        }
        try check(AttentionFusion.run, seed: 14, [[2, 3, 5, 4]], types: ["MatMul", "Select", "Softmax", "MatMul"]) { x, _ in
            let visible = try opset.constant((0..<25).map { $0 % 5 <= $0 / 5 }, shape: [5, 5])
            let masked = try opset.create("Select", [visible, try self.product(x[0], x[0], transposeB: true), try self.scalar(-3)])
            return [try self.product(try self.softmax(masked), x[0])]
        }
    }

    func testScoresThatAreReadElsewhereStay() throws {
        try check(AttentionFusion.run, seed: 8, [[2, 3, 5, 4]], types: ["MatMul", "Softmax", "MatMul"]) { x, _ in
            let weights = try self.softmax(try self.product(x[0], x[0], transposeB: true))
            return [try self.product(weights, x[0]), weights]
        }
    }

    func testAMaskThatEnlargesTheScoresStays() throws {
        try check(
            AttentionFusion.run, seed: 9, [[1, 3, 5, 4], [2, 1, 5, 5]], types: ["MatMul", "Add", "Softmax", "MatMul"]
        ) { x, _ in
            let scores = try self.product(x[0], x[0], transposeB: true)
            return [try self.product(try self.softmax(try self.binary("Add", scores, x[1])), x[0])]
        }
    }

    func testSoftmaxOverAnotherAxisStays() throws {
        try check(AttentionFusion.run, seed: 10, [[3, 5, 4]], types: ["MatMul", "Softmax", "MatMul"]) { x, _ in
            let weights = try opset.create("Softmax", [try self.product(x[0], x[0], transposeB: true)], ["axis": .integer(1)])
            return [try self.product(weights, x[0])]
        }
    }

    func testAPartOfTheColumnsThatAreNotHeadsStays() throws {
        try check(
            AttentionFusion.run, seed: 11, [[2, 5, 36]],
            types: ["VariadicSplit", "Reshape", "Reshape", "Transpose", "ReduceMean", "MultiHeadAttention"]
        ) { x, _ in
            let lengths = try self.integers([12, 24])
            let split = try opset.createNode("VariadicSplit", [x[0], try opset.constant([Int64(2)], shape: []), lengths])
            let query = try self.transpose(try self.reshape(Output(split, 0), [0, 0, 4, 3]), [0, 2, 1, 3])
            let key = try self.transpose(try self.reshape(Output(split, 1), [0, 0, 8, 3]), [0, 2, 1, 3])
            let parts = try opset.create("ReduceMean", [key, try self.integers([1])], ["keep_dims": .boolean(true)])
            return [try opset.create("ScaledDotProductAttention", [query, parts, parts])]
        }
    }
}
