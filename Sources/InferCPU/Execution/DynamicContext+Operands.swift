import InferGraph
import InferTensors

extension DynamicContext {
    var inputCount: Int { inputs.count }

    /// The number of elements of input `index`.
    func count(_ index: Int) throws -> Int { shape_size(try shape(index)) }

    /// The integers of input `index`, in row-major order; of real numbers the whole part.
    func integers(_ index: Int) throws -> [Int] {
        let count = try count(index)
        let source = inputs[index]
        func read<Element: BinaryInteger>(_ type: Element.Type) -> [Int] {
            let elements = source.assumingMemoryBound(to: type)
            return (0..<count).map { Int(truncatingIfNeeded: elements[$0]) }
        }
        switch types[index].element_type.kind {
        case .i32: return read(Int32.self)
        case .i64: return read(Int64.self)
        case .i8: return read(Int8.self)
        case .i16: return read(Int16.self)
        case .u8, .boolean: return read(UInt8.self)
        case .u16: return read(UInt16.self)
        case .u32: return read(UInt32.self)
        case .u64: return read(UInt64.self)
        default:
            return try reals(index).map { value in
                // What is beyond the integers stays at their ends; no count or index is there.
                value.isNaN ? 0 : Int(exactly: max(min(value, 0x1p62), -0x1p62).rounded(.towardZero)) ?? 0
            }
        }
    }

    /// The numbers of input `index`, in row-major order.
    func reals(_ index: Int) throws -> [Double] {
        let count = try count(index)
        let type = types[index].element_type
        switch type.kind {
        case .f32:
            let elements = input(index, as: Float.self)
            return (0..<count).map { Double(elements[$0]) }
        case .f64:
            let elements = input(index, as: Double.self)
            return (0..<count).map { elements[$0] }
        case .f16, .bf16:
            var values = [Float](repeating: 0, count: count)
            try values.withUnsafeMutableBufferPointer { buffer in
                if let base = buffer.baseAddress { try ElementConversion.decode(type, inputs[index], count: count, to: base) }
            }
            return values.map { Double($0) }
        case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .boolean: return try integers(index).map { Double($0) }
        default: throw RuntimeError(.unsupported, "\(subject): input \(index) has elements of type \(type); expected numbers")
        }
    }

    /// The only integer of input `index`; nil where there is no such input.
    func integer(_ index: Int) throws -> Int? { index < inputs.count ? try integers(index).first : nil }

    /// The only number of input `index`; nil where there is no such input.
    func real(_ index: Int) throws -> Double? { index < inputs.count ? try reals(index).first : nil }

    /// What is thrown when a value does not make sense.
    func invalid(_ message: String) -> RuntimeError { RuntimeError(.invalidArgument, "\(subject): \(message)") }
}
