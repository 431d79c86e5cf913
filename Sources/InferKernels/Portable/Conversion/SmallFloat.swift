/// A floating-point element narrower than `Float` whose arithmetic is done in `Float`.
protocol SmallFloat: NumericElement, BitwiseCopyable {
    init(single: Float)
    var single: Float { get }
}

extension SmallFloat {
    static var form: NumericForm { .single }
    @inline(__always) var integer: Int64 { Truncation.toInt64(Double(single)) }
    @inline(__always) var double: Double { Double(single) }
    @inline(__always) static func make(integer: Int64) -> Self { Self(single: Float(integer)) }
    @inline(__always) static func make(single: Float) -> Self { Self(single: single) }
    @inline(__always) static func make(double: Double) -> Self { Self(single: Float(double)) }
}

/// `f16`, as bits, so that it exists where Swift has no `Float16`.
struct Float16Bits: SmallFloat {
    var bits: UInt16
    @inline(__always) init(single: Float) { bits = HalfPrecision.narrow(single.bitPattern) }
    @inline(__always) var single: Float { Float(bitPattern: HalfPrecision.widen(bits)) }
}

/// `bf16`: the upper half of a `Float`.
struct BFloat16Bits: SmallFloat {
    var bits: UInt16
    @inline(__always) init(single: Float) {
        let pattern = single.bitPattern
        // To nearest, ties to even; a NaN must not be rounded into an infinity.
        let rounded = (pattern &+ 0x7fff &+ (pattern >> 16 & 1)) >> 16
        bits = UInt16(truncatingIfNeeded: single == single ? rounded : pattern >> 16 | 0x40)
    }
    @inline(__always) var single: Float { Float(bitPattern: UInt32(bits) << 16) }
}

/// `f8e4m3`: no infinities; what exceeds 464 becomes NaN.
struct Float8E4M3Bits: SmallFloat {
    var bits: UInt8
    @inline(__always) init(single: Float) {
        let sign = UInt8(truncatingIfNeeded: single.bitPattern >> 24) & 0x80
        let size = single.magnitude
        if !(size <= 464) {
            bits = sign | 0x7f
        } else {
            bits = sign | UInt8(truncatingIfNeeded: TinyFloat.round(size, mantissaBits: 3, bias: 7))
        }
    }
    @inline(__always) var single: Float {
        let size = bits & 0x7f
        let value = size == 0x7f ? Float.nan : TinyFloat.expand(UInt32(size), mantissaBits: 3, bias: 7)
        return bits & 0x80 != 0 ? -value : value
    }
}

/// `f8e5m2`: the upper half of an `f16`.
struct Float8E5M2Bits: SmallFloat {
    var bits: UInt8
    @inline(__always) init(single: Float) {
        let sign = UInt8(truncatingIfNeeded: single.bitPattern >> 24) & 0x80
        let size = single.magnitude
        if size != size {
            bits = sign | 0x7f
        } else if size >= 61440 {
            bits = sign | 0x7c
        } else {
            bits = sign | UInt8(truncatingIfNeeded: TinyFloat.round(size, mantissaBits: 2, bias: 15))
        }
    }
    @inline(__always) var single: Float { Float(bitPattern: HalfPrecision.widen(UInt16(bits) << 8)) }
}

/// `f8e8m0`: a power of two from 2^-127 to 2^127, 255 for NaN. What is not positive becomes the smallest.
struct Float8E8M0Bits: SmallFloat {
    var bits: UInt8
    @inline(__always) init(single: Float) {
        let pattern = single.bitPattern
        if single != single {
            bits = 255
        } else if !(single > 0) {
            bits = 0
        } else {
            let rounded = (pattern &+ 0x3f_ffff &+ (pattern >> 23 & 1)) >> 23
            bits = UInt8(truncatingIfNeeded: min(rounded, 254))
        }
    }
    @inline(__always) var single: Float {
        bits == 255 ? .nan : bits == 0 ? Float(bitPattern: 0x40_0000) : Float(bitPattern: UInt32(bits) << 23)
    }
}

/// Bit patterns of binary16 and binary32.
enum HalfPrecision {
    @inline(__always) static func widen(_ half: UInt16) -> UInt32 {
        let sign = UInt32(half & 0x8000) << 16
        let size = UInt32(half & 0x7fff)
        // The exponent bias of binary32 comes in by a multiplication, which also makes subnormals normal.
        let value = (Float(bitPattern: size << 13) * 0x1p112).bitPattern
        return sign | (size >= 0x7c00 ? value | 0x7f80_0000 : value)
    }
    @inline(__always) static func narrow(_ pattern: UInt32) -> UInt16 {
        let sign = pattern >> 16 & 0x8000
        let size = pattern & 0x7fff_ffff
        // Subnormal results: an addition aligns the mantissa and rounds. Normal ones: round the bits to even.
        let subnormal = (Float(bitPattern: size) + 0.5).bitPattern &- 0x3f00_0000
        let normal = (size &- 0x3800_0000 &+ 0xfff &+ (size >> 13 & 1)) >> 13
        let finite = size < 0x3880_0000 ? subnormal : normal
        let special: UInt32 = size > 0x7f80_0000 ? 0x7e00 : 0x7c00
        return UInt16(truncatingIfNeeded: sign | (size < 0x4780_0000 ? finite : special))
    }
}

/// Formats of a few bits, by arithmetic.
enum TinyFloat {
    /// Bits of a non-negative number that is in range, to nearest, ties to even.
    @inline(__always) static func round(_ size: Float, mantissaBits: UInt32, bias: UInt32) -> UInt32 {
        let pattern = size.bitPattern
        let shift = 23 &- mantissaBits
        if pattern >> 23 <= 127 &- bias {
            // Subnormal: in units of the smallest number, rounded by adding 2^23.
            let unit = Float(bitPattern: (127 &+ bias &- 1 &+ mantissaBits) << 23)
            return (size * unit + 8_388_608).bitPattern & 0xff
        }
        let rounded = pattern &+ ((1 << (shift &- 1)) &- 1) &+ (pattern >> shift & 1)
        return (rounded >> shift) &- ((127 &- bias) << mantissaBits)
    }
    /// The value of the bits below the sign, without special cases.
    @inline(__always) static func expand(_ bits: UInt32, mantissaBits: UInt32, bias: UInt32) -> Float {
        Float(bitPattern: bits << (23 &- mantissaBits)) * Float(bitPattern: (254 &- bias) << 23)
    }
}
