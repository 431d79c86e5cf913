/// CTCLoss: the negative logarithm of the probability that a sequence of scores tells a sequence of labels.
package enum ClassificationLoss {
    /// The loss of one sequence, by all ways in which steps can be dealt to labels and blanks at once.
    ///
    /// - Parameters:
    ///   - logits: [steps, classes].
    ///   - labels: with repetitions merged or removed where the operation wants that.
    ///   - mergesRepeated: whether a label may take several steps, so that equal labels need a blank between them.
    package static func loss(
        _ logits: UnsafePointer<Float>, steps: Int, classes: Int, labels: [Int], blank: Int, mergesRepeated: Bool
    ) -> Float {
        // Labels with blanks before, between and behind them.
        let path = [blank] + labels.flatMap { [$0, blank] }
        var forward = [Double](repeating: -.infinity, count: path.count)
        for step in 0..<steps {
            let row = logits + step * classes
            let greatest = (0..<classes).reduce(-Float.infinity) { max($0, row[$1]) }
            var sum: Float = 0
            for label in 0..<classes { sum += ScalarMath.exp(row[label] - greatest) }
            let normal = Double(greatest + ScalarMath.log(sum))
            var next = [Double](repeating: -.infinity, count: path.count)
            for place in path.indices {
                let isLabel = place % 2 == 1
                var reached = -Double.infinity
                if step == 0 {
                    if place < 2 { reached = 0 }
                } else {
                    // A label stays only where repetitions are merged; without that each label takes one step.
                    if !isLabel || mergesRepeated { reached = forward[place] }
                    if place > 0 { reached = added(reached, forward[place - 1]) }
                    if isLabel, place > 2, !mergesRepeated || path[place] != path[place - 2] {
                        reached = added(reached, forward[place - 2])
                    }
                }
                next[place] = reached + Double(row[path[place]]) - normal
            }
            forward = next
        }
        guard steps > 0 else { return labels.isEmpty ? 0 : .infinity }
        let last = forward[path.count - 1]
        return Float(-(path.count > 1 ? added(last, forward[path.count - 2]) : last))
    }

    /// The logarithm of the sum of two numbers given by their logarithms.
    private static func added(_ a: Double, _ b: Double) -> Double {
        let (greater, less) = (max(a, b), min(a, b))
        if less == -.infinity { return greater }
        return greater + ScalarMath.logOnePlusExp(less - greater)
    }
}
