/// An operand of an elementwise kernel: strides in bytes, one a dimension of the result, 0 where it is broadcast.
package struct StridedOperand: Hashable, Sendable {
    package var strides: [Int]

    package init(strides: [Int]) { self.strides = strides }

    /// An operand that is broadcast to the result's shape, aligned at the last dimension.
    package init(shape: [Int], strides: [Int], broadcastTo result: [Int]) {
        let missing = result.count - shape.count
        self.strides = result.indices.map { $0 < missing || shape[$0 - missing] == 1 ? 0 : strides[$0 - missing] }
    }

    /// Row-major strides of a shape.
    package static func contiguous(_ shape: [Int], elementSize: Int) -> StridedOperand {
        var strides = [Int](repeating: elementSize, count: shape.count)
        for dimension in shape.indices.dropLast().reversed() { strides[dimension] = strides[dimension + 1] * max(shape[dimension + 1], 1) }
        return StridedOperand(strides: strides)
    }
}
