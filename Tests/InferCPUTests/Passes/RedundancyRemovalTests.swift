import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class RedundancyRemovalTests: PassTestCase {
    private func remains(
        _ types: [String], seed: UInt64, _ shape: Shape = [2, 3, 4], declared: PartialShape? = nil, file: StaticString = #filePath,
        line: UInt = #line, _ build: (Output) throws -> Output
    ) throws {
        try check(
            RedundancyRemoval.run, seed: seed, [shape], declared: declared.map { [$0] }, types: types, file: file, line: line
        ) { x, _ in [try self.unary("Relu", try build(x[0]))] }
    }

    private func reshape(_ x: Output, _ shape: [Int64]) throws -> Output {
        try opset.create("Reshape", [x, try integers(shape)], ["special_zero": .boolean(true)])
    }

    func testArithmeticWithNeutralElements() throws {
        try remains(["Relu"], seed: 1, declared: [.dynamic, .dynamic, 4]) { x in
            let sum = try self.binary(
                "Subtract", try self.binary("Add", try opset.constant([Float](repeating: 0, count: 4), shape: [1, 4]), x),
                try self.scalar(0))
            return try self.binary("Divide", try self.binary("Multiply", sum, try self.scalar(1)), try self.scalar(1))
        }
        try remains(["Add", "Relu"], seed: 2) { x in try self.binary("Add", x, try self.scalar(0, rank: 4)) }
        try remains(["Subtract", "Relu"], seed: 3) { x in try self.binary("Subtract", try self.scalar(0), x) }
        try remains(["Add", "Relu"], seed: 4, [1, 4]) { x in
            try self.binary("Add", x, try opset.constant([Float](repeating: 0, count: 12), shape: [3, 4]))
        }
    }

    func testConversionsToTheSameType() throws {
        try remains(["Relu"], seed: 5) { x in try opset.create("Convert", [x], ["destination_type": .elementType(.f32)]) }
    }

    func testTranspositions() throws {
        func transpose(_ x: Output, _ order: [Int64]) throws -> Output { try opset.create("Transpose", [x, try self.integers(order)]) }
        try remains(["Relu"], seed: 6, declared: [.dynamic, 3, .dynamic]) { x in
            try transpose(try transpose(try transpose(x, [0, 1, 2]), [2, 0, 1]), [1, 2, 0])
        }
        try remains(["Transpose", "Relu"], seed: 7) { x in try transpose(try transpose(x, [2, 0, 1]), [2, 0, 1]) }
    }

    func testReshapes() throws {
        try remains(["Relu"], seed: 8, declared: [.dynamic, 3, .dynamic]) { x in try self.reshape(x, [0, 3, -1]) }
        try remains(["Relu"], seed: 9) { x in try self.reshape(try self.reshape(x, [6, 4]), [2, 3, 4]) }
        try remains(["Reshape", "Relu"], seed: 10, declared: [.dynamic, 3, .dynamic]) { x in try self.reshape(x, [-1, 3, 4]) }
        try remains(["Relu"], seed: 11, declared: [.dynamic, 3, .dynamic]) { x in
            try opset.create("Squeeze", [try opset.create("Unsqueeze", [x, try self.integers([-1])]), try self.integers([3])])
        }
        try remains(["Unsqueeze", "Squeeze", "Relu"], seed: 12, [1, 3, 4], declared: [1, 3, .dynamic]) { x in
            try opset.create("Squeeze", [try opset.create("Unsqueeze", [x, try self.integers([3])]), try self.integers([0])])
        }
    }

    func testMovementsOfNothing() throws {
        try remains(["Relu"], seed: 13, declared: [.dynamic, 3, .dynamic]) { x in
            let zeros = try self.integers([0, 0, 0])
            let cut = try opset.create("Slice", [x, zeros, try self.integers([2_147_483_647, 3, 1 << 62]), try self.integers([1, 1, 1])])
            let padded = try opset.create("Pad", [cut, zeros, zeros, try self.scalar(0)], ["pad_mode": .string("constant")])
            return try opset.create("Concat", [padded], ["axis": .integer(1)])
        }
        try remains(["Slice", "Relu"], seed: 14, declared: [.dynamic, 3, .dynamic]) { x in
            try opset.create("Slice", [x, try self.integers([0]), try self.integers([4]), try self.integers([1]), try self.integers([2])])
        }
        try remains(["Relu"], seed: 15) { x in try opset.create("Broadcast", [x, try self.integers([2, 3, 4])]) }
        try remains(["Broadcast", "Relu"], seed: 16, declared: [.dynamic, 3, 4]) { x in
            try opset.create("Broadcast", [x, try self.integers([2, 3, 4])])
        }
    }

    /// Repetitions to a shape that was computed from the tensor's own, or from what it was computed from.
    func testBroadcastsToTheSameShapeThatIsNotKnown() throws {
        func shape(_ x: Output) throws -> Output { try opset.create("ShapeOf", [x]) }
        func first(_ x: Output) throws -> Output {
            try opset.create("Gather", [try shape(x), try self.integers([0]), try opset.constant([Int64(0)], shape: [])])
        }
        try remains(["Exp", "Relu"], seed: 17, declared: [.dynamic, 3, .dynamic]) { x in
            let y = try self.unary("Exp", x)
            return try opset.create("Broadcast", [y, try self.binary("Maximum", try shape(y), try shape(x))], ["mode": .string("numpy")])
        }
        try remains(["Reshape", "ReduceMean", "Relu"], seed: 18, declared: [.dynamic, 3, 4]) { x in
            let y = try self.mean(try self.reshape(x, [-1, 12]), [1])
            let target = try opset.create("Concat", [try first(x), try self.integers([1])], ["axis": .integer(0)])
            return try opset.create("Broadcast", [y, target], ["mode": .string("bidirectional")])
        }
        try remains(["ReduceMean", "ShapeOf", "Broadcast", "Relu"], seed: 19, declared: [.dynamic, 3, 4]) { x in
            try opset.create("Broadcast", [try self.mean(x, [0]), try shape(x)])
        }
        try remains(["Slice", "ShapeOf", "Broadcast", "Relu"], seed: 20, [1, 3, 4], declared: [.dynamic, 3, 4]) { x in
            let cut = try opset.create(
                "Slice", [x, try self.integers([0]), try self.integers([1]), try self.integers([1]), try self.integers([0])])
            return try opset.create("Broadcast", [cut, try shape(x)])
        }
    }
}
