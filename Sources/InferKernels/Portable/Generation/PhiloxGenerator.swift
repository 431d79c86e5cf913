/// The counter-based generator Philox 4×32 of ten rounds, as TensorFlow seeds it.
package struct PhiloxGenerator: Sendable {
    private let key: SIMD2<UInt32>
    private let high: SIMD2<UInt32>

    /// - Parameters:
    ///   - seed: the key; `stream` the upper half of the counter.
    package init(seed: UInt64, stream: UInt64) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        high = SIMD2(UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    }

    /// The four numbers of a count.
    package func numbers(_ count: UInt64) -> SIMD4<UInt32> {
        var counter = SIMD4(UInt32(truncatingIfNeeded: count), UInt32(truncatingIfNeeded: count >> 32), high.x, high.y)
        var key = key
        for _ in 0..<10 {
            let first = UInt64(counter.x) * 0xD251_1F53
            let second = UInt64(counter.z) * 0xCD9E_8D57
            counter = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ counter.y ^ key.x, UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ counter.w ^ key.y, UInt32(truncatingIfNeeded: first))
            key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return counter
    }
}
