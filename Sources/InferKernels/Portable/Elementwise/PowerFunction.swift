#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Powers of floats: the usual exponents by arithmetic, the others by the C library.
enum PowerFunction {
    typealias Lanes = VectorMath.Lanes

    @inline(__always) static func apply(_ x: Lanes, exponent: Float) -> Lanes {
        if exponent == 2 { return x * x }
        if exponent == 0.5 { return squareRoot(x) }
        if exponent == 1 { return x }
        if exponent == -1 { return 1 / x }
        if exponent == -0.5 { return 1 / squareRoot(x) }
        if exponent == 3 { return x * x * x }
        return VectorMath.each(x) { powf($0, exponent) }
    }
    /// pow(x, ½): unlike the root, +0 and ∞ for -0 and -∞.
    @inline(__always) private static func squareRoot(_ x: Lanes) -> Lanes {
        VectorMath.magnitude(VectorMath.select(x .== Lanes(repeating: -.infinity), VectorMath.magnitude(x), x).squareRoot())
    }
}
