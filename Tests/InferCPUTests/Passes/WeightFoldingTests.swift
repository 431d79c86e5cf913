import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class WeightFoldingTests: PassTestCase {
    private func check(
        _ types: [String], seed: UInt64, _ shape: Shape, declared: PartialShape? = nil, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        try check(
            WeightFolding.run, seed: seed, [shape], declared: declared.map { [$0] }, types: types, file: file, line: line
        ) { x, random in [try build(x[0], &random)] }
    }

    private static let padded: [String: AttributeValue] = [
        "strides": .integers([2, 1]), "dilations": .integers([1, 1]), "pads_begin": .integers([1, 0]), "pads_end": .integers([1, 2]),
    ]

    func testFactorsAroundConvolutions() throws {
        let image: Shape = [2, 4, 6, 5]
        try check(["Convolution"], seed: 1, image, declared: [.dynamic, 4, .dynamic, 5]) { x, random in
            let data = try self.binary("Multiply", x, try self.constant([4, 1, 1], &random))
            let y = try opset.create("Convolution", [data, try self.constant([6, 4, 3, 3], &random)], Self.padded)
            return try self.binary("Multiply", try self.constant([1, 6, 1, 1], &random), y)
        }
        try check(["GroupConvolution"], seed: 2, image) { x, random in
            let data = try self.binary("Multiply", try self.constant([1, 4, 1, 1], &random), x)
            let y = try opset.create("GroupConvolution", [data, try self.constant([2, 3, 2, 3, 3], &random)], Self.padded)
            return try self.binary("Multiply", y, try self.constant([6, 1, 1], &random))
        }
        try check(["ConvolutionBackpropData"], seed: 3, image) { x, random in
            let data = try self.binary("Multiply", x, try self.constant([1, 4, 1, 1], &random))
            let y = try opset.create(
                "ConvolutionBackpropData", [data, try self.constant([4, 6, 2, 2], &random)], ["strides": .integers([2, 2])])
            return try self.binary("Multiply", y, try self.constant([1, 6, 1, 1], &random))
        }
        try check(["GroupConvolutionBackpropData"], seed: 4, image) { x, random in
            let data = try self.binary("Multiply", x, try self.scalar(3))
            let weights = try self.constant([2, 2, 3, 2, 2], &random)
            let y = try opset.create("GroupConvolutionBackpropData", [data, weights], ["strides": .integers([2, 2])])
            return try self.binary("Multiply", y, try self.constant([1, 6, 1, 1], &random))
        }
    }

    func testSummandsBeforeUnpaddedConvolutions() throws {
        try check(["Convolution", "Add"], seed: 5, [2, 4, 6, 5]) { x, random in
            let data = try self.binary("Add", try self.binary("Multiply", x, try self.scalar(0.3)), try self.constant([4, 1, 1], &random))
            return try opset.create("Convolution", [data, try self.constant([6, 4, 3, 3], &random)])
        }
        try check(["GroupConvolution", "Add"], seed: 6, [2, 4, 6, 5]) { x, random in
            let data = try self.binary("Add", x, try self.scalar(0.7, rank: 4))
            return try opset.create("GroupConvolution", [data, try self.constant([4, 2, 1, 2, 1], &random)])
        }
    }

    func testAFactorGoesThroughASummandWherePaddingIsZero() throws {
        try check(["Add", "GroupConvolution"], seed: 7, [1, 4, 6, 5]) { x, random in
            let data = try self.binary("Add", try self.binary("Multiply", x, try self.scalar(0.3)), try self.scalar(-0.2))
            return try opset.create("GroupConvolution", [data, try self.constant([4, 1, 1, 3, 3], &random)], Self.padded)
        }
    }

    func testProducts() throws {
        for transposeB in [false, true] {
            try check(["MatMul", "Add"], seed: 8, [2, 5, 4], declared: [.dynamic, .dynamic, 4]) { x, random in
                let data = try self.binary(
                    "Add", try self.binary("Multiply", x, try self.constant([4], &random)), try self.constant([1, 4], &random))
                let weights = try self.constant(transposeB ? [3, 4] : [4, 3], &random)
                let y = try opset.create("MatMul", [data, weights], ["transpose_b": .boolean(transposeB)])
                return try self.binary("Multiply", y, try self.constant([1, 1, 3], &random))
            }
        }
        try check(["MatMul", "Add"], seed: 9, [2, 4, 5]) { x, random in
            let data = try self.binary("Add", x, try self.constant([4, 1], &random))
            return try opset.create("MatMul", [data, try self.constant([4, 3], &random)], ["transpose_a": .boolean(true)])
        }
    }

    func testOthersStay() throws {
        // One number for each row.
        try check(["Multiply", "MatMul", "Multiply"], seed: 10, [5, 4]) { x, random in
            let data = try self.binary("Multiply", x, try self.constant([5, 1], &random))
            let y = try opset.create("MatMul", [data, try self.constant([4, 3], &random)])
            return try self.binary("Multiply", y, try self.constant([5, 1], &random))
        }
        // Data that are read twice.
        try check(["Multiply", "MatMul", "Add"], seed: 11, [4, 4]) { x, random in
            let data = try self.binary("Multiply", x, try self.scalar(2))
            return try self.binary("Add", try opset.create("MatMul", [data, try self.constant([4, 4], &random)]), data)
        }
        // A summand that padding does not have.
        try check(["Add", "Convolution"], seed: 12, [1, 4, 6, 5]) { x, random in
            let data = try self.binary("Add", x, try self.constant([4, 1, 1], &random))
            return try opset.create("Convolution", [data, try self.constant([6, 4, 3, 3], &random)], Self.padded)
        }
    }
}
