import InferTensors

/// A generic piece of work that is done for one element type among those that kernels compare.
protocol OrderedElementVisitor {
    associatedtype Result
    func visit<Element: OrderedElement>(_ type: Element.Type) -> Result
}

extension OrderedElementVisitor {
    /// Does the work for the Swift type that stands for `type`; booleans are bytes.
    /// - Throws: `RuntimeError` naming `operation` for types that cannot be compared.
    func dispatch(_ type: ElementType, operation: String) throws -> Result {
        switch type.kind {
        case .f32: visit(Float.self)
        case .f64: visit(Double.self)
        case .f16: visit(Float16Bits.self)
        case .bf16: visit(BFloat16Bits.self)
        case .i8: visit(Int8.self)
        case .u8, .boolean: visit(UInt8.self)
        case .i16: visit(Int16.self)
        case .u16: visit(UInt16.self)
        case .i32: visit(Int32.self)
        case .u32: visit(UInt32.self)
        case .i64: visit(Int64.self)
        case .u64: visit(UInt64.self)
        default: throw RuntimeError(.unsupported, "\(operation): no kernel for elements of type \(type)")
        }
    }
}
