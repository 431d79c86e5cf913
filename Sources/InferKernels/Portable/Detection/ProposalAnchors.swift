/// The anchors of Proposal around the origin: one for each ratio and scale.
package enum ProposalAnchors {
    /// - Parameter isTensorFlow: whether sizes are not rounded, coordinates are continuous and anchors lie around the origin.
    package static func make(baseSize: Int, ratios: [Float], scales: [Float], isTensorFlow: Bool) -> [SIMD4<Float>] {
        let offset: Float = isTensorFlow ? 0 : 1
        let size = Float(baseSize)
        let center = 0.5 * (size - offset) - (isTensorFlow ? 0.5 * size : 0)
        return ratios.flatMap { ratio in
            var width = (size * size / ratio).squareRoot()
            if !isTensorFlow { width.round(.toNearestOrAwayFromZero) }
            var height = width * ratio
            if !isTensorFlow { height.round(.toNearestOrAwayFromZero) }
            return scales.map { scale in
                let halfWidth = 0.5 * (width * scale - offset)
                let halfHeight = 0.5 * (height * scale - offset)
                return SIMD4(center - halfWidth, center - halfHeight, center + halfWidth, center + halfHeight)
            }
        }
    }
}
