import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Operations that make elements out of a few numbers.
    static let generation: [Entry] = [
        Entry { (_: NumberRange, context) in
            let type = context.outputType.element_type
            switch type.kind {
            case .f32, .f64, .f16, .bf16, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64: break
            default: throw context.failure("is not supported for elements of type \(type)")
            }
            context.emit(RangeKernel(type: type), try context.inputs())
        }
    ]
}

private struct RangeKernel: Kernel {
    let type: ElementType

    var name: String { "range_\(type)" }
    var valueInputs: [Int] { [0, 1, 2] }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let count = binding.outputs[0].count
        let values = binding.inputs.map { $0.value ?? .reals([]) }
        switch type.kind {
        case .f32, .f64, .f16, .bf16:
            guard let start = values[0].exactReals?.first, let step = values[2].exactReals?.first else { break }
            if type == .f64 { return Self.fill(count) { start + Double($0) * step } }
            let single = { @Sendable (index: Int) in Float(start) + Float(index) * Float(step) }
            return type == .f32 ? Self.fill(count, single) : try Self.halves(type, count, single)
        default:
            guard let start = values[0].truncatedInteger, let step = values[2].truncatedInteger else { break }
            switch type.kind {
            case .i8: return Self.integers(count, start, step, Int8.self)
            case .i16: return Self.integers(count, start, step, Int16.self)
            case .i32: return Self.integers(count, start, step, Int32.self)
            case .u8: return Self.integers(count, start, step, UInt8.self)
            case .u16: return Self.integers(count, start, step, UInt16.self)
            case .u32: return Self.integers(count, start, step, UInt32.self)
            case .u64: return Self.integers(count, start, step, UInt64.self)
            default: return Self.integers(count, start, step, Int64.self)
            }
        }
        throw RuntimeError(.internalInconsistency, "\(binding.subject): start and step are not known when it is bound")
    }

    private static func integers<Element: FixedWidthInteger & Sendable>(
        _ count: Int, _ start: Int, _ step: Int, _ type: Element.Type
    ) -> BoundKernel {
        fill(count) { Element(truncatingIfNeeded: start &+ $0 &* step) }
    }

    /// Numbers of a type of 16 bits, made when the kernel is bound.
    private static func halves(_ type: ElementType, _ count: Int, _ element: (Int) -> Float) throws -> BoundKernel {
        let numbers = try Tensor(type, [count])
        try ElementConversion.encode(type, (0..<count).map(element), count: count, to: numbers.data)
        return ClosureKernel { memory in memory.output(0).copyMemory(from: numbers.data, byteCount: 2 * count) }
    }

    private static func fill<Element: Sendable>(_ count: Int, _ element: @escaping @Sendable (Int) -> Element) -> BoundKernel {
        ClosureKernel { memory in
            let target = memory.output(0, as: Element.self)
            for index in 0..<count { target[index] = element(index) }
        }
    }
}

extension PartialValue {
    /// The first element, a fraction cut off.
    fileprivate var truncatedInteger: Int? {
        exactIntegers?.first ?? exactReals?.first.flatMap { Int(exactly: $0.rounded(.towardZero)) }
    }
}
