/// Pairs of floats from two sources taken in turn, row by row: `a0 b0 a1 b1 …`.
package struct ChannelInterleaving: Sendable {
    /// How many elements each source gives to a row.
    package let pairs: Int
    /// Distances from one row to the next, in elements.
    package let sourceStride: Int
    package let targetStride: Int

    package init(pairs: Int, sourceStride: Int, targetStride: Int) {
        self.pairs = pairs
        self.sourceStride = sourceStride
        self.targetStride = targetStride
    }

    package func run(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, rows: Int
    ) {
        var (first, second, target) = (first, second, target)
        for _ in 0..<rows {
            var index = 0
            while index < pairs {
                target[2 &* index] = first[index]
                target[2 &* index &+ 1] = second[index]
                index &+= 1
            }
            first += sourceStride
            second += sourceStride
            target += targetStride
        }
    }
}
