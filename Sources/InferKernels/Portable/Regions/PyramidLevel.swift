/// The level of a feature pyramid that fits a region: level 2 for one of 224 × 224 pixels, the next for twice the size.
package enum PyramidLevel {
    /// - Parameter region: x1, y1, x2, y2.
    /// - Returns: `nil` for a region without area.
    package static func of(_ region: UnsafePointer<Float>, levels: Int) -> Int? {
        let area = (region[2] - region[0]) * (region[3] - region[1])
        guard area > 0, levels > 0 else { return nil }
        let level = (ScalarMath.log2(area.squareRoot() / 224 + 1e-6) + 2).rounded(.down)
        return max(0, min(levels - 1, ScalarMath.index(level)))
    }
}
