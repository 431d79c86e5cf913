import InferTensors

/// A computation over elements of a type that is known when it runs.
protocol NumericElementVisitor {
    associatedtype Answer
    func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) throws -> Answer
}

extension NumericElementVisitor {
    /// Computes with the elements' own type.
    ///
    /// - Throws: `RuntimeError` for strings and elements narrower than a byte.
    func dispatch(_ type: ElementType, operation: String) throws -> Answer {
        switch type.kind {
        case .boolean: try visit(BooleanByte.self)
        case .i8: try visit(Int8.self)
        case .i16: try visit(Int16.self)
        case .i32: try visit(Int32.self)
        case .i64: try visit(Int64.self)
        case .u8: try visit(UInt8.self)
        case .u16: try visit(UInt16.self)
        case .u32: try visit(UInt32.self)
        case .u64: try visit(UInt64.self)
        case .f64: try visit(Double.self)
        case .f32: try visit(Float.self)
        case .f16: try visit(Float16Bits.self)
        case .bf16: try visit(BFloat16Bits.self)
        case .f8e4m3: try visit(Float8E4M3Bits.self)
        case .f8e5m2: try visit(Float8E5M2Bits.self)
        case .f8e8m0: try visit(Float8E8M0Bits.self)
        case .dynamic, .string, .u1, .u2, .u3, .u4, .u6, .i4, .nf4, .f4e2m1:
            throw RuntimeError(.unsupported, "\(operation) is not supported for elements of type \(type)")
        }
    }
}
