/// Multinomial: classes drawn at random by their probabilities.
package enum ClassDrawing {
    /// - Parameters:
    ///   - probabilities: [batch, classes], or their logarithms.
    ///   - samples: [batch, count] numbers from 0 to 1.
    ///   - replaces: whether a class may be drawn again.
    package static func run(
        _ probabilities: UnsafePointer<Float>, batch: Int, classes: Int, count: Int, samples: [Float], areLogarithms: Bool,
        replaces: Bool, into output: IndexOutput
    ) {
        guard classes > 0 else { return }
        for item in 0..<batch {
            var weights = (0..<classes).map { index -> Float in
                let value = probabilities[item * classes + index]
                return areLogarithms ? ScalarMath.exp(value) : value
            }
            for draw in 0..<count {
                let sum = weights.reduce(0, +)
                var chosen = classes - 1
                var reached: Float = 0
                for (index, weight) in weights.enumerated() {
                    reached += weight
                    if samples[item * count + draw] <= reached / sum {
                        chosen = index
                        break
                    }
                }
                output.store(chosen, at: item * count + draw)
                if !replaces { weights[chosen] = 0 }
            }
        }
    }
}
