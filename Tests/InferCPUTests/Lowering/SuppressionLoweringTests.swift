import InferGraph
import InferTensors
import XCTest

final class SuppressionLoweringTests: LoweringTestCase {
    /// Boxes of pixels reach to the ends of their last ones: those with a gap of less than a pixel overlap for MulticlassNms, for
    /// MatrixNms they do not meet.
    func testNeighboursOfLessThanAPixel() throws {
        let boxes = try floats([0, 0, 1, 1, 0, 1.5, 1, 2.5], [1, 2, 4])
        let scores = try floats([0.9, 0.8], [1, 1, 2])
        for (normalized, count) in [(false, 1), (true, 2)] {
            let attributes: [String: AttributeValue] = [
                "sort_result_type": "score", "iou_threshold": 0.1, "score_threshold": 0, "normalized": .boolean(normalized),
            ]
            let kept = try run("MulticlassNms", attributes, [boxes, scores], version: 8, outputs: 3)
            XCTAssertEqual(kept[0].shape, [count, 6], "normalized \(normalized)")
        }
        let decayed = try run(
            "MatrixNms", ["sort_result_type": "score", "normalized": false, "score_threshold": 0], [boxes, scores], outputs: 3)[0]
        XCTAssertEqual(try decayed.scalars(as: Float.self)[7], 0.8)
    }
}
