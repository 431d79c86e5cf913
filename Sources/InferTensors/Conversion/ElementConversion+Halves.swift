// Bulk conversion of the 16-bit types, eight at a time with integer arithmetic: the compiler makes scalar calls of conversions between Float and
// Float16 on baseline x86-64.
extension ElementConversion {
    /// Decodes `f16`; the source may be unaligned.
    package static func decodeF16(_ source: UnsafeRawPointer, count: Int, to destination: UnsafeMutablePointer<Float>) {
        var index = 0
        while index + 8 <= count {
            let halves = source.loadUnaligned(fromByteOffset: 2 * index, as: SIMD8<UInt16>.self)
            UnsafeMutableRawPointer(destination + index).storeBytes(
                of: floats(f16: SIMD8<UInt32>(truncatingIfNeeded: halves)), as: SIMD8<Float>.self)
            index += 8
        }
        while index < count {
            destination[index] = float(f16: source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
            index += 1
        }
    }

    /// Encodes `f16`; the destination may be unaligned.
    package static func encodeF16(_ source: UnsafePointer<Float>, count: Int, to destination: UnsafeMutableRawPointer) {
        var index = 0
        while index + 8 <= count {
            let values = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Float>.self)
            let halves = SIMD8<UInt16>(truncatingIfNeeded: f16(values))
            destination.storeBytes(of: halves, toByteOffset: 2 * index, as: SIMD8<UInt16>.self)
            index += 8
        }
        while index < count {
            destination.storeBytes(of: f16(source[index]), toByteOffset: 2 * index, as: UInt16.self)
            index += 1
        }
    }

    /// Decodes `bf16`; the source may be unaligned.
    package static func decodeBF16(_ source: UnsafeRawPointer, count: Int, to destination: UnsafeMutablePointer<Float>) {
        for index in 0..<count {
            let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
            destination[index] = Float(bitPattern: UInt32(bits) << 16)
        }
    }

    /// Encodes `bf16`; the destination may be unaligned.
    package static func encodeBF16(_ source: UnsafePointer<Float>, count: Int, to destination: UnsafeMutableRawPointer) {
        var index = 0
        while index + 8 <= count {
            let values = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Float>.self)
            let halves = SIMD8<UInt16>(truncatingIfNeeded: bf16(values))
            destination.storeBytes(of: halves, toByteOffset: 2 * index, as: SIMD8<UInt16>.self)
            index += 8
        }
        while index < count {
            destination.storeBytes(of: bf16(source[index]), toByteOffset: 2 * index, as: UInt16.self)
            index += 1
        }
    }

    /// The numbers that bits of `f16`, in the lower halves, stand for.
    @inline(__always)
    private static func floats(f16 bits: SIMD8<UInt32>) -> SIMD8<Float> {
        let magnitude = bits & 0x7fff
        let shifted = magnitude &<< 13
        // 1 where infinity or NaN: their exponent moves from 31 to 255, others' by the difference of the biases.
        let special = (magnitude &+ 0x400) &>> 15
        let normal = shifted &+ 0x3800_0000 &+ ((special &<< 30) &- (special &<< 27))
        // All ones where subnormal: the difference of two numbers with the exponent of the least normal one is exact.
        let isSubnormal = 0 &- ((magnitude &- 0x400) &>> 31)
        let least = SIMD8<UInt32>(repeating: 0x3880_0000)
        let difference = unsafeBitCast(shifted &+ least, to: SIMD8<Float>.self) - unsafeBitCast(least, to: SIMD8<Float>.self)
        let subnormal = unsafeBitCast(difference, to: SIMD8<UInt32>.self)
        let sign = (bits & 0x8000) &<< 16
        return unsafeBitCast((subnormal & isSubnormal) | (normal & ~isSubnormal) | sign, to: SIMD8<Float>.self)
    }

    /// The nearest `f16`, in the lower halves.
    @inline(__always)
    private static func f16(_ values: SIMD8<Float>) -> SIMD8<UInt32> {
        let bits = unsafeBitCast(values, to: SIMD8<UInt32>.self)
        let magnitude = bits & 0x7fff_ffff
        let normal = (magnitude &- 0x3800_0000 &+ 0xfff &+ ((magnitude &>> 13) & 1)) &>> 13
        // Adding 0.5 leaves the units of 2^-24 in the mantissa, rounded.
        let sum = unsafeBitCast(magnitude, to: SIMD8<Float>.self) + 0.5
        let subnormal = unsafeBitCast(sum, to: SIMD8<UInt32>.self) & 0xffff
        let isSubnormal = 0 &- ((magnitude &- 0x3880_0000) &>> 31)
        let finite = (subnormal & isSubnormal) | (normal & ~isSubnormal)
        // All ones up to the last number whose exponent is one of f16's; then infinity, and NaN above infinity.
        let isFinite = 0 &- ((magnitude &- 0x4780_0000) &>> 31)
        let isNaN = (0x7f80_0000 &- magnitude) &>> 31
        let special = (isNaN &<< 9) | 0x7c00
        return (finite & isFinite) | (special & ~isFinite) | ((bits &>> 16) & 0x8000)
    }

    /// The nearest `bf16`, in the lower halves.
    @inline(__always)
    private static func bf16(_ values: SIMD8<Float>) -> SIMD8<UInt32> {
        let bits = unsafeBitCast(values, to: SIMD8<UInt32>.self)
        let rounded = (bits &+ 0x7fff &+ ((bits &>> 16) & 1)) &>> 16
        // Rounding could carry a NaN's payload away and leave infinity.
        let isNaN = 0 &- ((0x7f80_0000 &- (bits & 0x7fff_ffff)) &>> 31)
        return (rounded & ~isNaN) | (((bits &>> 16) | 0x40) & isNaN)
    }
}
