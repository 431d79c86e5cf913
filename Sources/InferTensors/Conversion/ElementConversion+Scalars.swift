// One element at a time: bits to `Float` and back.
extension ElementConversion {
    /// The number that bits of `f16` stand for.
    @inlinable
    package static func float(f16 bits: UInt16) -> Float {
        let bits = UInt32(bits)
        let magnitude = bits & 0x7fff
        let sign = (bits & 0x8000) << 16
        if magnitude < 0x400 {
            // Subnormal: an integer in units of 2^-24.
            return Float(bitPattern: (Float(magnitude) * 0x1p-24).bitPattern | sign)
        }
        let exponentShift: UInt32 = magnitude >= 0x7c00 ? 0x7000_0000 : 0x3800_0000
        return Float(bitPattern: (magnitude << 13) &+ exponentShift | sign)
    }

    /// The nearest `f16`.
    @inlinable
    package static func f16(_ value: Float) -> UInt16 {
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
        let magnitude = value.bitPattern & 0x7fff_ffff
        if magnitude >= 0x4780_0000 {
            return sign | (magnitude > 0x7f80_0000 ? 0x7e00 : 0x7c00)
        }
        if magnitude < 0x3880_0000 {
            // Subnormal: adding 0.5 leaves the units of 2^-24 in the mantissa, rounded.
            return sign | UInt16(truncatingIfNeeded: (Float(bitPattern: magnitude) + 0.5).bitPattern)
        }
        return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xfff &+ ((magnitude >> 13) & 1)) >> 13)
    }

    /// The number that bits of `bf16` stand for.
    @inlinable
    package static func float(bf16 bits: UInt16) -> Float { Float(BFloat16(bitPattern: bits)) }

    /// The nearest `bf16`.
    @inlinable
    package static func bf16(_ value: Float) -> UInt16 { BFloat16(value).bitPattern }

    /// The number that bits of `f8e5m2` stand for: the upper half of an `f16`.
    @inlinable
    package static func float(f8e5m2 bits: UInt8) -> Float { float(f16: UInt16(bits) << 8) }

    /// The nearest `f8e5m2` of the nearest `f16`.
    @inlinable
    package static func f8e5m2(_ value: Float) -> UInt8 {
        let half = f16(value)
        if half & 0x7fff > 0x7c00 { return UInt8(truncatingIfNeeded: half >> 8) }
        return UInt8(truncatingIfNeeded: (half &+ 0x7f &+ ((half >> 8) & 1)) >> 8)
    }

    /// The number that bits of `f8e4m3` stand for.
    @inlinable
    package static func float(f8e4m3 bits: UInt8) -> Float {
        let magnitude = bits & 0x7f
        if magnitude == 0x7f { return Float(bitPattern: UInt32(bits & 0x80) << 24 | 0x7fc0_0000) }
        // The exponent has one bit less than that of f16, and another bias.
        let half = UInt16(magnitude) << 7
        return float(f16: UInt16(bits & 0x80) << 8 | half) * 256
    }

    /// The nearest `f8e4m3` of the nearest `f16`; NaN for what exceeds 464.
    @inlinable
    package static func f8e4m3(_ value: Float) -> UInt8 {
        let half = f16(value)
        let sign = UInt8(truncatingIfNeeded: half >> 8) & 0x80
        let magnitude = half & 0x7fff
        // 464 as f16, midway between the greatest number and what would be the next.
        if magnitude > 0x5f40 { return sign | 0x7f }
        // Powers of two below 2^-6 are the end of the normal numbers: add so that the units of 2^-9 remain in the mantissa, rounded.
        if magnitude < 0x2400 { return sign | UInt8(truncatingIfNeeded: (float(f16: magnitude) + 0x1p14).bitPattern) }
        return sign | UInt8(truncatingIfNeeded: (magnitude &- 0x2000 &+ 0x3f &+ ((magnitude >> 7) & 1)) >> 7)
    }

    /// The number that bits of `f8e8m0` stand for: 2^(bits - 127), NaN for 255.
    @inlinable
    package static func float(f8e8m0 bits: UInt8) -> Float {
        switch bits {
        case 0: 0x1p-127
        case 255: .nan
        default: Float(bitPattern: UInt32(bits) << 23)
        }
    }

    /// The nearest power of two; the smallest for what is not positive, the greatest for infinity.
    @inlinable
    package static func f8e8m0(_ value: Float) -> UInt8 {
        let bits = value.bitPattern
        if bits >> 31 == 1 { return 0 }
        let exponent = bits >> 23
        // Subnormal numbers: the bound is midway between 2^-127 and 2^-126.
        if exponent == 0 { return bits > 0x60_0000 ? 1 : 0 }
        if exponent >= 254 { return bits > 0x7f80_0000 ? 255 : 254 }
        return UInt8(truncatingIfNeeded: (bits &+ 0x3f_ffff &+ (exponent & 1)) >> 23)
    }

    /// The nearest `f4e2m1` in the lower half; what exceeds 6, and NaN, are 6.
    @inlinable
    package static func f4e2m1(_ value: Float) -> UInt8 {
        let magnitude = value.magnitude
        // Ties go to the even code, so every other bound belongs to the code below.
        var code: UInt8 = 7
        if magnitude <= 0.25 {
            code = 0
        } else if magnitude < 0.75 {
            code = 1
        } else if magnitude <= 1.25 {
            code = 2
        } else if magnitude < 1.75 {
            code = 3
        } else if magnitude <= 2.5 {
            code = 4
        } else if magnitude < 3.5 {
            code = 5
        } else if magnitude <= 5 {
            code = 6
        }
        return code | UInt8(truncatingIfNeeded: value.bitPattern >> 28) & 8
    }

    /// The nearest `nf4` in the lower half; 0, for -1, of NaN.
    package static func nf4(_ value: Float) -> UInt8 {
        normalFloatBounds.withUnsafeBufferPointer { bounds in
            // Bisection: the bounds that the value exceeds come first.
            var code = 0
            for step in [8, 4, 2, 1] where value > bounds[code + step - 1] { code += step }
            return UInt8(truncatingIfNeeded: code)
        }
    }

    /// The numbers that the codes of a type of 4 or 8 bits stand for.
    package static func values(of type: ElementType) -> [Float] {
        switch type.kind {
        case .f8e4m3: f8e4m3Values
        case .f8e5m2: f8e5m2Values
        case .f8e8m0: f8e8m0Values
        case .f4e2m1: f4e2m1Values
        case .nf4: normalFloatValues
        default: []
        }
    }

    private static let f8e4m3Values = (0...UInt8.max).map { float(f8e4m3: $0) }
    private static let f8e5m2Values = (0...UInt8.max).map { float(f8e5m2: $0) }
    private static let f8e8m0Values = (0...UInt8.max).map { float(f8e8m0: $0) }
    private static let f4e2m1Values: [Float] = [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6]

    /// Quantiles of the normal distribution, scaled to [-1, 1].
    private static let normalFloatValues: [Float] = [
        -1, -0.6961928, -0.52507305, -0.3949175, -0.28444138, -0.18477343, -0.091050036, 0, 0.0795803, 0.1609302, 0.2461123, 0.33791524,
        0.44070983, 0.562617, 0.72295684, 1,
    ]

    /// Midway between neighbours.
    private static let normalFloatBounds: [Float] = zip(normalFloatValues, normalFloatValues.dropFirst()).map {
        Float((Double($0) + Double($1)) / 2)
    }
}
