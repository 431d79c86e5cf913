import XCTest

@testable import InferKernels

final class NonMaxSuppressionTests: XCTestCase {
    private struct Golden {
        var encoding: NonMaxSuppression.BoxEncoding
        var sortsAll: Bool
        var softSigma: Float
        var indices: [Int64]
        var scores: [Float]
    }

    /// OpenVINO's answers for two items of six boxes and two classes, three boxes a class, thresholds 0.4 and 0.15.
    private static let golden: [Golden] = [
        Golden(
            encoding: .corner, sortsAll: false, softSigma: 0,
            indices: [0, 0, 5, 0, 0, 2, 0, 0, 4, 0, 1, 4, 0, 1, 1, 0, 1, 3, 1, 0, 1, 1, 0, 3, 1, 0, 0, 1, 1, 3, 1, 1, 0, 1, 1, 5],
            scores: [0.928571, 0.785714, 0.535714, 0.821429, 0.678571, 0.428571, 0.964286, 0.714286, 0.571429, 1, 0.857143, 0.75]),
        Golden(
            encoding: .corner, sortsAll: false, softSigma: 0.5,
            indices: [0, 0, 5, 0, 0, 2, 0, 0, 4, 0, 1, 4, 0, 1, 1, 0, 1, 3, 1, 0, 1, 1, 0, 3, 1, 0, 0, 1, 1, 3, 1, 1, 0, 1, 1, 5],
            scores: [0.928571, 0.784445, 0.529256, 0.821429, 0.604318, 0.423697, 0.964286, 0.714286, 0.503111, 1, 0.763349, 0.746064]),
        Golden(
            encoding: .corner, sortsAll: true, softSigma: 0,
            indices: [1, 1, 3, 1, 0, 1, 0, 0, 5, 1, 1, 0, 0, 1, 4, 0, 0, 2, 1, 1, 5, 1, 0, 3, 0, 1, 1, 1, 0, 0, 0, 0, 4, 0, 1, 3],
            scores: [1, 0.964286, 0.928571, 0.857143, 0.821429, 0.785714, 0.75, 0.714286, 0.678571, 0.571429, 0.535714, 0.428571]),
        Golden(
            encoding: .corner, sortsAll: true, softSigma: 0.5,
            indices: [1, 1, 3, 1, 0, 1, 0, 0, 5, 0, 1, 4, 0, 0, 2, 1, 1, 0, 1, 1, 5, 1, 0, 3, 0, 1, 1, 0, 0, 4, 1, 0, 0, 0, 1, 3],
            scores: [1, 0.964286, 0.928571, 0.821429, 0.784445, 0.763349, 0.746064, 0.714286, 0.604318, 0.529256, 0.503111, 0.423697]),
        Golden(
            encoding: .center, sortsAll: false, softSigma: 0,
            indices: [0, 0, 5, 0, 0, 2, 0, 0, 4, 0, 1, 4, 0, 1, 1, 0, 1, 3, 1, 0, 1, 1, 0, 3, 1, 0, 0, 1, 1, 3, 1, 1, 0, 1, 1, 5],
            scores: [0.928571, 0.785714, 0.535714, 0.821429, 0.678571, 0.428571, 0.964286, 0.714286, 0.571429, 1, 0.857143, 0.75]),
        Golden(
            encoding: .center, sortsAll: false, softSigma: 0.5,
            indices: [0, 0, 5, 0, 0, 2, 0, 0, 4, 0, 1, 4, 0, 1, 1, 0, 1, 3, 1, 0, 1, 1, 0, 3, 1, 0, 0, 1, 1, 3, 1, 1, 0, 1, 1, 5],
            scores: [0.928571, 0.785714, 0.535714, 0.821429, 0.678571, 0.428571, 0.964286, 0.714286, 0.569091, 1, 0.856595, 0.75]),
        Golden(
            encoding: .center, sortsAll: true, softSigma: 0,
            indices: [1, 1, 3, 1, 0, 1, 0, 0, 5, 1, 1, 0, 0, 1, 4, 0, 0, 2, 1, 1, 5, 1, 0, 3, 0, 1, 1, 1, 0, 0, 0, 0, 4, 0, 1, 3],
            scores: [1, 0.964286, 0.928571, 0.857143, 0.821429, 0.785714, 0.75, 0.714286, 0.678571, 0.571429, 0.535714, 0.428571]),
        Golden(
            encoding: .center, sortsAll: true, softSigma: 0.5,
            indices: [1, 1, 3, 1, 0, 1, 0, 0, 5, 1, 1, 0, 0, 1, 4, 0, 0, 2, 1, 1, 5, 1, 0, 3, 0, 1, 1, 1, 0, 0, 0, 0, 4, 0, 1, 3],
            scores: [1, 0.964286, 0.928571, 0.856595, 0.821429, 0.785714, 0.75, 0.714286, 0.678571, 0.569091, 0.535714, 0.428571]),
    ]

    private func run(
        _ kernel: NonMaxSuppression, _ boxes: [Float], _ scores: [Float], _ parameters: NonMaxSuppression.Parameters, capacity: Int? = nil
    ) -> (indices: [Int64], scores: [Float], count: Int) {
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: max(64, kernel.scratchBytes(maximumPerClass: parameters.maximumPerClass, threads: 2)), alignment: 64)
        defer { scratch.deallocate() }
        let count = kernel.select(boxes: boxes, scores: scores, parameters: parameters, scratch: scratch, team: WorkerTeam(threads: 2))
        let rows = capacity ?? count
        var indices = [Int64](repeating: 99, count: 3 * rows + 1)
        var chosen = [Float](repeating: 99, count: 3 * rows + 1)
        indices.withUnsafeMutableBufferPointer { indices in
            guard let pointer = indices.baseAddress else { return }
            kernel.write(count: count, capacity: rows, indices: .i64(pointer), scores: &chosen, scratch: scratch)
        }
        return (indices.dropLast(), chosen.dropLast(), count)
    }

    func testGoldenValues() throws {
        let boxes = (0..<48).map { Float($0 * 7 % 23) / 22 }
        let scores = (0..<24).map { Float($0 * 11 % 29) / 28 }
        for golden in Self.golden {
            let kernel = try NonMaxSuppression(encoding: golden.encoding, sortsAll: golden.sortsAll, batches: 2, classes: 2, boxes: 6)
            let result = run(
                kernel, boxes, scores,
                .init(maximumPerClass: 3, overlapThreshold: 0.4, scoreThreshold: 0.15, softSigma: golden.softSigma))
            XCTAssertEqual(result.indices, golden.indices, "\(golden)")
            for (row, expected) in golden.scores.enumerated() {
                XCTAssertEqual(result.scores[3 * row + 2], expected, accuracy: 1e-5, "\(golden)")
                XCTAssertEqual(result.scores[3 * row], Float(golden.indices[3 * row]))
            }
        }
    }

    func testBordersAndPadding() throws {
        let kernel = try NonMaxSuppression(encoding: .corner, sortsAll: false, batches: 1, classes: 1, boxes: 3)
        let boxes: [Float] = [0, 0, 1, 1, 1, 0.5, 0, 0, 0, 0, 0, 0]
        // An overlap of just the threshold is too much here; a box without area overlaps nothing; equal scores go by number.
        let result = run(kernel, boxes, [0.5, 0.5, 0.5], .init(maximumPerClass: 9, overlapThreshold: 0.5), capacity: 4)
        XCTAssertEqual(result.count, 2)
        XCTAssertEqual(result.indices, [0, 0, 0, 0, 0, 2, -1, -1, -1, -1, -1, -1])
        let literal = try NonMaxSuppression(
            encoding: .corner, sortsAll: false, suppressesEqual: false, batches: 1, classes: 1, boxes: 3)
        XCTAssertEqual(run(literal, boxes, [0.5, 0.5, 0.5], .init(maximumPerClass: 9, overlapThreshold: 0.5)).count, 3)
        // A score must exceed its threshold.
        XCTAssertEqual(run(kernel, boxes, [0.5, 0.5, 0.5], .init(maximumPerClass: 9, scoreThreshold: 0.5)).count, 0)
        XCTAssertEqual(run(kernel, boxes, [0.5, 0.5, 0.5], .init(maximumPerClass: 0)).count, 0)
        XCTAssertEqual(run(kernel, boxes, [0.5, 0.5, 0.5], .init(maximumPerClass: -4)).count, 0)
        XCTAssertEqual(run(kernel, boxes, [.nan, 0.5, .nan], .init(maximumPerClass: 9)).indices, [0, 0, 1])
        XCTAssertThrowsError(try NonMaxSuppression(encoding: .corner, sortsAll: false, batches: -1, classes: 1, boxes: 1))
    }
}
