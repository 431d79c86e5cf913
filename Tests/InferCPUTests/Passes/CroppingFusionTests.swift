import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class CroppingFusionTests: PassTestCase {
    private func check(
        _ types: [String], seed: UInt64, file: StaticString = #filePath, line: UInt = #line,
        _ build: (Output, inout SeededGenerator) throws -> Output
    ) throws {
        try check(CroppingFusion.run, seed: seed, [[2, 4, 9, 8]], types: types, file: file, line: line) { x, random in
            [try build(x[0], &random)]
        }
    }

    private func convolution(_ x: Output, _ random: inout SeededGenerator, strides: [Int] = [1, 1]) throws -> Output {
        try opset.create(
            "Convolution", [x, try constant([3, 4, 3, 2], &random)],
            [
                "strides": .integers(strides), "dilations": .integers([2, 1]), "pads_begin": .integers([4, 1]),
                "pads_end": .integers([3, 2]),
            ])
    }

    private func slice(_ x: Output, _ starts: [Int64], _ stops: [Int64], _ axes: [Int64]) throws -> Output {
        try opset.create(
            "Slice", [x, try integers(starts), try integers(stops), try integers(starts.map { _ in 1 }), try integers(axes)])
    }

    func testConvolutionsLeaveOutWhatIsCutOff() throws {
        try check(["Convolution"], seed: 1) { x, random in
            try self.slice(try self.convolution(x, &random), [0, 1], [-3, 9], [2, -1])
        }
        try check(["Convolution", "Add", "Relu"], seed: 2) { x, random in
            let sum = try self.binary("Add", try self.constant([3, 1, 1], &random), try self.convolution(x, &random))
            return try self.slice(try self.unary("Relu", sum), [2], [.max], [2])
        }
        try check(["Convolution", "Multiply"], seed: 3) { x, random in
            let product = try self.binary("Multiply", try self.convolution(x, &random), try self.constant([1, 3, 1, 1], &random))
            return try opset.create(
                "StridedSlice", [product, try self.integers([0, 0, 3]), try self.integers([0, 0, 9]), try self.integers([1, 1, 1])],
                ["begin_mask": .integers([1, 1, 0]), "end_mask": .integers([1, 1, 0])])
        }
    }

    func testTransposedConvolutionsToo() throws {
        for extra in 0...1 {
            try check(["ConvolutionBackpropData"], seed: 4) { x, random in
                let y = try opset.create(
                    "ConvolutionBackpropData", [x, try self.constant([4, 3, 4, 3], &random)],
                    [
                        "strides": .integers([2, 3]), "pads_begin": .integers([1, 0]), "pads_end": .integers([0, 0]),
                        "output_padding": .integers([extra, extra]),
                    ])
                return try self.slice(y, [1, 4], [-2, -1], [2, 3])
            }
        }
    }

    func testOtherSlicesStay() throws {
        // More than there are zeros to take away.
        try check(["Convolution", "Slice"], seed: 5) { x, random in try self.slice(try self.convolution(x, &random), [5], [.max], [2]) }
        // Every second element, or channels.
        try check(["Convolution", "Slice"], seed: 6) { x, random in
            try opset.create(
                "Slice",
                [
                    try self.convolution(x, &random), try self.integers([0]), try self.integers([-1]), try self.integers([2]),
                    try self.integers([2]),
                ])
        }
        try check(["Convolution", "Slice"], seed: 7) { x, random in try self.slice(try self.convolution(x, &random), [1], [3], [1]) }
        try check(["Convolution", "Slice"], seed: 8) { x, random in
            try self.slice(try self.convolution(x, &random, strides: [2, 1]), [1], [3], [2])
        }
        // A sum that varies along what is cut.
        try check(["Convolution", "Add", "Slice"], seed: 9) { x, random in
            let y = try self.convolution(x, &random)
            return try self.slice(try self.binary("Add", y, try self.constant([10], &random)), [1], [9], [3])
        }
    }

    func testWhatOthersReadStays() throws {
        try check(CroppingFusion.run, seed: 10, [[2, 4, 9, 8]], types: ["Convolution", "Slice", "Relu"]) { x, random in
            let y = try self.convolution(x[0], &random)
            return [try self.slice(y, [0], [-1], [2]), try self.unary("Relu", y)]
        }
    }
}
