/// A rectangle turned about its centre.
struct TurnedBox {
    private let corners: [SIMD2<Double>]
    let area: Double

    /// - Parameter box: x and y of the centre, width, height and angle.
    init(_ box: UnsafePointer<Float>, isClockwise: Bool) {
        let center = SIMD2(Double(box[0]), Double(box[1]))
        let (width, height) = (Double(box[2]), Double(box[3]))
        let angle = Double(isClockwise ? box[4] : -box[4])
        let along = SIMD2(ScalarMath.cosine(angle), ScalarMath.sine(angle)) * (width / 2)
        let across = SIMD2(-ScalarMath.sine(angle), ScalarMath.cosine(angle)) * (height / 2)
        corners = [center - along - across, center + along - across, center + along + across, center - along + across]
        area = width * height
    }

    /// What both cover over what either covers.
    func overlap(_ other: TurnedBox) -> Double {
        if area < 1e-14 || other.area < 1e-14 { return 0 }
        let shared = intersection(other)
        return shared / (area + other.area - shared)
    }

    /// The area of the polygon that is left of this one when it is cut along each side of the other.
    private func intersection(_ other: TurnedBox) -> Double {
        var polygon = corners
        for side in 0..<4 {
            let from = other.corners[side]
            let edge = other.corners[(side + 1) % 4] - from
            func distance(_ point: SIMD2<Double>) -> Double { edge.x * (point.y - from.y) - edge.y * (point.x - from.x) }
            var clipped: [SIMD2<Double>] = []
            for (index, point) in polygon.enumerated() {
                let next = polygon[(index + 1) % polygon.count]
                let (here, there) = (distance(point), distance(next))
                if here >= 0 { clipped.append(point) }
                if (here > 0 && there < 0) || (here < 0 && there > 0) { clipped.append(point + (next - point) * (here / (here - there))) }
            }
            polygon = clipped
            if polygon.count < 3 { return 0 }
        }
        var twice = 0.0
        for (index, point) in polygon.enumerated() {
            let next = polygon[(index + 1) % polygon.count]
            twice += point.x * next.y - point.y * next.x
        }
        return twice.magnitude / 2
    }
}
