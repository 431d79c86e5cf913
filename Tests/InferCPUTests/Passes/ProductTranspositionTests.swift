import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ProductTranspositionTests: PassTestCase {
    private func transpose(_ x: Output, _ order: [Int64]) throws -> Output {
        try opset.create("Transpose", [x, try integers(order)])
    }

    func testTranspositionsOfMatricesGoIntoTheProduct() throws {
        try check(
            ProductTransposition.run, seed: 1, [[2, 4, 3], [2, 5, 4]], declared: [[.dynamic, 4, .dynamic], [.dynamic, 5, 4]],
            types: ["MatMul"]
        ) { x, _ in
            [try opset.create("MatMul", [try self.transpose(x[0], [0, 2, 1]), try self.transpose(x[1], [0, 2, 1])])]
        }
        try check(ProductTransposition.run, seed: 2, [[4, 3], [3, 5]], types: ["MatMul"]) { x, _ in
            [try opset.create("MatMul", [try self.transpose(x[0], [1, 0]), x[1]], ["transpose_a": .boolean(true)])]
        }
    }

    func testOtherTranspositionsStay() throws {
        try check(ProductTransposition.run, seed: 3, [[3, 2, 4], [4, 5]], types: ["Transpose", "MatMul"]) { x, _ in
            [try opset.create("MatMul", [try self.transpose(x[0], [1, 0, 2]), x[1]])]
        }
    }

    /// Columns of channels become rows, which lie so in memory.
    func testChannelsOfConvolutionsAreRows() throws {
        try check(
            ProductTransposition.run, seed: 4, [[2, 3, 1, 7]], declared: [[.dynamic, 3, 1, .dynamic]],
            types: ["Convolution", "Relu", "Squeeze", "Transpose", "MatMul"]
        ) { x, random in
            let y = try self.unary("Relu", try opset.create("Convolution", [x[0], try self.constant([6, 3, 1, 1], &random)]))
            let line = try opset.create("Squeeze", [y, try self.integers([2])])
            return [try opset.create("MatMul", [line, try self.constant([6, 5], &random)], ["transpose_a": .boolean(true)])]
        }
    }
}
