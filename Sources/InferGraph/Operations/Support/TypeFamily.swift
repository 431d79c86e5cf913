import InferTensors

/// The element types that an operation takes at an input. A dynamic type passes: it may become one of them.
struct TypeFamily: Sendable {
    /// For errors: `a floating-point type`.
    let description: String
    private let accepts: @Sendable (ElementType) -> Bool

    private init(_ description: String, _ accepts: @escaping @Sendable (ElementType) -> Bool) {
        self.description = description
        self.accepts = accepts
    }

    func contains(_ type: ElementType) -> Bool { type == .dynamic || accepts(type) }

    /// Floating-point numbers of any width.
    static let real = TypeFamily("a floating-point type") { $0.is_real }
    /// Whole and floating-point numbers; no booleans, no strings.
    static let numeric = TypeFamily("a number type") { $0.is_real || ($0.is_integral_number && $0 != .string) }
    /// Whole numbers.
    static let integral = TypeFamily("an integer type") { $0.is_integral_number && $0 != .string }
    /// What counts and indexes elements.
    static let index = TypeFamily("i32 or i64") { $0 == .i32 || $0 == .i64 }
    static let boolean = TypeFamily("boolean") { $0 == .boolean }
    static let string = TypeFamily("string") { $0 == .string }
    static func only(_ types: ElementType...) -> TypeFamily {
        TypeFamily(types.map(\.description).joined(separator: " or ")) { types.contains($0) }
    }
}
