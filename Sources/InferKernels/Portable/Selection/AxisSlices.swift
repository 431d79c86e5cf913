/// The slices of a tensor along one axis, numbered in the order of the other axes, for two tensors with strides of their own.
struct AxisSlices: Sendable {
    let count: Int
    private let lengths: [Int]
    private let strides: [SIMD2<Int>]

    init(shape: [Int], axis: Int, firstStrides: [Int], secondStrides: [Int]) {
        let kept = shape.indices.filter { $0 != axis && shape[$0] != 1 }
        lengths = kept.map { shape[$0] }
        strides = kept.map { SIMD2(firstStrides[$0], secondStrides[$0]) }
        count = lengths.reduce(1, *)
    }

    /// Where a slice begins in both tensors.
    func offsets(_ slice: Int) -> SIMD2<Int> {
        var rest = slice
        var offsets = SIMD2<Int>.zero
        var place = lengths.count
        while place > 0 {
            place -= 1
            offsets &+= strides[place] &* SIMD2(repeating: rest % lengths[place])
            rest /= lengths[place]
        }
        return offsets
    }
}
