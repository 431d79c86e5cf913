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
    /// erf x as a quotient of polynomials, 6 ULP and half the work of ``erf(_:)``.
    @inline(__always) static func erfByQuotient(_ x: Lanes) -> Lanes {
        let square = minimum(x * x, Lanes(repeating: 15.3664))
        var p = Lanes(repeating: 2.0500910977716558e-06)
        p = p * square + 0.0002848824951797724
        p = p * square + 0.0037656030617654324
        p = p * square + 0.052748680114746094
        p = p * square + 0.19040612876415253
        p = p * square + 1.1283791065216064
        var q = Lanes(repeating: 3.809174449997954e-05)
        q = q * square + 0.0011625323677435517
        q = q * square + 0.01496918871998787
        q = q * square + 0.11410897225141525
        q = q * square + 0.5020757913589478
        q = q * square + 1
        // From 3.92 on the result is 1 in single precision.
        return select(magnitude(x) .> 3.92, copySign(Lanes(repeating: 1), x), x * p / q)
    }
    /// GELU: x/2·(1 + erf(x/√2)); 4 ULP above -1, and an absolute error of 5e-7 below, as the subtraction has it.
    @inline(__always) static func geluErf(_ x: Lanes) -> Lanes { x * 0.5 * (1 + erfByQuotient(x * 0.70710678)) }
}
