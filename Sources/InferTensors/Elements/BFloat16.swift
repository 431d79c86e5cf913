/// A 16-bit floating-point number with the range of a `Float`: its upper half, the element type `bf16`.
@frozen
public struct BFloat16: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
    /// The sign, 8 bits of exponent and 7 of mantissa.
    public var bitPattern: UInt16

    /// Creates a number of its bits.
    @inlinable
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Rounds to the nearest, ties to even.
    @inlinable
    public init(_ value: Float) {
        let bits = value.bitPattern
        if value.isNaN {
            // Rounding could carry a payload away and leave infinity.
            bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
        } else {
            bitPattern = UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16)
        }
    }

    /// The number as a `Float`.
    public var description: String { Float(self).description }
}

extension Float {
    /// Creates the number that a 16-bit one stands for, exactly.
    @inlinable
    public init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }
}
