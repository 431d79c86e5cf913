import InferTensors

/// DetectionOutput: boxes decoded from a single-shot detector's logits, suppressed class by class.
package struct DetectionOutput: Sendable {
    /// What the operation's attributes say.
    package struct Attributes: Sendable {
        package var backgroundLabel = 0
        package var topK = -1
        package var keepTopK = -1
        package var varianceIsEncoded = false
        /// Whether logits move the centre and size, rather than the corners.
        package var codesCenterAndSize = false
        package var sharesLocation = true
        package var overlapThreshold: Float = 0
        package var confidenceThreshold: Float = 0
        package var clipsAfter = false
        package var clipsBefore = false
        package var decreasesLabel = false
        package var isNormalized = false
        package var inputHeight = 1
        package var inputWidth = 1
        package var objectnessScore: Float = 0

        package init() {}
    }

    private let attributes: Attributes
    private let images: Int
    private let priors: Int
    private let priorSets: Int
    private let classes: Int
    private let rows: Int

    /// - Parameters:
    ///   - priors: the number of prior boxes of a set; `priorSets` is 1 or the number of images.
    ///   - rows: of the result, of 7 numbers each.
    package init(_ attributes: Attributes, images: Int, priors: Int, priorSets: Int, classes: Int, rows: Int) {
        self.attributes = attributes
        self.images = images
        self.priors = priors
        self.priorSets = priorSets
        self.classes = classes
        self.rows = rows
    }

    private var locationClasses: Int { attributes.sharesLocation ? 1 : classes }

    private struct Detection {
        var score: Float
        var label: Int
        var prior: Int

        /// Of equal scores the prior that comes first.
        static func precedes(_ a: Detection, _ b: Detection) -> Bool { a.score > b.score || (a.score == b.score && a.prior < b.prior) }
    }

    /// Rows of image, class, score and corners; behind the last a row begins with -1, and the rest is zeros.
    ///
    /// - Parameters:
    ///   - armScores: the scores of a first stage, which rules out what is no object; `armBoxes` its logits, which move the priors.
    package func run(
        boxes: UnsafePointer<Float>, scores: UnsafePointer<Float>, priors: UnsafePointer<Float>, armScores: UnsafePointer<Float>?,
        armBoxes: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
    ) {
        output.update(repeating: 0, count: rows * 7)
        var written = 0
        for image in 0..<images {
            let scores = imageScores(image, scores, armScores)
            let decoded = decode(image, boxes, priors, armBoxes)
            var kept = attributes.decreasesLabel ? suppressTogether(scores, decoded) : suppressApart(scores, decoded)
            let count = kept.reduce(0) { $0 + $1.count }
            if attributes.keepTopK > -1, count > attributes.keepTopK {
                let best = kept.joined().sorted(by: Detection.precedes).prefix(attributes.keepTopK)
                kept = (0..<classes).map { label in best.filter { $0.label == label } }
            }
            for detection in kept.joined() where written < rows {
                var box = decoded[(attributes.sharesLocation ? 0 : detection.label) * self.priors + detection.prior]
                if attributes.clipsAfter { box = box.clipped(width: 1, height: 1) }
                let row = output + written * 7
                row[0] = Float(image)
                row[1] = Float(attributes.decreasesLabel ? detection.label - 1 : detection.label)
                row[2] = detection.score
                box.store(row + 3)
                written += 1
            }
        }
        if written < rows { output[written * 7] = -1 }
    }

    /// Scores [prior, class] of an image.
    private func imageScores(_ image: Int, _ scores: UnsafePointer<Float>, _ armScores: UnsafePointer<Float>?) -> [Float] {
        let own = scores + image * priors * classes
        var result = [Float](UnsafeBufferPointer(start: own, count: priors * classes))
        guard let armScores else { return result }
        for prior in 0..<priors where armScores[(image * priors + prior) * 2 + 1] < attributes.objectnessScore {
            for label in 0..<classes { result[prior * classes + label] = label == attributes.backgroundLabel ? 1 : 0 }
        }
        return result
    }

    // MARK: Decoding

    /// Boxes [location class, prior] of an image.
    private func decode(
        _ image: Int, _ boxes: UnsafePointer<Float>, _ priors: UnsafePointer<Float>, _ armBoxes: UnsafePointer<Float>?
    ) -> [Box] {
        let width = attributes.isNormalized ? 4 : 5
        let set = (priorSets > 1 ? image : 0) * self.priors * width * (attributes.varianceIsEncoded ? 1 : 2)
        let variances = attributes.varianceIsEncoded ? nil : priors + set + self.priors * width
        let perImage = self.priors * locationClasses * 4
        var result = [Box](repeating: Box(), count: locationClasses * self.priors)
        for label in 0..<locationClasses where attributes.sharesLocation || label != attributes.backgroundLabel {
            for prior in 0..<self.priors {
                let place = image * perImage + (prior * locationClasses + label) * 4
                var anchor = Box(priors + set + prior * width + width - 4)
                if let armBoxes { anchor = decode(anchor, Box(armBoxes + place), variances.map { $0 + prior * 4 }) }
                result[label * self.priors + prior] = decode(anchor, Box(boxes + place), variances.map { $0 + prior * 4 })
            }
        }
        return result
    }

    private func decode(_ prior: Box, _ logits: Box, _ variance: UnsafePointer<Float>?) -> Box {
        var prior = prior
        if !attributes.isNormalized {
            prior.x1 /= Float(attributes.inputWidth)
            prior.x2 /= Float(attributes.inputWidth)
            prior.y1 /= Float(attributes.inputHeight)
            prior.y2 /= Float(attributes.inputHeight)
        }
        let steps = Box(
            x1: (variance?[0] ?? 1) * logits.x1, y1: (variance?[1] ?? 1) * logits.y1, x2: (variance?[2] ?? 1) * logits.x2,
            y2: (variance?[3] ?? 1) * logits.y2)
        let box =
            attributes.codesCenterAndSize
            ? prior.moved(dx: steps.x1, dy: steps.y1, logWidth: steps.x2, logHeight: steps.y2, offset: 0, inset: 0)
            : Box(x1: prior.x1 + steps.x1, y1: prior.y1 + steps.y1, x2: prior.x2 + steps.x2, y2: prior.y2 + steps.y2)
        return attributes.clipsBefore ? box.clipped(width: 1, height: 1) : box
    }

    // MARK: Suppression

    /// The detections of each class, best first: each class by itself.
    private func suppressApart(_ scores: [Float], _ boxes: [Box]) -> [[Detection]] {
        (0..<classes).map { label in
            guard label != attributes.backgroundLabel else { return [] }
            let candidates = (0..<priors).compactMap { prior -> Detection? in
                let score = scores[prior * classes + label]
                return score > attributes.confidenceThreshold ? Detection(score: score, label: label, prior: prior) : nil
            }
            var kept: [Detection] = []
            for candidate in best(candidates) where survives(candidate, kept, boxes) { kept.append(candidate) }
            return kept
        }
    }

    /// The same, each prior for its best class alone.
    private func suppressTogether(_ scores: [Float], _ boxes: [Box]) -> [[Detection]] {
        let candidates = (0..<priors).compactMap { prior -> Detection? in
            var found = Detection(score: -1, label: 0, prior: prior)
            for label in 1..<max(classes, 1) where label != attributes.backgroundLabel && scores[prior * classes + label] > found.score {
                found.score = scores[prior * classes + label]
                found.label = label
            }
            return found.label > 0 && found.score >= attributes.confidenceThreshold ? found : nil
        }
        var kept = [[Detection]](repeating: [], count: classes)
        for candidate in best(candidates) where survives(candidate, kept[candidate.label], boxes) {
            kept[candidate.label].append(candidate)
        }
        return kept
    }

    private func best(_ candidates: [Detection]) -> ArraySlice<Detection> {
        let sorted = candidates.sorted(by: Detection.precedes)
        return attributes.topK > -1 ? sorted.prefix(attributes.topK) : sorted[...]
    }

    private func survives(_ candidate: Detection, _ kept: [Detection], _ boxes: [Box]) -> Bool {
        let first = (attributes.sharesLocation ? 0 : candidate.label) * priors
        let box = boxes[first + candidate.prior]
        return kept.allSatisfy { box.overlap(boxes[first + $0.prior]) <= attributes.overlapThreshold }
    }
}
