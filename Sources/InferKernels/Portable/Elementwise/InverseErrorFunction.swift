#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The inverse of erf: an estimate from logarithms, then two Newton steps of third order, to `Double` precision.
enum InverseErrorFunction {
    static func value(_ y: Double) -> Double {
        let size = y.magnitude
        guard size < 1 else { return size == 1 ? (y < 0 ? -.infinity : .infinity) : .nan }
        guard size > 1e-12 else { return y * 0.886226925452758 }
        let logarithm = log1p(-y * y)
        let half = 4.3307467508 + logarithm / 2
        var x = ((half * half - logarithm / 0.147).squareRoot() - half).squareRoot()
        for _ in 0..<3 {
            // Where erf is close to 1, its complement keeps the digits.
            let error = size < 0.5 ? erf(x) - size : (1 - size) - erfc(x)
            let step = error / (1.1283791670955126 * exp(-x * x))
            x -= step / (1 + x * step)
        }
        return y < 0 ? -x : x
    }
}
