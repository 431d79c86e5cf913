/// NMSRotated: of turned boxes that overlap, those with the highest score, for each batch item and class apart.
package struct TurnedSuppression: Sendable {
    /// A box that was chosen.
    package struct Choice: Sendable {
        package var score: Float
        package var batch: Int
        package var label: Int
        package var box: Int
    }

    private let batches: Int
    private let classes: Int
    private let count: Int
    private let sortsAll: Bool
    private let isClockwise: Bool

    /// Dense boxes [batches, boxes, 5] and scores [batches, classes, boxes].
    package init(batches: Int, classes: Int, boxes: Int, sortsAll: Bool, isClockwise: Bool) {
        self.batches = batches
        self.classes = classes
        count = boxes
        self.sortsAll = sortsAll
        self.isClockwise = isClockwise
    }

    package func run(
        boxes: UnsafePointer<Float>, scores: UnsafePointer<Float>, limit: Int, overlapThreshold: Float, scoreThreshold: Float
    ) -> [Choice] {
        var result: [Choice] = []
        for batch in 0..<batches {
            let turned = (0..<count).map { TurnedBox(boxes + (batch * count + $0) * 5, isClockwise: isClockwise) }
            for label in 0..<classes {
                let own = scores + (batch * classes + label) * count
                let order = (0..<count).filter { own[$0] > scoreThreshold }
                    .sorted { own[$0] > own[$1] || (own[$0] == own[$1] && $0 < $1) }
                var kept: [Int] = []
                for box in order {
                    if kept.count >= limit { break }
                    if kept.allSatisfy({ Float(turned[box].overlap(turned[$0])) <= overlapThreshold }) { kept.append(box) }
                }
                result += kept.map { Choice(score: own[$0], batch: batch, label: label, box: $0) }
            }
        }
        guard sortsAll else { return result }
        return result.sorted { a, b in
            a.score != b.score
                ? a.score > b.score : a.batch != b.batch ? a.batch < b.batch : a.label != b.label ? a.label < b.label : a.box < b.box
        }
    }
}
