/// The transforms of Winograd's F(4×4, 3×3): a 4×4 patch of a 3×3 convolution from 36 products instead of 144.
///
/// Polynomials are evaluated at 0, ±5/7, ±7/5 and ∞. These points err as little as the direct sums do; the usual ±1, ±2 two to four times
/// more. As 5/7 · 7/5 = 1, most factors are the points and their squares.
enum WinogradTransform {
    /// Outputs of a patch per dimension, and inputs.
    static let outputs = 4
    static let inputs = 6
    /// Products per patch and pair of channels.
    static let positions = 36

    private static let a: Float = 5.0 / 7
    private static let b: Float = 7.0 / 5
    private static let aSquare: Float = 25.0 / 49
    private static let bSquare: Float = 49.0 / 25
    private static let squares: Float = 25.0 / 49 + 49.0 / 25
    private static let aCube: Float = 125.0 / 343
    private static let bCube: Float = 343.0 / 125

    typealias Six = (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)
    typealias Four = (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)

    /// Six inputs of one dimension at the six points.
    @inline(__always)
    static func input(_ d: Six) -> Six {
        let evenA = d.4 - d.2 * bSquare
        let oddA = d.3 * a - d.1 * b
        let evenB = d.4 - d.2 * aSquare
        let oddB = d.3 * b - d.1 * a
        return (d.0 - d.2 * squares + d.4, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, d.1 - d.3 * squares + d.5)
    }

    /// Four outputs of one dimension from the six products.
    @inline(__always)
    static func output(_ m: Six) -> Four {
        let sumA = m.1 + m.2
        let differenceA = m.1 - m.2
        let sumB = m.3 + m.4
        let differenceB = m.3 - m.4
        return (
            m.0 + sumA + sumB, differenceA * a + differenceB * b, sumA * aSquare + sumB * bSquare,
            differenceA * aCube + differenceB * bCube + m.5
        )
    }

    /// Nine weights at the 36 points, row by row, in double precision.
    static func filter(_ weights: (_ tap: Int) -> Double) -> [Double] {
        let points = [0, 5.0 / 7, -5.0 / 7, 7.0 / 5, -7.0 / 5]
        var rows = points.map { point in
            let scale = points.reduce(1.0) { $1 == point ? $0 : $0 * (point - $1) }
            return [1 / scale, point / scale, point * point / scale]
        }
        rows.append([0, 0, 1])
        return rows.flatMap { vertical in
            rows.map { horizontal in
                var sum = 0.0
                for tap in 0..<9 { sum += vertical[tap / 3] * horizontal[tap % 3] * weights(tap) }
                return sum
            }
        }
    }
}
