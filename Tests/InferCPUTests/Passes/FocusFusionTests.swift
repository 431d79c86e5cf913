import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class FocusFusionTests: PassTestCase {
    private static let attributes: [String: AttributeValue] = [
        "strides": .integers([1, 1]), "dilations": .integers([1, 1]), "pads_begin": .integers([1, 1]), "pads_end": .integers([1, 1]),
    ]

    private func slice(_ x: Output, axis: Int64, start: Int64, step: Int64 = 2) throws -> Output {
        try opset.create(
            "Slice", [x, try integers([start]), try integers([9_223_372_036_854_775_807]), try integers([step]), try integers([axis])])
    }

    private func focus(_ x: Output, step: Int64 = 2) throws -> Output {
        let even = try slice(x, axis: 2, start: 0)
        let odd = try slice(x, axis: 2, start: 1)
        let parts = try [
            slice(even, axis: 3, start: 0, step: step), slice(odd, axis: 3, start: 0, step: step),
            slice(even, axis: -1, start: 1, step: step),
            slice(odd, axis: 3, start: 1, step: step),
        ]
        return try opset.create("Concat", parts, ["axis": .integer(1)])
    }

    func testSlicesRowsFirst() throws {
        try check(FocusFusion.run, seed: 1, [[2, 3, 8, 6]], declared: [[.dynamic, 3, 8, 6]], types: ["Convolution"]) { x, random in
            [try opset.create("Convolution", [try self.focus(x[0]), try self.constant([5, 12, 3, 3], &random)], Self.attributes)]
        }
    }

    func testStridedSlicesOfBothAxesAtOnce() throws {
        try check(FocusFusion.run, seed: 2, [[1, 3, 8, 6]], types: ["Convolution"]) { x, random in
            let parts = try [[0, 0], [0, 1], [1, 1], [1, 0]].map { (start: [Int64]) in
                try opset.create(
                    "StridedSlice",
                    [x[0], try self.integers([0, 0] + start), try self.integers([0, 0, 8, 6]), try self.integers([1, 1, 2, 2])],
                    ["begin_mask": .integers([1, 1, 0, 0]), "end_mask": .integers([1, 1, 1, 1])])
            }
            let image = try opset.create("Concat", parts, ["axis": .integer(1)])
            return [try opset.create("Convolution", [image, try self.constant([4, 12, 1, 3], &random)])]
        }
    }

    func testOtherStepsAndOtherReadersStay() throws {
        let slices = Array(repeating: "Slice", count: 6) + ["Concat", "Convolution"]
        // Columns that are not skipped.
        try check(FocusFusion.run, seed: 3, [[1, 3, 8, 6]], types: ["Slice", "Slice", "Concat", "Convolution"]) { x, random in
            let parts = try [Int64(0), 1].map { try self.slice(x[0], axis: 2, start: $0) }
            let image = try opset.create("Concat", parts, ["axis": .integer(1)])
            return [try opset.create("Convolution", [image, try self.constant([5, 6, 3, 3], &random)], Self.attributes)]
        }
        try check(FocusFusion.run, seed: 4, [[1, 3, 8, 6]], types: slices) { x, random in
            let image = try self.focus(x[0])
            return [try opset.create("Convolution", [image, try self.constant([5, 12, 3, 3], &random)], Self.attributes), image]
        }
    }
}
