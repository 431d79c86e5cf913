/// A Swift type that a tensor's elements can be read and written as.
///
/// Access is granted when widths agree and both are floating point or both are not: an `Int8` reads elements of type `i8`, `u8` and `boolean`.
public protocol TensorScalar: BitwiseCopyable, Sendable {
    /// The element type of tensors made of such scalars.
    static var element_type: ElementType { get }

    /// Reads a scalar at an address that may be unaligned.
    static func loadElement(_ pointer: UnsafeRawPointer) -> Self
}

extension TensorScalar {
    /// Reads a scalar at an address that may be unaligned.
    @inlinable
    public static func loadElement(_ pointer: UnsafeRawPointer) -> Self { pointer.loadUnaligned(as: Self.self) }

    /// Whether elements of a type can be accessed as such scalars.
    static func represents(_ type: ElementType) -> Bool {
        type != .string && type.is_static && type.bitwidth == MemoryLayout<Self>.stride * 8 && type.is_real == element_type.is_real
    }
}

extension Float: TensorScalar {
    /// `f32`.
    public static var element_type: ElementType { .f32 }
}

extension Double: TensorScalar {
    /// `f64`.
    public static var element_type: ElementType { .f64 }
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    extension Float16: TensorScalar {
        /// `f16`.
        public static var element_type: ElementType { .f16 }
    }
#endif

extension BFloat16: TensorScalar {
    /// `bf16`.
    public static var element_type: ElementType { .bf16 }
}

extension Bool: TensorScalar {
    /// `boolean`.
    public static var element_type: ElementType { .boolean }

    /// Every byte but 0 is true, as a `Bool` in memory would not take it.
    public static func loadElement(_ pointer: UnsafeRawPointer) -> Bool { pointer.load(as: UInt8.self) != 0 }
}

extension Int8: TensorScalar {
    /// `i8`.
    public static var element_type: ElementType { .i8 }
}

extension Int16: TensorScalar {
    /// `i16`.
    public static var element_type: ElementType { .i16 }
}

extension Int32: TensorScalar {
    /// `i32`.
    public static var element_type: ElementType { .i32 }
}

extension Int64: TensorScalar {
    /// `i64`.
    public static var element_type: ElementType { .i64 }
}

extension Int: TensorScalar {
    /// `i64`.
    public static var element_type: ElementType { .i64 }
}

extension UInt8: TensorScalar {
    /// `u8`.
    public static var element_type: ElementType { .u8 }
}

extension UInt16: TensorScalar {
    /// `u16`.
    public static var element_type: ElementType { .u16 }
}

extension UInt32: TensorScalar {
    /// `u32`.
    public static var element_type: ElementType { .u32 }
}

extension UInt64: TensorScalar {
    /// `u64`.
    public static var element_type: ElementType { .u64 }
}

extension UInt: TensorScalar {
    /// `u64`.
    public static var element_type: ElementType { .u64 }
}
