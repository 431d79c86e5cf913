import InferTensors

/// Regions proposed from anchors, deltas and scores: Proposal, GenerateProposals and Detectron's for one image.
package struct RegionProposal: Sendable {
    /// What becomes of the boxes of one image.
    package struct Attributes: Sendable {
        /// How many boxes take part in the suppression, and how many are kept.
        package var candidateCount = 0
        package var resultCount = 0
        package var overlapThreshold: Float = 0
        package var minimumWidth: Float = 0
        package var minimumHeight: Float = 0
        package var imageWidth: Float = 0
        package var imageHeight: Float = 0
        /// 1 where coordinates name pixels, for the decoding of boxes and for their overlap.
        package var offset: Float = 0
        package var overlapOffset: Float = 0
        /// What is taken off the far corners of decoded boxes.
        package var inset: Float = 0
        /// The greatest exponent of a box's size.
        package var exponentLimit = Float.infinity
        package var clips = true
        /// Whether anchors are clipped before they are moved.
        package var clipsAnchors = false
        /// Whether boxes that are too small are left out, rather than that their score becomes zero.
        package var dropsSmall = false

        package init() {}
    }

    /// A region and its score.
    package struct Region: Sendable {
        package var x1: Float
        package var y1: Float
        package var x2: Float
        package var y2: Float
        package var score: Float

        package init(x1: Float, y1: Float, x2: Float, y2: Float, score: Float) {
            self.x1 = x1
            self.y1 = y1
            self.x2 = x2
            self.y2 = y2
            self.score = score
        }
    }

    private struct Candidate {
        var box: Box
        var score: Float
        var isLarge: Bool
    }

    private let attributes: Attributes

    package init(_ attributes: Attributes) { self.attributes = attributes }

    /// The regions of one image, best first.
    ///
    /// - Parameters:
    ///   - count: the number of anchors.
    ///   - anchor: the four coordinates of an anchor; `deltas` its dx, dy and logarithms of width and height; `score` its score.
    package func run(
        count: Int, anchor: (Int) -> SIMD4<Float>, deltas: (Int) -> SIMD4<Float>, score: (Int) -> Float
    ) -> [Region] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        for index in 0..<count {
            let corners = anchor(index)
            let step = deltas(index)
            var box = Box(x1: corners.x, y1: corners.y, x2: corners.z, y2: corners.w)
            if attributes.clipsAnchors { box = box.clipped(width: attributes.imageWidth, height: attributes.imageHeight) }
            box = box.moved(
                dx: step.x, dy: step.y, logWidth: step.z, logHeight: step.w, offset: attributes.offset, inset: attributes.inset,
                limit: attributes.exponentLimit)
            if attributes.clips {
                box = box.clipped(width: attributes.imageWidth - attributes.offset, height: attributes.imageHeight - attributes.offset)
            }
            let isLarge =
                attributes.minimumWidth <= box.width(attributes.offset) && attributes.minimumHeight <= box.height(attributes.offset)
            candidates.append(
                Candidate(box: box, score: isLarge || attributes.dropsSmall ? score(index) : 0 * score(index), isLarge: isLarge))
        }
        let order = candidates.indices.sorted { a, b in
            candidates[a].score > candidates[b].score || (candidates[a].score == candidates[b].score && a < b)
        }
        var kept: [Candidate] = []
        for index in order.prefix(max(attributes.candidateCount, 0)) {
            if kept.count >= attributes.resultCount { break }
            let candidate = candidates[index]
            if attributes.dropsSmall, !candidate.isLarge { continue }
            if kept.allSatisfy({ overlap($0.box, candidate.box) <= attributes.overlapThreshold }) { kept.append(candidate) }
        }
        return kept.map { Region(x1: $0.box.x1, y1: $0.box.y1, x2: $0.box.x2, y2: $0.box.y2, score: $0.score) }
    }

    /// The overlap by areas that may be negative, as boxes that are not clipped can be in disorder.
    private func overlap(_ a: Box, _ b: Box) -> Float {
        guard a.x1 <= b.x2, a.y1 <= b.y2, b.x1 <= a.x2, b.y1 <= a.y2 else { return 0 }
        let offset = attributes.overlapOffset
        let common = Box(x1: max(a.x1, b.x1), y1: max(a.y1, b.y1), x2: min(a.x2, b.x2), y2: min(a.y2, b.y2))
        let shared = max(0, common.width(offset)) * max(0, common.height(offset))
        return shared / (a.width(offset) * a.height(offset) + b.width(offset) * b.height(offset) - shared)
    }
}
