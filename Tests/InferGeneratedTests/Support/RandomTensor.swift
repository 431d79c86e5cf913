@testable import InferGenerated

/// A shape with strides whose axes lie in memory in a random order, without gaps.
struct RandomTensor {
    let shape: [Int]
    let strides: [Int]

    var count: Int { shape.reduce(1, *) }

    init(rank: ClosedRange<Int>, sizes: ClosedRange<Int>, _ random: inout SeededNumbers) {
        var shape: [Int] = []
        for _ in 0..<random.integer(rank) { shape.append(random.integer(sizes)) }
        // A long axis, so that vectors are filled.
        if !shape.isEmpty, random.integer(0...1) == 0 { shape[random.integer(0...shape.count - 1)] *= 20 }
        self.shape = shape
        strides = Self.packed(shape, random.integer(0...1) == 0 ? Array(shape.indices) : shape.indices.shuffled(using: &random))
    }

    /// Strides of a tensor whose axes lie in an order, outermost first.
    static func packed(_ shape: [Int], _ order: [Int]) -> [Int] {
        var strides = [Int](repeating: 0, count: shape.count)
        var step = 1
        for axis in order.reversed() {
            strides[axis] = step
            step *= shape[axis]
        }
        return strides
    }
}
