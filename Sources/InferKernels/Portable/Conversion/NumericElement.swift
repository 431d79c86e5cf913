/// An element as it lies in memory, and its value in the three forms that every conversion goes through.
///
/// Conversions never trap: real numbers are cut towards zero, integers keep their low bits, and a real number that an integer cannot hold
/// becomes what x86 processors make of it (the lowest integer of the conversion's width), as in OpenVINO.
protocol NumericElement: Sendable {
    /// The form that holds the value exactly.
    static var form: NumericForm { get }
    /// For integers only: the value, or its bit pattern for those that need 64 unsigned bits.
    var integer: Int64 { get }
    var single: Float { get }
    var double: Double { get }
    static func make(integer: Int64) -> Self
    static func make(single: Float) -> Self
    static func make(double: Double) -> Self
}

enum NumericForm: Sendable { case integer, unsigned64, single, double }

extension NumericElement {
    /// The value in another type.
    @inline(__always) static func converting<Source: NumericElement>(_ value: Source) -> Self {
        switch Source.form {
        case .integer: make(integer: value.integer)
        case .unsigned64:
            switch Self.form {
            case .integer, .unsigned64: make(integer: value.integer)
            case .single: make(single: value.single)
            case .double: make(double: value.double)
            }
        case .single: make(single: value.single)
        case .double: make(double: value.double)
        }
    }
}

/// Swift's integers, by the width of the instruction that converts to them.
protocol NumericInteger: NumericElement, FixedWidthInteger, BitwiseCopyable {
    static func truncating(_ value: Double) -> Self
}

extension NumericInteger {
    static var form: NumericForm { .integer }
    @inline(__always) var integer: Int64 { Int64(truncatingIfNeeded: self) }
    @inline(__always) var single: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
    @inline(__always) static func make(integer: Int64) -> Self { Self(truncatingIfNeeded: integer) }
    @inline(__always) static func make(single: Float) -> Self { truncating(Double(single)) }
    @inline(__always) static func make(double: Double) -> Self { truncating(double) }
}

/// The 32-bit and 64-bit conversions of real numbers.
enum Truncation {
    @inline(__always) static func toInt32(_ value: Double) -> Int32 {
        value > -2_147_483_649 && value < 2_147_483_648 ? Int32(value) : .min
    }
    @inline(__always) static func toInt64(_ value: Double) -> Int64 {
        value >= -0x1p63 && value < 0x1p63 ? Int64(value) : .min
    }
    @inline(__always) static func toUInt64(_ value: Double) -> UInt64 {
        if !(value >= 0x1p63) { return UInt64(bitPattern: toInt64(value)) }
        return UInt64(bitPattern: toInt64(value - 0x1p63)) ^ 1 << 63
    }
}

extension Int8: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> Int8 { Int8(truncatingIfNeeded: Truncation.toInt32(value)) }
}
extension UInt8: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> UInt8 { UInt8(truncatingIfNeeded: Truncation.toInt32(value)) }
}
extension Int16: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> Int16 { Int16(truncatingIfNeeded: Truncation.toInt32(value)) }
}
extension UInt16: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> UInt16 { UInt16(truncatingIfNeeded: Truncation.toInt32(value)) }
}
extension Int32: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> Int32 { Truncation.toInt32(value) }
}
extension UInt32: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> UInt32 { UInt32(truncatingIfNeeded: Truncation.toInt64(value)) }
}
extension Int64: NumericInteger {
    @inline(__always) static func truncating(_ value: Double) -> Int64 { Truncation.toInt64(value) }
}
extension UInt64: NumericInteger {
    static var form: NumericForm { .unsigned64 }
    @inline(__always) static func truncating(_ value: Double) -> UInt64 { Truncation.toUInt64(value) }
}

extension Float: NumericElement {
    static var form: NumericForm { .single }
    @inline(__always) var integer: Int64 { Truncation.toInt64(Double(self)) }
    @inline(__always) var single: Float { self }
    @inline(__always) var double: Double { Double(self) }
    @inline(__always) static func make(integer: Int64) -> Float { Float(integer) }
    @inline(__always) static func make(single: Float) -> Float { single }
    @inline(__always) static func make(double: Double) -> Float { Float(double) }
}
extension Double: NumericElement {
    static var form: NumericForm { .double }
    @inline(__always) var integer: Int64 { Truncation.toInt64(self) }
    @inline(__always) var single: Float { Float(self) }
    @inline(__always) var double: Double { self }
    @inline(__always) static func make(integer: Int64) -> Double { Double(integer) }
    @inline(__always) static func make(single: Float) -> Double { Double(single) }
    @inline(__always) static func make(double: Double) -> Double { double }
}
