/// An element of type `boolean`: a byte, true unless zero; what is written is 0 or 1. NaN is true.
struct BooleanByte: NumericElement, BitwiseCopyable {
    var byte: UInt8

    @inline(__always) init(_ value: Bool) { byte = value ? 1 : 0 }
    @inline(__always) var value: Bool { byte != 0 }

    static var form: NumericForm { .integer }
    @inline(__always) var integer: Int64 { byte != 0 ? 1 : 0 }
    @inline(__always) var single: Float { byte != 0 ? 1 : 0 }
    @inline(__always) var double: Double { byte != 0 ? 1 : 0 }
    @inline(__always) static func make(integer: Int64) -> BooleanByte { BooleanByte(integer != 0) }
    @inline(__always) static func make(single: Float) -> BooleanByte { BooleanByte(single != 0) }
    @inline(__always) static func make(double: Double) -> BooleanByte { BooleanByte(double != 0) }
}
