import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class BranchMergingTests: PassTestCase {
    private func check(
        _ types: [String], seed: UInt64, _ shape: Shape, declared: PartialShape? = nil, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        try check(
            BranchMerging.run, seed: seed, [shape], declared: declared.map { [$0] }, types: types, file: file, line: line
        ) { x, random in [try build(x[0], &random)] }
    }

    private func convolution(
        _ x: Output, _ filters: Shape, strides: [Int] = [1, 1], dilations: [Int] = [1, 1], pads: [Int] = [0, 0],
        padsEnd: [Int]? = nil, _ random: inout SeededGenerator
    ) throws -> Output {
        try opset.create(
            filters.count == 5 ? "GroupConvolution" : "Convolution", [x, try constant(filters, &random)],
            [
                "strides": .integers(strides), "dilations": .integers(dilations), "pads_begin": .integers(pads),
                "pads_end": .integers(padsEnd ?? pads),
            ])
    }

    private func sum(_ terms: [Output]) throws -> Output { try terms.dropFirst().reduce(terms[0]) { try binary("Add", $0, $1) } }

    func testConvolutionsOfOneTensor() throws {
        try check(["Convolution"], seed: 1, [2, 4, 6, 5], declared: [.dynamic, 4, .dynamic, .dynamic]) { x, random in
            try self.sum([
                try self.convolution(x, [3, 4, 1, 1], &random), try self.convolution(x, [3, 4, 3, 3], pads: [1, 1], &random),
                try self.convolution(x, [3, 4, 1, 3], pads: [0, 1], &random),
            ])
        }
    }

    func testStridesAndDilations() throws {
        try check(["Convolution"], seed: 2, [1, 4, 9, 8]) { x, random in
            try self.sum([
                try self.convolution(x, [3, 4, 5, 5], strides: [2, 1], pads: [2, 2], &random),
                try self.convolution(x, [3, 4, 3, 3], strides: [2, 1], dilations: [2, 1], pads: [2, 1], &random),
                try self.convolution(x, [3, 4, 1, 1], strides: [2, 1], &random),
            ])
        }
        try check(["Convolution"], seed: 3, [1, 4, 9, 8]) { x, random in
            try self.sum([
                try self.convolution(x, [3, 4, 1, 2], pads: [0, 0], padsEnd: [0, 1], &random),
                try self.convolution(x, [3, 4, 3, 3], pads: [1, 1], &random),
            ])
        }
    }

    func testTheTensorItselfAndItsProduct() throws {
        try check(["GroupConvolution"], seed: 4, [2, 6, 5, 7]) { x, random in
            try self.sum([
                try self.binary("Multiply", x, try self.constant([1, 6, 1, 1], &random)),
                try self.convolution(x, [6, 1, 1, 3, 3], pads: [1, 1], &random),
                try self.convolution(x, [6, 1, 1, 1, 1], &random), x,
            ])
        }
        try check(["GroupConvolution"], seed: 5, [2, 6, 5, 7]) { x, random in
            try self.sum([
                try self.binary("Multiply", try self.scalar(0.3), x), try self.convolution(x, [2, 3, 3, 3, 3], pads: [1, 1], &random),
            ])
        }
        try check(["Convolution"], seed: 6, [2, 4, 5, 7]) { x, random in
            try self.binary("Add", x, try self.convolution(x, [4, 4, 3, 3], dilations: [2, 2], pads: [2, 2], &random))
        }
    }

    func testOtherSummandsStay() throws {
        try check(["Convolution", "Add", "Relu", "Convolution", "Add"], seed: 7, [2, 4, 6, 5]) { x, random in
            let y = try self.unary("Relu", x)
            return try self.sum([
                try self.binary("Add", try self.convolution(x, [4, 4, 1, 1], &random), try self.constant([1, 4, 1, 1], &random)),
                try self.convolution(y, [4, 4, 1, 1], &random), y,
                try self.convolution(x, [4, 4, 3, 3], pads: [1, 1], &random),
            ])
        }
    }

    func testWhatDoesNotFitStays() throws {
        // Of other taps.
        try check(["Convolution", "Convolution", "Add"], seed: 8, [2, 4, 6, 5]) { x, random in
            try self.sum([
                try self.convolution(x, [3, 4, 3, 3], pads: [1, 1], &random),
                try self.convolution(x, [3, 4, 3, 3], dilations: [2, 2], pads: [2, 2], &random),
            ])
        }
        // As long by chance.
        try check(["Convolution", "Convolution", "Add"], seed: 9, [2, 4, 5, 5]) { x, random in
            try self.sum([
                try self.convolution(x, [3, 4, 3, 3], strides: [2, 2], pads: [1, 1], &random),
                try self.convolution(x, [3, 4, 2, 2], strides: [2, 2], pads: [1, 1], &random),
            ])
        }
        // Beside the tensor itself.
        try check(["Convolution", "Add"], seed: 10, [2, 4, 5, 5]) { x, random in
            try self.binary("Add", try self.convolution(x, [4, 4, 1, 2], dilations: [1, 2], pads: [0, 1], &random), x)
        }
        // In other groups.
        try check(["GroupConvolution", "GroupConvolution", "Add"], seed: 11, [2, 4, 5, 5]) { x, random in
            try self.sum([try self.convolution(x, [2, 2, 2, 1, 1], &random), try self.convolution(x, [4, 1, 1, 1, 1], &random)])
        }
        // Needed elsewhere.
        try check(["Convolution", "Relu", "Convolution", "Add", "Multiply"], seed: 12, [2, 4, 5, 5]) { x, random in
            let y = try self.convolution(x, [4, 4, 1, 1], &random)
            return try self.binary(
                "Multiply", try self.unary("Relu", y), try self.sum([y, try self.convolution(x, [4, 4, 1, 1], &random)]))
        }
    }
}
