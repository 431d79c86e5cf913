import InferTensors

/// MatrixNms and MulticlassNms: the best boxes of all classes of an image together.
package struct ClasswiseSuppression: Sendable {
    /// The order of the results.
    package enum Order: Sendable { case byClass, byScore, asTheyCome }

    /// How overlapping boxes are treated.
    package enum Method: Sendable {
        /// Boxes go that overlap better ones; the threshold may fall by a factor with each box that stays.
        case suppress(threshold: Float, factor: Float)
        /// Scores fall by their overlap with better ones.
        case decay(isGaussian: Bool, sigma: Float, threshold: Float)
    }

    package struct Attributes: Sendable {
        package var order = Order.asTheyCome
        package var sortsAcrossImages = false
        package var topK = -1
        package var keepTopK = -1
        package var scoreThreshold: Float = 0
        package var backgroundClass = -1
        package var isNormalized = true
        package var method = Method.suppress(threshold: 0, factor: 1)

        /// Decayed scores stay in their order unless images are sorted together: so OpenVINO.
        var ordersImagesByClass: Bool {
            if case .suppress = method { return order == .byClass }
            return false
        }

        package init() {}
    }

    /// A box that was chosen.
    package struct Choice: Sendable {
        package var score: Float
        package var label: Int
        package var image: Int
        /// The number of the box among those of its image.
        package var box: Int
        /// x1, y1, x2, y2.
        package var corners: SIMD4<Float>
    }

    private let attributes: Attributes

    package init(_ attributes: Attributes) { self.attributes = attributes }

    /// The boxes of one image, best first or as the attributes say.
    ///
    /// - Parameters:
    ///   - boxes: for each class four numbers a box; one pointer for all where they share boxes.
    ///   - scores: for each class.
    package func choose(
        image: Int, classes: Int, count: Int, boxes: (Int) -> UnsafePointer<Float>, scores: (Int) -> UnsafePointer<Float>
    ) -> [Choice] {
        var chosen: [Choice] = []
        for label in 0..<classes where label != attributes.backgroundClass {
            chosen += chooseClass(image, label, count, boxes(label), scores(label))
        }
        chosen.sort { a, b in
            a.score != b.score ? a.score > b.score : a.label != b.label ? a.label < b.label : a.box < b.box
        }
        if attributes.keepTopK > -1, chosen.count > attributes.keepTopK { chosen.removeLast(chosen.count - attributes.keepTopK) }
        if !attributes.sortsAcrossImages, attributes.ordersImagesByClass {
            chosen.sort { a, b in
                a.label != b.label ? a.label < b.label : a.score != b.score ? a.score > b.score : a.box < b.box
            }
        }
        return chosen
    }

    /// The boxes of all images, ordered across images where the attributes say so.
    package func ordered(_ chosen: [Choice]) -> [Choice] {
        guard attributes.sortsAcrossImages else { return chosen }
        switch attributes.order {
        case .asTheyCome: return chosen
        case .byScore:
            return chosen.sorted { a, b in
                a.score != b.score
                    ? a.score > b.score : a.image != b.image ? a.image < b.image : a.label != b.label ? a.label < b.label : a.box < b.box
            }
        case .byClass:
            return chosen.sorted { a, b in
                a.label != b.label
                    ? a.label < b.label : a.image != b.image ? a.image < b.image : a.score != b.score ? a.score > b.score : a.box < b.box
            }
        }
    }

    private func chooseClass(
        _ image: Int, _ label: Int, _ count: Int, _ boxes: UnsafePointer<Float>, _ scores: UnsafePointer<Float>
    ) -> [Choice] {
        var candidates: [Choice] = []
        for box in 0..<count where passes(scores[box]) {
            let corners = boxes + box * 4
            candidates.append(
                Choice(
                    score: scores[box], label: label, image: image, box: box,
                    corners: SIMD4(corners[0], corners[1], corners[2], corners[3])))
        }
        candidates.sort { $0.score > $1.score || ($0.score == $1.score && $0.box < $1.box) }
        if attributes.topK > -1, candidates.count > attributes.topK { candidates.removeLast(candidates.count - attributes.topK) }
        switch attributes.method {
        case .suppress(let threshold, let factor): return suppressed(candidates, threshold, factor)
        case .decay(let isGaussian, let sigma, let threshold): return decayed(candidates, isGaussian, sigma, threshold)
        }
    }

    private func passes(_ score: Float) -> Bool {
        if case .suppress = attributes.method { return score >= attributes.scoreThreshold }
        return score > attributes.scoreThreshold
    }

    private func overlap(_ a: Choice, _ b: Choice) -> Float {
        func box(_ choice: Choice) -> Box {
            Box(x1: choice.corners.x, y1: choice.corners.y, x2: choice.corners.z, y2: choice.corners.w)
        }
        var joinsNeighbours = false
        if case .suppress = attributes.method { joinsNeighbours = true }
        return box(a).overlap(box(b), attributes.isNormalized ? 0 : 1, joinsNeighbours: joinsNeighbours)
    }

    private func suppressed(_ candidates: [Choice], _ threshold: Float, _ factor: Float) -> [Choice] {
        var threshold = threshold
        var kept: [Choice] = []
        for candidate in candidates where kept.allSatisfy({ overlap(candidate, $0) < threshold }) {
            if factor < 1, threshold > 0.5 { threshold *= factor }
            kept.append(candidate)
        }
        return kept
    }

    private func decayed(_ candidates: [Choice], _ isGaussian: Bool, _ sigma: Float, _ threshold: Float) -> [Choice] {
        // The greatest overlap of each candidate with a better one.
        var greatest: [Float] = []
        var kept: [Choice] = []
        for (index, candidate) in candidates.enumerated() {
            var most: Float = 0
            var factor: Float = 1
            for other in 0..<index {
                let shared = overlap(candidate, candidates[other])
                most = max(most, shared)
                let before = greatest[other]
                let decay =
                    isGaussian
                    ? ScalarMath.exp((before * before - shared * shared) * sigma)
                    : Float((1 - Double(shared)) / (1 - Double(before) + Double(Float(1e-10))))
                factor = min(factor, decay)
            }
            greatest.append(most)
            var result = candidate
            result.score = candidate.score * factor
            if result.score > threshold { kept.append(result) }
        }
        return kept
    }
}
