extension VectorMath {
    /// e^r by a polynomial and the integer n with x = n·ln 2 + r. `power` is n as an integer.
    @inline(__always) private static func reduceByLogarithmOfTwo(_ x: Lanes) -> (remainder: Lanes, power: SIMD8<Int32>) {
        // Adding 1.5·2^23 leaves the rounded quotient in the low bits of the sum.
        let magic = Lanes(repeating: 12_582_912)
        let shifted = x * 1.442695 + magic
        let quotient = shifted - magic
        let remainder = (x - quotient * 0.693115234375) - quotient * 3.194618329871446e-05
        return (remainder, unsafeBitCast(bits(shifted) &- bits(magic), to: SIMD8<Int32>.self))
    }
    @inline(__always) private static func powerOfTwo(_ exponent: SIMD8<Int32>) -> Lanes {
        unsafeBitCast((exponent &+ 127) &<< 23, to: Lanes.self)
    }
    /// e^r - 1 for |r| <= ln 2 / 2.
    @inline(__always) private static func exponentialMinusOneNearZero(_ r: Lanes) -> Lanes {
        var p = Lanes(repeating: 0.00019913705182261765)
        p = p * r + 0.0013941116631031036
        p = p * r + 0.00833327416330576
        p = p * r + 0.04166635498404503
        p = p * r + 0.1666666716337204
        p = p * r + 0.5
        return p * (r * r) + r
    }

    /// e^x, 1 ULP (2 where the result is subnormal).
    @inline(__always) static func exp(_ x: Lanes) -> Lanes {
        let bounded = maximum(minimum(x, Lanes(repeating: 89)), Lanes(repeating: -104.5))
        let (remainder, power) = reduceByLogarithmOfTwo(bounded)
        let mantissa = exponentialMinusOneNearZero(remainder) + 1
        // Two factors, so that neither overflows and a subnormal result is rounded once.
        let half = power &>> 1
        return mantissa * powerOfTwo(half) * powerOfTwo(power &- half)
    }
    /// e^x for x <= 0 that may flush results below 2^-126 to zero; 1 ULP above.
    @inline(__always) static func expOfNegative(_ x: Lanes) -> Lanes {
        let bounded = maximum(x, Lanes(repeating: -87.3))
        let (remainder, power) = reduceByLogarithmOfTwo(bounded)
        let result = (exponentialMinusOneNearZero(remainder) + 1) * powerOfTwo(power)
        return lanes(bits(result) & ~mask(x .< -87.3))
    }
    /// e^x - 1, 2 ULP, accurate near zero.
    @inline(__always) static func expMinusOne(_ x: Lanes) -> Lanes {
        let bounded = maximum(minimum(x, Lanes(repeating: 89)), Lanes(repeating: -30))
        let (remainder, power) = reduceByLogarithmOfTwo(bounded)
        let nearZero = exponentialMinusOneNearZero(remainder)
        let half = power &>> 1
        let first = powerOfTwo(half)
        let second = powerOfTwo(power &- half)
        // 2^n·(e^r - 1) + (2^n - 1); 2^128 would be infinite and leave NaN, so the largest powers take the plain form.
        let scale = first * second
        let plain = (nearZero + 1) * first * second
        return select(x .> 80, plain, nearZero * scale + (scale - 1))
    }
    /// tanh x, 3 ULP, accurate near zero.
    @inline(__always) static func tanh(_ x: Lanes) -> Lanes {
        let size = minimum(magnitude(x), Lanes(repeating: 10))
        let (remainder, power) = reduceByLogarithmOfTwo(size * -2)
        let scale = powerOfTwo(power)
        let decay = exponentialMinusOneNearZero(remainder) * scale + (scale - 1)
        return copySign(decay / (decay + 2), x)
    }
    /// 1 / (1 + e^-x), 3 ULP also where the result is tiny.
    @inline(__always) static func sigmoid(_ x: Lanes) -> Lanes {
        let decay = exp(lanes(bits(x) | 0x8000_0000))
        return select(x .< 0, decay, Lanes(repeating: 1)) / (decay + 1)
    }
    /// x·sigmoid(βx).
    @inline(__always) static func swish(_ x: Lanes, beta: Lanes) -> Lanes { x * sigmoid(x * beta) }
    /// x·min(max(x + 3, 0), 6) / 6.
    @inline(__always) static func hardSwish(_ x: Lanes) -> Lanes { x * hardSigmoid(x) }
    /// min(max(x + 3, 0), 6) / 6.
    @inline(__always) static func hardSigmoid(_ x: Lanes) -> Lanes {
        minimum(maximum(x + 3, Lanes(repeating: 0)), Lanes(repeating: 6)) * (1 / 6)
    }
    /// x·tanh(ln(1 + e^x)), 4 ULP.
    @inline(__always) static func mish(_ x: Lanes) -> Lanes {
        // With e = e^x: tanh(ln(1 + e)) = e(e + 2) / (e(e + 2) + 2).
        let growth = exp(minimum(x, Lanes(repeating: 20)))
        let numerator = growth * (growth + 2)
        return select(x .> 20, x, x * (numerator / (numerator + 2)))
    }
    /// GELU by the tanh approximation: x/2·(1 + tanh(√(2/π)(x + 0.044715x³))) = x·sigmoid(2√(2/π)(x + 0.044715x³)).
    @inline(__always) static func geluTanh(_ x: Lanes) -> Lanes {
        let inner = x * (x * x * 0.044715 + 1) * 1.5957691216057308
        return x * sigmoid(inner)
    }
}
