/// The two-dimensional transforms of four channels of a patch.
enum WinogradPatch {
    /// Reads 6×6 inputs with `load` and stores their values at the 36 points `step` bytes apart.
    @inline(__always)
    static func input(_ target: UnsafeMutableRawPointer, _ step: Int, load: (_ place: Int) -> SIMD4<Float>) {
        // Columns first, into the stack, then rows.
        withUnsafeTemporaryAllocation(byteCount: 36 &* 16, alignment: 16) { buffer in
            guard let between = buffer.baseAddress else { return }
            for column in 0..<6 {
                let values = WinogradTransform.input(
                    (load(column), load(column &+ 6), load(column &+ 12), load(column &+ 18), load(column &+ 24), load(column &+ 30)))
                put(values, between + column &* 16, 6 &* 16)
            }
            for row in 0..<6 {
                put(WinogradTransform.input(six(between + row &* 96, 16)), target + row &* 6 &* step, step)
            }
        }
    }

    /// Reads 36 products with `load` and hands up to 4×4 outputs, with bias and bounds applied, to `store`.
    @inline(__always)
    static func output(
        _ height: Int, _ width: Int, _ bias: SIMD4<Float>, _ clamp: (low: Float, high: Float)?, load: (_ position: Int) -> SIMD4<Float>,
        store: (_ row: Int, _ column: Int, SIMD4<Float>) -> Void
    ) {
        withUnsafeTemporaryAllocation(byteCount: 24 &* 16, alignment: 16) { buffer in
            guard let between = buffer.baseAddress else { return }
            for column in 0..<6 {
                let values = WinogradTransform.output(
                    (load(column), load(column &+ 6), load(column &+ 12), load(column &+ 18), load(column &+ 24), load(column &+ 30)))
                let place = between + column &* 16
                place.storeBytes(of: values.0, as: SIMD4<Float>.self)
                place.storeBytes(of: values.1, toByteOffset: 96, as: SIMD4<Float>.self)
                place.storeBytes(of: values.2, toByteOffset: 192, as: SIMD4<Float>.self)
                place.storeBytes(of: values.3, toByteOffset: 288, as: SIMD4<Float>.self)
            }
            let low = SIMD4(repeating: clamp?.low ?? -.infinity)
            let high = SIMD4(repeating: clamp?.high ?? .infinity)
            @inline(__always)
            func finished(_ value: SIMD4<Float>) -> SIMD4<Float> {
                let sum = value + bias
                let raised = sum.replacing(with: low, where: sum .< low)
                return raised.replacing(with: high, where: raised .> high)
            }
            for row in 0..<height {
                let values = WinogradTransform.output(six(between + row &* 96, 16))
                store(row, 0, finished(values.0))
                if width > 1 { store(row, 1, finished(values.1)) }
                if width > 2 { store(row, 2, finished(values.2)) }
                if width > 3 { store(row, 3, finished(values.3)) }
            }
        }
    }

    @inline(__always)
    private static func six(_ source: UnsafeMutableRawPointer, _ step: Int) -> WinogradTransform.Six {
        (
            source.load(as: SIMD4<Float>.self), source.load(fromByteOffset: step, as: SIMD4<Float>.self),
            source.load(fromByteOffset: 2 &* step, as: SIMD4<Float>.self), source.load(fromByteOffset: 3 &* step, as: SIMD4<Float>.self),
            source.load(fromByteOffset: 4 &* step, as: SIMD4<Float>.self), source.load(fromByteOffset: 5 &* step, as: SIMD4<Float>.self)
        )
    }

    @inline(__always)
    private static func put(_ values: WinogradTransform.Six, _ target: UnsafeMutableRawPointer, _ step: Int) {
        target.storeBytes(of: values.0, as: SIMD4<Float>.self)
        target.storeBytes(of: values.1, toByteOffset: step, as: SIMD4<Float>.self)
        target.storeBytes(of: values.2, toByteOffset: 2 &* step, as: SIMD4<Float>.self)
        target.storeBytes(of: values.3, toByteOffset: 3 &* step, as: SIMD4<Float>.self)
        target.storeBytes(of: values.4, toByteOffset: 4 &* step, as: SIMD4<Float>.self)
        target.storeBytes(of: values.5, toByteOffset: 5 &* step, as: SIMD4<Float>.self)
    }
}
