import InferTensors
import XCTest

@testable import InferGraph

/// Shapes that are computed in the graph are followed through it.
final class ValuePropagationTests: XCTestCase {
    private func list(_ values: Int64...) throws -> Output { try opset.constant(values, shape: [values.count]) }
    private func scalar(_ value: Int64) throws -> Output { try opset.constant([value], shape: []) }

    private func bounds(_ output: Output) -> [ValueBounds]? { output.tensorType.value?.bounds }

    func testShapesPassThroughGatherConcatAndReshape() throws {
        let data = try opset.parameter(.f32, [.init(2, 4), .dynamic, 8, 16])
        let shape = try opset.create("ShapeOf", [data])
        let batch = try opset.create("Gather", [shape, list(0), scalar(0)])
        let wanted = try opset.create("Concat", [batch, list(-1, 128)], ["axis": 0])
        let reshaped = try opset.create("Reshape", [data, wanted], ["special_zero": false])
        XCTAssertEqual(reshaped.partial_shape, [.init(2, 4), .dynamic, 128])
    }

    func testSlicesAndProducts() throws {
        let data = try opset.parameter(.f32, [.init(2, 4), 3, 8, 16])
        let shape = try opset.create("ShapeOf", [data])
        let spatial = try opset.create("Slice", [shape, list(2), list(.max), list(1)])
        XCTAssertEqual(spatial.tensorType.value, PartialValue(exact: [8, 16]))
        let area = try opset.create("ReduceProd", [spatial, scalar(0)], ["keep_dims": true])
        XCTAssertEqual(area.tensorType.value, PartialValue(exact: [128]))
        let strided = try opset.create(
            "StridedSlice", [shape, list(0), list(3), list(2)], ["begin_mask": [0], "end_mask": [0]])
        XCTAssertEqual(bounds(strided), [ValueBounds(lower: 2, upper: 4), ValueBounds(8)])
        let one = try opset.create(
            "StridedSlice", [shape, list(-1), list(0)], ["begin_mask": [0], "end_mask": [0], "shrink_axis_mask": [1]])
        XCTAssertEqual(one.partial_shape, [])
        XCTAssertEqual(one.tensorType.value, PartialValue(exact: [16]))
    }

    func testSplitsTransposesAndReversals() throws {
        let shape = try list(1, 2, 3, 4)
        let parts = try opset.createNode("Split", [shape, scalar(0)], ["num_splits": 2])
        XCTAssertEqual(parts.outputType(1).value, PartialValue(exact: [3, 4]))
        let uneven = try opset.createNode("VariadicSplit", [shape, scalar(0), list(1, -1)])
        XCTAssertEqual(uneven.outputType(1).value, PartialValue(exact: [2, 3, 4]))
        let square = try opset.create("Reshape", [shape, list(2, -1)], ["special_zero": false])
        XCTAssertEqual(
            try opset.create("Transpose", [square, list(1, 0)]).tensorType.value, PartialValue(exact: [1, 3, 2, 4]))
        XCTAssertEqual(
            try opset.create("Tile", [list(1, 2), list(2)]).tensorType.value, PartialValue(exact: [1, 2, 1, 2]))
        XCTAssertEqual(
            try opset.create("Broadcast", [list(7), list(3)], ["mode": "numpy"]).tensorType.value, PartialValue(exact: [7, 7, 7]))
    }

    func testUpdatesSelectionsAndRanges() throws {
        let shape = try list(1, 2, 3)
        XCTAssertEqual(
            try opset.create("ScatterUpdate", [shape, list(-1), list(9), scalar(0)]).tensorType.value, PartialValue(exact: [1, 2, 9]))
        let condition = try opset.create("Greater", [shape, scalar(1)])
        XCTAssertEqual(
            try opset.create("Select", [condition, shape, scalar(0)]).tensorType.value, PartialValue(exact: [0, 2, 3]))
        let range = try opset.create("Range", [scalar(5), scalar(0), scalar(-2)], ["output_type": .elementType(.i64)])
        XCTAssertEqual(range.tensorType.value, PartialValue(exact: [5, 3, 1]))
        let held = try opset.create("Clamp", [shape], ["min": 1.5, "max": 2.5])
        XCTAssertEqual(held.tensorType.value, PartialValue(exact: [2, 2, 2]))
    }

    func testNumbersPassThroughFloatsForScaling() throws {
        let data = try opset.parameter(.f32, [1, 3, 10, 15])
        let shape = try opset.create("ShapeOf", [data])
        let floats = try opset.create("Convert", [shape], ["destination_type": .elementType(.f32)])
        let scaled = try opset.create("Multiply", [floats, opset.constant([Float(1), 1, 2.5, 0.5], shape: [4])])
        let sizes = try opset.create("Convert", [opset.create("Floor", [scaled])], ["destination_type": .elementType(.i64)])
        let resized = try opset.create("Interpolate", [data, sizes], ["mode": "nearest", "shape_calculation_mode": "sizes"])
        XCTAssertEqual(resized.partial_shape, [1, 3, 25, 7])
    }

    func testTooLargeOrUnknownValuesAreLeftOut() throws {
        let range = try opset.create("Range", [scalar(0), scalar(100_000), scalar(1)], ["output_type": .elementType(.i64)])
        XCTAssertEqual(range.partial_shape, [100_000])
        XCTAssertNil(range.tensorType.value)
        let unknown = try opset.parameter(.i64, [2])
        let joined = try opset.create("Concat", [list(1), unknown], ["axis": 0])
        XCTAssertEqual(bounds(joined), [ValueBounds(1), .unknown, .unknown])
        XCTAssertEqual(
            try opset.create("Reshape", [opset.parameter(.f32, .dynamic), joined], ["special_zero": false]).partial_shape,
            [1, .dynamic, .dynamic])
    }
}
