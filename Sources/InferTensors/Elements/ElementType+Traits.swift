extension ElementType {
    /// What is known of a type; ``table`` has a row for each.
    struct Traits: Sendable {
        let name: String
        /// The spelling of IR files on ports.
        let precision: String
        let bitwidth: Int
        let isReal: Bool
        let isSigned: Bool
        let isQuantized: Bool
    }

    /// One row a type in the order of ``Kind``, as OpenVINO answers for each.
    private static let table: [Traits] = [
        row("dynamic", "UNSPECIFIED", 0),
        row("boolean", "BOOL", 8, signed: true),
        row("bf16", "BF16", 16, real: true, signed: true),
        row("f16", "FP16", 16, real: true, signed: true),
        row("f32", "FP32", 32, real: true, signed: true),
        row("f64", "FP64", 64, real: true, signed: true),
        row("i4", "I4", 4, signed: true, quantized: true),
        row("i8", "I8", 8, signed: true, quantized: true),
        row("i16", "I16", 16, signed: true),
        row("i32", "I32", 32, signed: true, quantized: true),
        row("i64", "I64", 64, signed: true),
        row("u1", "BIN", 1),
        row("u2", "U2", 2),
        row("u3", "U3", 3),
        row("u4", "U4", 4),
        row("u6", "U6", 6),
        row("u8", "U8", 8, quantized: true),
        row("u16", "U16", 16),
        row("u32", "U32", 32),
        row("u64", "U64", 64),
        row("nf4", "NF4", 4, quantized: true),
        row("f8e4m3", "F8E4M3", 8, real: true, signed: true, quantized: true),
        row("f8e5m2", "F8E5M2", 8, real: true, signed: true, quantized: true),
        row("string", "STRING", 256),
        row("f4e2m1", "F4E2M1", 4, real: true, signed: true, quantized: true),
        row("f8e8m0", "F8E8M0", 8, real: true, signed: true, quantized: true),
    ]

    private static func row(
        _ name: String, _ precision: String, _ bitwidth: Int, real: Bool = false, signed: Bool = false, quantized: Bool = false
    ) -> Traits {
        Traits(name: name, precision: precision, bitwidth: bitwidth, isReal: real, isSigned: signed, isQuantized: quantized)
    }

    var traits: Traits { Self.table[Int(kind.rawValue)] }

    /// Bits an element takes: 1 to 64, 256 for `string`, 0 for `dynamic`.
    public var bitwidth: Int { traits.bitwidth }
    /// Bytes an element takes, 1 for the sub-byte types, 0 for `dynamic`.
    public var size: Int { (traits.bitwidth + 7) / 8 }
    /// Whether the type is known.
    public var is_static: Bool { kind != .dynamic }
    /// Whether the type is not known yet.
    public var is_dynamic: Bool { kind == .dynamic }
    /// Whether the elements are floating-point numbers. OpenVINO does not count `nf4` among them.
    public var is_real: Bool { traits.isReal }
    /// Whether the type is not floating point; true of `boolean` and `string`, too.
    public var is_integral: Bool { !traits.isReal }
    /// Whether the type is integral and not `boolean`.
    public var is_integral_number: Bool { is_integral && kind != .boolean }
    /// Whether the elements may be negative; OpenVINO counts `boolean` as signed.
    public var is_signed: Bool { traits.isSigned }
    /// Whether quantized networks use the type.
    public var is_quantized: Bool { traits.isQuantized }
    /// OpenVINO's name of the type.
    public func get_type_name() -> String { traits.name }

    /// Whether several elements share a byte, so that an element has no address of its own.
    package var isSubByte: Bool { traits.bitwidth > 0 && traits.bitwidth < 8 }
    /// The name that IR files write on ports: `FP32`, `I64`, `BOOL`.
    package var precision: String { traits.precision }

    /// Whether the two types are equal or one of them is dynamic.
    public func compatible(_ other: ElementType) -> Bool { self == other || is_dynamic || other.is_dynamic }

    /// The more definite of two compatible types.
    ///
    /// - Returns: `nil` if the types differ and both are known.
    public static func merge(_ first: ElementType, _ second: ElementType) -> ElementType? {
        if first.is_dynamic { return second }
        return second.is_dynamic || first == second ? first : nil
    }
}

extension ElementType {
    /// The type of a name in any case, as OpenVINO's attributes have it: `f32`, `i64`, `boolean`, `dynamic` (also `undefined`, of old files).
    public init?(name: String) {
        guard let kind = Self.kindsByName[name.lowercased()] else { return nil }
        self.init(kind)
    }

    /// The type of a port in an IR file: `FP32`, `I64`, `BOOL`, `BIN` (bits); OpenVINO's own names are taken, too.
    public init?(precision: String) {
        guard let kind = Self.kindsByPrecision[precision.uppercased()] else {
            self.init(name: precision)
            return
        }
        self.init(kind)
    }

    /// The type of a name in any case.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` naming the text when there is no such type.
    public init(_ name: String) throws {
        guard let type = ElementType(name: name) else {
            throw RuntimeError(.invalidArgument, "'\(name)' is not the name of an element type.")
        }
        self = type
    }

    private static let kindsByName: [String: Kind] = {
        var kinds = Dictionary(uniqueKeysWithValues: Kind.allCases.map { (ElementType($0).traits.name, $0) })
        kinds["undefined"] = .dynamic
        return kinds
    }()

    private static let kindsByPrecision: [String: Kind] = Dictionary(
        uniqueKeysWithValues: Kind.allCases.map { (ElementType($0).traits.precision, $0) })
}
