import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Data that no sound network gives: operations throw or answer, and touch no memory but theirs.
final class HostileInputTests: LoweringTestCase {
    func testStrangeRegions() throws {
        let data = try floats([Float](repeating: 1, count: 16), [1, 1, 4, 4])
        for value in [Float.nan, .infinity, -.infinity, 1e30, -1e30] {
            let region = try floats([0, value, value, value, value], [1, 5])
            let pooling: [String: AttributeValue] = ["pooled_h": 2, "pooled_w": 2, "spatial_scale": 1.0, "method": "max"]
            XCTAssertEqual(try run("ROIPooling", pooling, [data, region])[0].shape, [1, 1, 2, 2])
            var bilinear = pooling
            bilinear["method"] = "bilinear"
            XCTAssertEqual(try run("ROIPooling", bilinear, [data, region])[0].shape, [1, 1, 2, 2])
            let corners = try floats([value, value, value, value], [1, 4])
            let alignment: [String: AttributeValue] = ["pooled_h": 1, "pooled_w": 1, "sampling_ratio": 0, "spatial_scale": 1.0]
            XCTAssertEqual(try run("ROIAlign", alignment, [data, corners, integers([0])])[0].shape, [1, 1, 1, 1])
            let grid = try floats([value, value], [1, 1, 1, 2])
            for mode in ["bilinear", "nearest", "bicubic"] {
                for padding in ["zeros", "border", "reflection"] {
                    let attributes: [String: AttributeValue] = ["mode": .string(mode), "padding_mode": .string(padding)]
                    XCTAssertEqual(try run("GridSample", attributes, [data, grid])[0].shape, [1, 1, 1, 1])
                }
            }
        }
        XCTAssertThrowsError(
            try run(
                "ROIAlign", ["pooled_h": 1, "pooled_w": 1, "sampling_ratio": 1, "spatial_scale": 1.0],
                [data, floats([0, 0, 1, 1], [1, 4]), integers([3])]))
    }

    func testStrangeIndicesOfEmbeddingsAndSegments() throws {
        let table = try floats([1, 2, 3, 4], [2, 2])
        XCTAssertThrowsError(try run("EmbeddingBagPackedSum", [:], [table, integers([0, 5], [1, 2])]))
        XCTAssertThrowsError(try run("EmbeddingBagOffsetsSum", [:], [table, integers([0, 1]), integers([3])]))
        XCTAssertThrowsError(try run("EmbeddingSegmentsSum", [:], [table, integers([0, 1]), integers([0, 7]), integers([2], [])]))
        XCTAssertThrowsError(try run("SegmentMax", ["fill_mode": "zero"], [table, integers([1, 0])]))
    }

    func testNotANumberEndsSuppressions() throws {
        let boxes = try floats([Float](repeating: .nan, count: 8), [1, 2, 4])
        let scores = try floats([.nan, 1], [1, 1, 2])
        _ = try run("MulticlassNms", [:], [boxes, scores], outputs: 3)
        _ = try run("MatrixNms", [:], [boxes, scores], outputs: 3)
        _ = try run("NonMaxSuppression", [:], [boxes, scores, integers([2], [])], outputs: 3)
    }

    func testSlopesThatFitNoChannels() throws {
        let data = try Tensor([Float](repeating: -1, count: 24), shape: [1, 6, 2, 2])
        for slope in [try floats([1, 2], [2, 1, 1]), try floats([1, 2, 3], [3])] {
            for shape in [PartialShape([1, 6, 2, 2]), [1, .dynamic, .dynamic, .dynamic]] {
                let x = try opset.parameter(.f32, shape, name: "x")
                XCTAssertThrowsError(
                    try ModelRunner.run(try Model([opset.create("PRelu", [x, opset.constant(slope)])], [x]), [data]), "\(slope.shape)")
            }
        }
        // Where the channels are another number, a vector broadcasts at the last axis.
        let x = try opset.parameter(.f32, [1, 6, 2, 2], name: "x")
        let slope = try opset.constant(floats([3, 5], [2]))
        let got = try ModelRunner.floats(ModelRunner.run(try Model([opset.create("PRelu", [x, slope])], [x]), [data])[0])
        XCTAssertEqual(got, (0..<24).map { $0 % 2 == 0 ? -3 : -5 })
    }

    /// No elements, and yet lengths that no distance can be counted over.
    func testEmptyTensorsOfAbsurdLengths() throws {
        let x = try opset.parameter(.f32, [1], name: "x")
        let empty = try opset.create("Broadcast", [x, opset.constant([Int64(0), 1 << 40, 1 << 40], shape: [3])])
        for made in [
            try opset.create("MatMul", [empty, empty], ["transpose_b": true]), try opset.create("Softmax", [empty], ["axis": 1]),
        ] {
            let sum = try opset.create("ReduceSum", [made, opset.constant([Int64(0), 1, 2], shape: [3])])
            XCTAssertThrowsError(try ModelRunner.run(try Model([sum], [x]), [floats([1], [1])]))
        }
    }

    func testLabelsOutsideOfTheClasses() throws {
        let logits = try floats([Float](repeating: 0, count: 6), [1, 2, 3])
        let labels = try Tensor([Int32(9), 0], shape: [1, 2])
        let lengths = try Tensor([Int32(2)], shape: [1])
        XCTAssertThrowsError(try run("CTCLoss", [:], [logits, lengths, labels, Tensor([Int32(1)], shape: [1])]))
    }
}
