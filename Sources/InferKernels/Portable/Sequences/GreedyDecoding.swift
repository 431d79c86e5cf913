/// The best class of each step, repetitions and blanks left out.
package enum GreedyDecoding {
    /// - Parameters:
    ///   - score: of a step and a class.
    /// - Returns: the classes that are told.
    package static func decode(steps: Int, classes: Int, blank: Int, mergesRepeated: Bool, score: (Int, Int) -> Float) -> [Int] {
        var result: [Int] = []
        var previous = -1
        for step in 0..<steps {
            var best = 0
            for label in 1..<max(classes, 1) where score(step, label) > score(step, best) { best = label }
            if best != blank, !(mergesRepeated && best == previous) { result.append(best) }
            previous = best
        }
        return result
    }
}
