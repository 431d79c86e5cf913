extension VectorMath {
    /// erf(t)/t - 1 near zero, as a polynomial in t² for |t| <= 1.
    @inline(__always) private static func errorFunctionNearZero(_ square: Lanes) -> Lanes {
        var p = Lanes(repeating: 7.853857823647559e-05)
        p = p * square - 0.0008010192541405559
        p = p * square + 0.005188327748328447
        p = p * square - 0.026853810995817184
        p = p * square + 0.1128358542919159
        p = p * square - 0.3761262595653534
        return p * square + 0.12837916612625122
    }
    /// erfc(t) for t >= 1: e^(-t²) times a polynomial in 1 / (1 + t/2).
    @inline(__always) private static func complementaryErrorFunction(_ size: Lanes, _ square: Lanes) -> Lanes {
        let u = 1 / (size * 0.5 + 1)
        var p = Lanes(repeating: 0.08881192654371262)
        p = p * u - 0.21666021645069122
        p = p * u + 0.07570824772119522
        p = p * u + 0.062298670411109924
        p = p * u + 0.17939366400241852
        p = p * u + 0.24661578238010406
        p = p * u + 0.282100647687912
        p = p * u + 0.2820947766304016
        return expOfNegative(-square) * (p * u)
    }
    /// erf x, 2 ULP.
    @inline(__always) static func erf(_ x: Lanes) -> Lanes {
        let size = magnitude(x)
        let square = x * x
        let near = x * errorFunctionNearZero(square) + x
        let far = copySign(1 - complementaryErrorFunction(size, square), x)
        return select(size .< 1, near, far)
    }
    /// GELU: x/2·(1 + erf(x/√2)), accurate in the negative tail.
    @inline(__always) static func geluErf(_ x: Lanes) -> Lanes {
        let t = x * 0.70710678
        let size = magnitude(t)
        let square = t * t
        let half = x * 0.5
        let near = (t * errorFunctionNearZero(square) + t) + 1
        let tail = complementaryErrorFunction(size, square)
        return half * select(size .< 1, near, select(x .< 0, tail, 2 - tail))
    }
}
