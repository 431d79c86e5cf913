/// Elementary functions on eight lanes of `Float`, in forms that the compiler turns into plain vector code on every processor.
///
/// No fused multiply-add (on baseline x86-64 it is a library call per lane). All functions pass NaN through, take every bit pattern, and are
/// exact at the limits; each states its error in ULP, as measured by the tests against `Double`.
enum VectorMath {
    typealias Lanes = SIMD8<Float>
    typealias LaneBits = SIMD8<UInt32>
    typealias LaneMask = SIMDMask<SIMD8<Int32>>

    @inline(__always) static func bits(_ x: Lanes) -> LaneBits { unsafeBitCast(x, to: LaneBits.self) }
    @inline(__always) static func lanes(_ x: LaneBits) -> Lanes { unsafeBitCast(x, to: Lanes.self) }
    /// All ones where the mask is set. (Casting the mask's own bits compiles to a lane-by-lane detour.)
    @inline(__always) static func mask(_ x: LaneMask) -> LaneBits {
        LaneBits(repeating: 0).replacing(with: LaneBits(repeating: ~0), where: x)
    }
    /// `whenTrue` in the lanes where the mask is set, else `whenFalse`.
    @inline(__always) static func select(_ condition: LaneMask, _ whenTrue: Lanes, _ whenFalse: Lanes) -> Lanes {
        whenFalse.replacing(with: whenTrue, where: condition)
    }
    /// The smaller one; a NaN in `x` stays.
    @inline(__always) static func minimum(_ x: Lanes, _ bound: Lanes) -> Lanes { x.replacing(with: bound, where: x .> bound) }
    /// The larger one; a NaN in `x` stays.
    @inline(__always) static func maximum(_ x: Lanes, _ bound: Lanes) -> Lanes { x.replacing(with: bound, where: x .< bound) }
    @inline(__always) static func magnitude(_ x: Lanes) -> Lanes { lanes(bits(x) & 0x7fff_ffff) }
    @inline(__always) static func signBit(_ x: Lanes) -> LaneBits { bits(x) & 0x8000_0000 }
    /// `magnitude` with the sign of `sign`.
    @inline(__always) static func copySign(_ magnitude: Lanes, _ sign: Lanes) -> Lanes {
        lanes((bits(magnitude) & 0x7fff_ffff) | signBit(sign))
    }

    /// To the nearest integer, ties to even; keeps the sign of zero.
    @inline(__always) static func roundToEven(_ x: Lanes) -> Lanes {
        let size = magnitude(x)
        let limit = Lanes(repeating: 8_388_608)
        let rounded = (size + limit) - limit
        return copySign(select(size .< limit, rounded, size), x)
    }
    @inline(__always) static func floor(_ x: Lanes) -> Lanes {
        let rounded = roundToEven(x)
        return copySign(select(rounded .> x, rounded - 1, rounded), x)
    }
    @inline(__always) static func ceiling(_ x: Lanes) -> Lanes {
        let rounded = roundToEven(x)
        return copySign(select(rounded .< x, rounded + 1, rounded), x)
    }
    /// To the nearest integer, ties away from zero.
    @inline(__always) static func roundAwayFromZero(_ x: Lanes) -> Lanes {
        let size = magnitude(x)
        let rounded = roundToEven(size)
        return copySign(select(size - rounded .== Lanes(repeating: 0.5), rounded + 1, rounded), x)
    }
    @inline(__always) static func squareRoot(_ x: Lanes) -> Lanes { x.squareRoot() }

    /// A function of the C library, lane by lane.
    @inline(__always) static func each(_ x: Lanes, _ function: (Float) -> Float) -> Lanes {
        var result = x
        for lane in 0..<Lanes.scalarCount { result[lane] = function(x[lane]) }
        return result
    }
}
