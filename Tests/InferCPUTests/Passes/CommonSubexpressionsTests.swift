import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class CommonSubexpressionsTests: PassTestCase {
    func testTheSameOfTheSameIsOne() throws {
        try check(CommonSubexpressions.run, seed: 1, [[3, 4]], declared: [[.dynamic, 4]], types: ["Multiply", "Exp", "Add"]) { x, _ in
            let parts = try (0..<2).map { _ in
                try self.unary("Exp", try self.binary("Multiply", x[0], try self.scalar(0.5)))
            }
            return [try self.binary("Add", parts[0], parts[1])]
        }
    }

    func testOtherAttributesInputsAndTypesStay() throws {
        try check(CommonSubexpressions.run, seed: 2, [[3, 3]], types: ["Softmax", "Softmax", "Subtract"]) { x, _ in
            let parts = try (0..<2).map { try opset.create("Softmax", [x[0]], ["axis": .integer($0)]) }
            return [try self.binary("Subtract", parts[0], parts[1])]
        }
        try check(CommonSubexpressions.run, seed: 3, [[3, 3], [3, 3]], types: ["Subtract", "Subtract", "Multiply"]) { x, _ in
            [try self.binary("Multiply", try self.binary("Subtract", x[0], x[1]), try self.binary("Subtract", x[1], x[0]))]
        }
        try check(CommonSubexpressions.run, seed: 4, [[4]], types: ["Add", "Add", "Multiply"]) { x, _ in
            let parts = try [Float(0), -0.0].map { try self.binary("Add", x[0], try self.scalar($0)) }
            return [try self.binary("Multiply", parts[0], parts[1])]
        }
    }

    func testRandomNumbersStay() throws {
        let shape = try integers([5])
        let parts = try (0..<2).map { _ in
            try opset.create(
                "RandomUniform", [shape, try scalar(0), try scalar(1)],
                ["output_type": .elementType(.f32), "global_seed": .integer(0), "op_seed": .integer(0)])
        }
        let model = try Model([try binary("Subtract", parts[0], parts[1])], [])
        try CommonSubexpressions.run(model, CompileOptions())
        XCTAssertEqual(Self.types(model), ["RandomUniform", "RandomUniform", "Subtract"])
    }
}
