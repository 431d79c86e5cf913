import InferTensors

/// ExperimentalDetectronDetectionOutput: the boxes of Detectron's second stage, suppressed class by class.
package struct DetectronDetection: Sendable {
    private let classes: Int
    private let scoreThreshold: Float
    private let overlapThreshold: Float
    private let exponentLimit: Float
    private let perClass: Int
    private let weights: [Float]

    /// - Parameters:
    ///   - perClass: the most boxes of a class, -1 for all.
    ///   - weights: what the four deltas are divided by.
    package init(
        classes: Int, scoreThreshold: Float, overlapThreshold: Float, exponentLimit: Float, perClass: Int, weights: [Float]
    ) throws {
        guard weights.count == 4 else {
            throw RuntimeError(.invalidArgument, "ExperimentalDetectronDetectionOutput: \(weights.count) weights of deltas; expected 4")
        }
        self.classes = classes
        self.scoreThreshold = scoreThreshold
        self.overlapThreshold = overlapThreshold
        self.exponentLimit = exponentLimit
        self.perClass = perClass
        self.weights = weights
    }

    private struct Detection {
        var score: Float
        var label: Int
        var region: Int
        var box: Box
    }

    /// Writes up to `limit` boxes, scores and classes; the rest is zeros.
    package func run(
        regions: UnsafePointer<Float>, deltas: UnsafePointer<Float>, scores: UnsafePointer<Float>, count: Int, limit: Int,
        boxes: UnsafeMutablePointer<Float>, labels: UnsafeMutablePointer<Int32>, resultScores: UnsafeMutablePointer<Float>
    ) {
        var found: [Detection] = []
        for label in 1..<max(classes, 1) { found += detections(label, regions, deltas, scores, count) }
        if found.count > limit {
            found.sort { $0.score > $1.score || ($0.score == $1.score && $0.region < $1.region) }
            found.removeLast(found.count - limit)
        }
        boxes.update(repeating: 0, count: limit * 4)
        labels.update(repeating: 0, count: limit)
        resultScores.update(repeating: 0, count: limit)
        for (row, detection) in found.enumerated() {
            detection.box.store(boxes + row * 4)
            labels[row] = Int32(truncatingIfNeeded: detection.label)
            resultScores[row] = detection.score
        }
    }

    private func detections(
        _ label: Int, _ regions: UnsafePointer<Float>, _ deltas: UnsafePointer<Float>, _ scores: UnsafePointer<Float>, _ count: Int
    ) -> [Detection] {
        var candidates: [Detection] = []
        for region in 0..<count {
            let own = Box(regions + region * 4)
            // A region without area has no score.
            guard own.x2 - own.x1 > 0, own.y2 - own.y1 > 0 else { continue }
            let score = scores[region * classes + label]
            guard score > scoreThreshold else { continue }
            let step = deltas + (region * classes + label) * 4
            var box = own.moved(
                dx: step[0] / weights[0], dy: step[1] / weights[1], logWidth: step[2] / weights[2], logHeight: step[3] / weights[3],
                offset: 1, inset: 1, limit: exponentLimit)
            box = Box(x1: max(0, box.x1), y1: max(0, box.y1), x2: max(0, box.x2), y2: max(0, box.y2))
            candidates.append(Detection(score: score, label: label, region: region, box: box))
        }
        candidates.sort { $0.score > $1.score || ($0.score == $1.score && $0.region < $1.region) }
        var kept: [Detection] = []
        for candidate in candidates where kept.allSatisfy({ candidate.box.overlap($0.box, 1) <= overlapThreshold }) {
            kept.append(candidate)
        }
        return perClass < 0 ? kept : Array(kept.prefix(perClass))
    }
}
