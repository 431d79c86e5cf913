/// A small seeded generator for property tests.
struct RandomCases: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
    mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func shape(rank: ClosedRange<Int> = 0...5, sizes: ClosedRange<Int> = 1...6) -> [Int] {
        let count = integer(rank)
        return (0..<count).map { _ in integer(sizes) }
    }
    /// Strides in elements of a shape whose dimensions lie in memory in a random order.
    mutating func permutedStrides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 0, count: shape.count)
        var step = 1
        for dimension in shape.indices.shuffled(using: &self) {
            strides[dimension] = step
            step *= max(shape[dimension], 1)
        }
        return strides
    }
    /// Every index of a shape, row by row.
    static func indices(_ shape: [Int]) -> [[Int]] {
        var result: [[Int]] = [[]]
        for size in shape { result = result.flatMap { index in (0..<size).map { index + [$0] } } }
        return result
    }
    static func offset(_ index: [Int], _ strides: [Int]) -> Int { zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 } }
}
