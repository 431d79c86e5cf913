import InferTensors

/// RandomUniform: numbers between two bounds, in the order in which a framework draws them.
package enum UniformNumbers {
    /// Numbers as TensorFlow draws them: four, or two of 64 bits, for each count.
    ///
    /// - Parameters:
    ///   - first: the first count.
    ///   - least, bound: one element each; the bound is not reached.
    /// - Throws: `RuntimeError` for other types.
    package static func fill(
        _ type: ElementType, _ output: UnsafeMutableRawPointer, count: Int, least: UnsafeRawPointer, bound: UnsafeRawPointer,
        generator: PhiloxGenerator, first: UInt64
    ) throws {
        let perCount = type.bitwidth > 32 ? 2 : 4
        var numbers = SIMD4<UInt32>.zero
        try fill(type, output, count, least, bound, isTensorFlow: true) { index in
            if index % perCount == 0 { numbers = generator.numbers(first &+ UInt64(index / perCount)) }
            let lane = index % perCount
            return perCount == 4 ? (numbers[lane], 0) : (numbers[2 * lane], numbers[2 * lane + 1])
        }
    }

    /// Numbers as PyTorch draws them: one, or for large integers and f64 two, for each element.
    /// - Throws: `RuntimeError` for other types.
    package static func fill(
        _ type: ElementType, _ output: UnsafeMutableRawPointer, count: Int, least: UnsafeRawPointer, bound: UnsafeRawPointer,
        generator: MersenneTwister
    ) throws {
        var generator = generator
        var isLong = type == .f64
        if type == .i64 {
            isLong = max(least.loadUnaligned(as: Int64.self), bound.loadUnaligned(as: Int64.self)) > Int64(UInt32.max)
        }
        try fill(type, output, count, least, bound, isTensorFlow: false) { _ in
            let number = generator.number()
            // The first of two is the upper half.
            return isLong ? (generator.number(), number) : (number, 0)
        }
    }

    private static func fill(
        _ type: ElementType, _ output: UnsafeMutableRawPointer, _ count: Int, _ least: UnsafeRawPointer, _ bound: UnsafeRawPointer,
        isTensorFlow: Bool, _ draw: (Int) -> (low: UInt32, high: UInt32)
    ) throws {
        func integers<Element: FixedWidthInteger>(_ type: Element.Type) {
            let low = least.loadUnaligned(as: Element.self)
            let range = UInt64(truncatingIfNeeded: bound.loadUnaligned(as: Element.self) &- low)
            let target = output.assumingMemoryBound(to: Element.self)
            for index in 0..<count {
                let drawn = draw(index)
                let number = UInt64(drawn.high) << 32 | UInt64(drawn.low)
                target[index] = range == 0 ? low : Element(truncatingIfNeeded: number % range) &+ low
            }
        }
        /// - Parameter bits: that are taken of a number.
        func narrow<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type, bits: UInt32) {
            let low = least.loadUnaligned(as: Element.self).single
            let range = bound.loadUnaligned(as: Element.self).single - low
            let target = output.assumingMemoryBound(to: Element.self)
            let unit = 1 / Float(UInt32(1) << bits)
            for index in 0..<count {
                let fraction = Float(draw(index).low & (1 << bits - 1)) * unit
                target[index] = Element.make(single: fraction * range + low)
            }
        }
        switch type.kind {
        case .i32: integers(Int32.self)
        case .i64: integers(Int64.self)
        case .f32: narrow(Float.self, bits: isTensorFlow ? 23 : 24)
        case .f16: narrow(Float16Bits.self, bits: isTensorFlow ? 10 : 11)
        case .bf16: narrow(BFloat16Bits.self, bits: isTensorFlow ? 7 : 8)
        case .f64:
            let low = least.loadUnaligned(as: Double.self)
            let range = bound.loadUnaligned(as: Double.self) - low
            let target = output.assumingMemoryBound(to: Double.self)
            for index in 0..<count {
                let drawn = draw(index)
                let number =
                    isTensorFlow
                    ? UInt64(drawn.low & 0xfffff) << 32 | UInt64(drawn.high)
                    : (UInt64(drawn.high) << 32 | UInt64(drawn.low)) & (1 << 53 - 1)
                target[index] = Double(number) * (isTensorFlow ? 0x1p-52 : 0x1p-53) * range + low
            }
        default: throw RuntimeError(.unsupported, "RandomUniform is not supported for elements of type \(type)")
        }
    }
}
