/// The type of a tensor's elements, one of OpenVINO's 26.
///
/// Most types have a Swift scalar to match (see ``TensorScalar``); the sub-byte types (`u1`, `u2`, `u3`, `u4`, `u6`, `i4`, `nf4`, `f4e2m1`)
/// and the 8-bit floating-point types are stored packed and reached as raw bytes.
public struct ElementType: Hashable, Sendable {
    /// The type as an enumeration, for exhaustive switches.
    @frozen @usableFromInline
    package enum Kind: UInt8, CaseIterable, Hashable, Sendable {
        case dynamic, boolean, bf16, f16, f32, f64, i4, i8, i16, i32, i64
        case u1, u2, u3, u4, u6, u8, u16, u32, u64, nf4, f8e4m3, f8e5m2, string, f4e2m1, f8e8m0
    }

    @usableFromInline package let kind: Kind

    @inlinable
    package init(_ kind: Kind) { self.kind = kind }

    /// A type that is not known yet; no tensor has it.
    public static let dynamic = ElementType(.dynamic)
    /// True or false in a byte.
    public static let boolean = ElementType(.boolean)
    /// The upper half of a 32-bit float.
    public static let bf16 = ElementType(.bf16)
    /// IEEE 754 binary16.
    public static let f16 = ElementType(.f16)
    /// IEEE 754 binary32.
    public static let f32 = ElementType(.f32)
    /// IEEE 754 binary64.
    public static let f64 = ElementType(.f64)
    /// Signed 4-bit integers, two to a byte, low half first.
    public static let i4 = ElementType(.i4)
    /// Signed 8-bit integers.
    public static let i8 = ElementType(.i8)
    /// Signed 16-bit integers.
    public static let i16 = ElementType(.i16)
    /// Signed 32-bit integers.
    public static let i32 = ElementType(.i32)
    /// Signed 64-bit integers.
    public static let i64 = ElementType(.i64)
    /// Single bits, eight to a byte, most significant first.
    public static let u1 = ElementType(.u1)
    /// Unsigned 2-bit integers, four to a byte, least significant pair first.
    public static let u2 = ElementType(.u2)
    /// Unsigned 3-bit integers, eight to a group of three bytes.
    public static let u3 = ElementType(.u3)
    /// Unsigned 4-bit integers, two to a byte, low half first.
    public static let u4 = ElementType(.u4)
    /// Unsigned 6-bit integers, four to a group of three bytes.
    public static let u6 = ElementType(.u6)
    /// Unsigned 8-bit integers.
    public static let u8 = ElementType(.u8)
    /// Unsigned 16-bit integers.
    public static let u16 = ElementType(.u16)
    /// Unsigned 32-bit integers.
    public static let u32 = ElementType(.u32)
    /// Unsigned 64-bit integers.
    public static let u64 = ElementType(.u64)
    /// 4-bit NormalFloat: indices into a table of 16 quantiles, two to a byte, low half first.
    public static let nf4 = ElementType(.nf4)
    /// 8-bit floating point with 4 bits of exponent and 3 of mantissa, without infinities.
    public static let f8e4m3 = ElementType(.f8e4m3)
    /// 8-bit floating point with 5 bits of exponent and 2 of mantissa.
    public static let f8e5m2 = ElementType(.f8e5m2)
    /// Text: one string object an element.
    public static let string = ElementType(.string)
    /// 4-bit floating point with 2 bits of exponent and 1 of mantissa, two to a byte, low half first.
    public static let f4e2m1 = ElementType(.f4e2m1)
    /// 8-bit powers of two, the scale type of the microscaling formats.
    public static let f8e8m0 = ElementType(.f8e8m0)

    /// Every type, in OpenVINO's order.
    public static let allTypes: [ElementType] = Kind.allCases.map { ElementType($0) }
}

extension ElementType: CustomStringConvertible {
    /// OpenVINO's name: `f32`, `i64`, `boolean`.
    public var description: String { traits.name }
}

extension ElementType: Comparable {
    /// Orders types as OpenVINO's enumeration does.
    public static func < (first: ElementType, second: ElementType) -> Bool { first.kind.rawValue < second.kind.rawValue }
}
