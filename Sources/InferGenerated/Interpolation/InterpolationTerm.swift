/// Up to two inputs of a weighted sum: `first · firstWeight + second · secondWeight`. Generated code reads it.
///
/// Taps come in pairs so that sums are those of the portable kernel to the last bit.
struct InterpolationTerm {
    /// Bytes from the source to the first input; negative in a copy that is to be zero.
    var first: Int
    /// Likewise to the second; negative where there is none.
    var second: Int
    var firstWeight: Float
    var secondWeight: Float

    init(first: Int, weight: Float) { self.init(first: first, weight, second: -1, 0) }

    init(first: Int, _ firstWeight: Float, second: Int, _ secondWeight: Float) {
        self.first = first
        self.second = second
        self.firstWeight = firstWeight
        self.secondWeight = secondWeight
    }

    /// Whether the sum is its first input.
    var isCopy: Bool { first >= 0 && second < 0 && firstWeight == 1 }
}
