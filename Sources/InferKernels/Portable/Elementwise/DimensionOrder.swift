/// One loop of a nest over several strided operands.
package struct LoopLevel: Equatable, Sendable {
    package var size: Int
    /// Bytes each operand moves by, the output first.
    package var strides: [Int]

    package init(size: Int, strides: [Int]) {
        self.size = size
        self.strides = strides
    }
}

/// Turns shapes and strides into as few loops as possible, in the order that suits the output's memory.
package enum DimensionOrder {
    /// Outermost first; empty for a single element. Dimensions of size 1 are dropped, the others sorted by stride, the first operand that
    /// tells two of them apart deciding, and neighbours merged where all operands allow it.
    package static func levels(shape: [Int], strides: [[Int]]) -> [LoopLevel] {
        var found: [LoopLevel] = []
        for dimension in shape.indices where shape[dimension] != 1 {
            found.append(LoopLevel(size: shape[dimension], strides: strides.map { $0[dimension] }))
        }
        // Insertion sort: stable, and content with an order that leaves broadcast operands out of the question.
        for index in found.indices.dropFirst() {
            var position = index
            while position > 0, belongsOutside(found[position].strides, found[position - 1].strides) {
                found.swapAt(position, position - 1)
                position -= 1
            }
        }
        var merged: [LoopLevel] = []
        for level in found {
            if let outer = merged.last, outer.strides == level.strides.map({ $0 * level.size }) {
                merged[merged.count - 1] = LoopLevel(size: outer.size * level.size, strides: level.strides)
            } else {
                merged.append(level)
            }
        }
        return merged
    }

    private static func belongsOutside(_ one: [Int], _ other: [Int]) -> Bool {
        for (first, second) in zip(one, other) {
            // An operand that is broadcast along either dimension does not care.
            if first.magnitude == second.magnitude || first == 0 || second == 0 { continue }
            return first.magnitude > second.magnitude
        }
        return false
    }
}
