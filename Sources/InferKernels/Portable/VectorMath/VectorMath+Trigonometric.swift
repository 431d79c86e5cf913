#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension VectorMath {
    /// Above this the three-part reduction loses digits.
    private static var largestReducedAngle: Float { 8192 }

    /// sin x (`quarterTurns` 0) or cos x (1) for |x| <= 8192, 2 ULP.
    @inline(__always) private static func sine(_ x: Lanes, quarterTurns: UInt32) -> Lanes {
        let magic = Lanes(repeating: 12_582_912)
        let shifted = x * 0.63661975 + magic
        let quotient = shifted - magic
        // π/2 in parts of eleven bits, whose products with the quotient are exact.
        var r = x - quotient * 1.5703125
        r = r - quotient * 0.0004837512969970703
        r = r - quotient * 7.549533620476723e-08
        r = r - quotient * 2.5633440682570896e-12
        let square = r * r
        var s = Lanes(repeating: 2.71823728326126e-06)
        s = s * square - 0.00019839327433146536
        s = s * square + 0.008333329111337662
        s = s * square - 0.1666666716337204
        let sine = s * (square * r) + r
        var c = Lanes(repeating: 2.4437727915938012e-05)
        c = c * square - 0.001388736185617745
        c = c * square + 0.04166664555668831
        let cosine = c * (square * square) - square * 0.5 + 1
        let quadrant = (bits(shifted) &- bits(magic)) &+ quarterTurns
        let odd = 0 &- (quadrant & 1)
        let chosen = (bits(cosine) & odd) | (bits(sine) & ~odd)
        return lanes(chosen ^ ((quadrant & 2) &<< 30))
    }
    @inline(__always) private static func isReducible(_ x: Lanes) -> Bool {
        all(magnitude(x) .<= Lanes(repeating: largestReducedAngle))
    }
    /// 2 ULP up to 8192, the C library's beyond.
    @inline(__always) static func sin(_ x: Lanes) -> Lanes {
        isReducible(x) ? select(x .== 0, x, sine(x, quarterTurns: 0)) : each(x, sinf)
    }
    /// 2 ULP up to 8192, the C library's beyond.
    @inline(__always) static func cos(_ x: Lanes) -> Lanes {
        isReducible(x) ? sine(x, quarterTurns: 1) : each(x, cosf)
    }
}
