import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class AffineMergingTests: PassTestCase {
    private func check(
        _ types: [String], seed: UInt64, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        try check(
            { model, options in
                try AffineMerging.run(model, options)
                try ConstantFolding.run(model, options)
            }, seed: seed, [[2, 3, 4, 5]], declared: [[.dynamic, 3, .dynamic, 5]], types: types, file: file, line: line
        ) { x, random in [try build(x[0], &random)] }
    }

    private func convolution(_ x: Output, _ random: inout SeededGenerator) throws -> Output {
        try opset.create("Convolution", [x, try constant([6, 3, 1, 1], &random)])
    }

    func testProductsAndSums() throws {
        try check(["Multiply"], seed: 1) { x, random in
            let product = try self.binary(
                "Multiply", try self.binary("Multiply", try self.scalar(3), x), try self.constant([3, 1, 1], &random))
            return try self.binary("Multiply", product, try self.constant([1, 1, 1, 5], &random))
        }
        try check(["Add"], seed: 2) { x, random in
            try self.binary("Add", try self.binary("Add", try self.constant([1, 3, 1, 1], &random), x), try self.constant([5], &random))
        }
        try check(["Multiply", "Add"], seed: 3) { x, random in
            var y = x
            for _ in 0..<3 {
                y = try self.binary("Multiply", y, try self.constant([1, 3, 1, 1], &random))
                y = try self.binary("Add", try self.constant([1, 3, 1, 1], &random), y)
            }
            return y
        }
    }

    func testAFactorGoesBeforeTheSummandOfAConvolution() throws {
        try check(["Convolution", "Multiply", "Add"], seed: 4) { x, random in
            let y = try self.binary("Add", try self.convolution(x, &random), try self.constant([1, 6, 1, 1], &random))
            return try self.binary("Multiply", y, try self.constant([6, 1, 1], &random))
        }
        try check(["Add", "Multiply"], seed: 5) { x, random in
            try self.binary("Multiply", try self.binary("Add", x, try self.scalar(2)), try self.constant([5], &random))
        }
    }

    func testBatchNormalisation() throws {
        for version in ["opset1", "opset5"] {
            try check(["Convolution", "Multiply", "Add"], seed: 6) { x, random in
                let y = try self.convolution(x, &random)
                var parameters = try (0..<4).map { _ in try self.constant([6], &random) }
                parameters[3] = try opset.constant([Float](repeating: 0.3, count: 6), shape: [6])
                let inputs = version == "opset5" ? [y] + parameters : Array(parameters[..<2]) + [y] + parameters[2...]
                let scaled = try opset.create("BatchNormInference", inputs, ["epsilon": .real(1e-3)], version: version)
                return try self.binary("Add", scaled, try self.scalar(1))
            }
        }
    }

    func testWhatIsReadElsewhereOrEnlargesStays() throws {
        try check(["Multiply", "Multiply", "Add"], seed: 7) { x, _ in
            let y = try self.binary("Multiply", x, try self.scalar(2))
            return try self.binary("Add", try self.binary("Multiply", y, try self.scalar(3)), y)
        }
        try check(["Multiply", "Multiply"], seed: 8) { x, random in
            let y = try self.binary("Multiply", x, try self.constant([2, 1, 1, 1, 1], &random))
            return try self.binary("Multiply", y, try self.scalar(3))
        }
    }
}
