/// Index tuples into leading dimensions.
enum IndexTuple {
    /// The row-major position that a tuple of the given sizes names; `nil` if it lies outside.
    @inline(__always) static func offset(_ reader: IndexReader, _ tuple: Int, _ sizes: [Int], wrapsNegative: Bool) -> Int? {
        var offset = 0
        for dimension in 0..<sizes.count {
            var index = reader[tuple &* sizes.count &+ dimension]
            if index < 0, wrapsNegative { index &+= sizes[dimension] }
            guard index >= 0, index < sizes[dimension] else { return nil }
            offset = offset &* sizes[dimension] &+ index
        }
        return offset
    }
}
