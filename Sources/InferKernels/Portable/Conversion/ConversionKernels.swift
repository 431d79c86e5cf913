import InferTensors

/// Block kernels that convert one element type into another, for types of whole bytes.
enum ConversionKernels {
    /// The kernel from one type to another; `nil` for packed and string types.
    static func kernel(from source: ElementType.Kind, to destination: ElementType.Kind) -> BlockKernel? {
        if let direct = direct(from: source, to: destination) { return direct }
        guard let load = direct(from: source, to: .f32), let store = direct(from: .f32, to: destination) else { return nil }
        return StagedKernel.make(store, computeSize: MemoryLayout<Float>.stride, loads: (load, nil), store: nil)
    }

    private static func direct(from source: ElementType.Kind, to destination: ElementType.Kind) -> BlockKernel? {
        switch source {
        case .boolean: native(BooleanByte.self, to: destination)
        case .i8: native(Int8.self, to: destination)
        case .i16: native(Int16.self, to: destination)
        case .i32: native(Int32.self, to: destination)
        case .i64: native(Int64.self, to: destination)
        case .u8: native(UInt8.self, to: destination)
        case .u16: native(UInt16.self, to: destination)
        case .u32: native(UInt32.self, to: destination)
        case .u64: native(UInt64.self, to: destination)
        case .f64: native(Double.self, to: destination)
        case .f32: native(Float.self, to: destination) ?? small(to: destination)
        case .f16: destination == .f32 ? convert(Float16Bits.self, Float.self) : nil
        case .bf16: destination == .f32 ? convert(BFloat16Bits.self, Float.self) : nil
        case .f8e4m3: destination == .f32 ? convert(Float8E4M3Bits.self, Float.self) : nil
        case .f8e5m2: destination == .f32 ? convert(Float8E5M2Bits.self, Float.self) : nil
        case .f8e8m0: destination == .f32 ? convert(Float8E8M0Bits.self, Float.self) : nil
        case .dynamic, .string, .u1, .u2, .u3, .u4, .u6, .i4, .nf4, .f4e2m1: nil
        }
    }

    @inline(__always)
    private static func native<Source: NumericElement>(_ source: Source.Type, to destination: ElementType.Kind) -> BlockKernel? {
        // Where integers keep their low bits the destination's sign is no matter; nor is it for real numbers cut to 32 bits first.
        let isInteger = Source.form == .integer || Source.form == .unsigned64
        return switch destination {
        case .boolean: convert(source, BooleanByte.self)
        case .i8, .u8: convert(source, UInt8.self)
        case .i16, .u16: convert(source, UInt16.self)
        case .i32: convert(source, Int32.self)
        case .u32: isInteger ? convert(source, Int32.self) : convert(source, UInt32.self)
        case .i64: convert(source, Int64.self)
        case .u64: isInteger ? convert(source, Int64.self) : convert(source, UInt64.self)
        case .f64: convert(source, Double.self)
        case .f32: convert(source, Float.self)
        default: nil
        }
    }

    private static func small(to destination: ElementType.Kind) -> BlockKernel? {
        switch destination {
        case .f16: convert(Float.self, Float16Bits.self)
        case .bf16: convert(Float.self, BFloat16Bits.self)
        case .f8e4m3: convert(Float.self, Float8E4M3Bits.self)
        case .f8e5m2: convert(Float.self, Float8E5M2Bits.self)
        case .f8e8m0: convert(Float.self, Float8E8M0Bits.self)
        default: nil
        }
    }

    private struct Conversion<Source: NumericElement, Destination: NumericElement>: UnaryFunction {
        @inline(__always) init(_ parameters: ElementwiseParameters) {}
        @inline(__always) func callAsFunction(_ x: Source) -> Destination { Destination.converting(x) }
    }

    @inline(__always)
    private static func convert<Source: NumericElement, Destination: NumericElement>(
        _ source: Source.Type, _ destination: Destination.Type
    ) -> BlockKernel {
        ElementLoops.unary(Conversion<Source, Destination>.self)
    }
}
