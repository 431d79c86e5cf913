extension VectorMath {
    /// Natural logarithm, 1 ULP; negative numbers give NaN, zeros -∞.
    @inline(__always) static func log(_ x: Lanes) -> Lanes {
        let tiny = x .< Lanes(repeating: .leastNormalMagnitude)
        let scaled = select(tiny, x * 8_388_608, x)
        let pattern = unsafeBitCast(scaled, to: SIMD8<Int32>.self)
        // The exponent such that the mantissa lies in [√½, √2).
        let exponent = (pattern &- 0x3f35_04f3) &>> 23
        let mantissa = unsafeBitCast(pattern &- (exponent &<< 23), to: Lanes.self)
        let f = mantissa - 1
        var p = Lanes(repeating: 0.06915165483951569)
        p = p * f - 0.11789704859256744
        p = p * f + 0.11873012781143188
        p = p * f - 0.12384368479251862
        p = p * f + 0.14218655228614807
        p = p * f - 0.16669249534606934
        p = p * f + 0.20002226531505585
        p = p * f - 0.24999986588954926
        p = p * f + 0.3333331048488617
        let power = asFloat(exponent) - lanes(bits(Lanes(repeating: 23)) & mask(tiny))
        let square = f * f
        let low = power * 3.194618329871446e-05 + square * f * p
        var result = (f - (square * 0.5 - low)) + power * 0.693115234375
        result = select(x .== Lanes(repeating: .infinity), x, result)
        result = select(x .== Lanes(repeating: 0), Lanes(repeating: -.infinity), result)
        return lanes(bits(result) | mask(x .< 0) | (bits(x) & ~mask(x .== x)))
    }
    /// ln(1 + x), 2 ULP, accurate near zero.
    @inline(__always) static func logOnePlus(_ x: Lanes) -> Lanes {
        let sum = x + 1
        // What rounding 1 + x lost, to first order; nonsense at -1 and ∞, where nothing is lost.
        let correction = (x - (sum - 1)) / sum
        return log(sum) + lanes(bits(correction) & mask(magnitude(correction) .< 1))
    }
    /// ln(1 + e^x), 2 ULP.
    @inline(__always) static func softplus(_ x: Lanes) -> Lanes {
        let larger = maximum(x, Lanes(repeating: 0))
        return larger + logOnePlus(exp(lanes(bits(x) | 0x8000_0000)))
    }
    /// Integers below 2^23 in magnitude as floats, without a conversion instruction that some targets do lane by lane.
    @inline(__always) static func asFloat(_ x: SIMD8<Int32>) -> Lanes {
        let magic = SIMD8<Int32>(repeating: 0x4b40_0000)
        return unsafeBitCast(x &+ magic, to: Lanes.self) - 12_582_912
    }
}
