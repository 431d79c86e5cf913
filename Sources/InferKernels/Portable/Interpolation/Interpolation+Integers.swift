import InferTensors

extension Interpolation {
    /// Resizes elements of any type but the floating-point types that are not f32 (convert those around it, unless the mode is nearest).
    /// - Throws: `RuntimeError` for a type without a kernel.
    package func run(
        _ type: ElementType, _ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, scratch: UnsafeMutableRawPointer?,
        team: WorkerTeam
    ) throws {
        func integers<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(_: Element.Type) {
            run(source.assumingMemoryBound(to: Element.self), destination.assumingMemoryBound(to: Element.self), team: team)
        }
        func nearest<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(_: Element.Type) {
            copyNearest(source.assumingMemoryBound(to: Element.self), destination.assumingMemoryBound(to: Element.self), team: team)
        }
        switch type.kind {
        case .f32:
            run(source.assumingMemoryBound(to: Float.self), destination.assumingMemoryBound(to: Float.self), scratch: scratch, team: team)
        case .i8: integers(Int8.self)
        case .u8: integers(UInt8.self)
        case .i16: integers(Int16.self)
        case .u16: integers(UInt16.self)
        case .i32: integers(Int32.self)
        case .u32: integers(UInt32.self)
        case .i64: integers(Int64.self)
        case .u64: integers(UInt64.self)
        case .f16 where mode == .nearest, .bf16 where mode == .nearest: nearest(UInt16.self)
        case .f64 where mode == .nearest: nearest(UInt64.self)
        case .boolean where mode == .nearest: nearest(UInt8.self)
        default: throw RuntimeError(.unsupported, "Interpolate: no kernel for \(type) in mode \(mode)")
        }
    }

    /// Resizes integers: sums in f32 in the reference's order, then what the reference does to the sum.
    ///
    /// Modes linear and Pillow's round half away from zero (Pillow's after each of its two passes, the inner axis first), cubic and linear as
    /// in ONNX truncate. Sums saturate at the type's range.
    func run<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(
        _ source: UnsafePointer<Element>, _ destination: UnsafeMutablePointer<Element>, team: WorkerTeam
    ) {
        if mode == .nearest { return copyNearest(source, destination, team: team) }
        guard outputCount > 0 else { return }
        forEachRow(
            team, work: row.length * vectorLength * 8, IntegerRows(interpolation: self, source: source, destination: destination))
    }

    private struct IntegerRows<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>: RowJob {
        let interpolation: Interpolation
        let source: UnsafePointer<Element>
        let destination: UnsafeMutablePointer<Element>

        func perform(_ coordinates: UnsafePointer<Int>, outputOffset: Int, worker: Int) {
            let start = source + interpolation.offset(coordinates)
            for position in 0..<interpolation.row.length {
                let target = destination + outputOffset + position * interpolation.row.outputStride
                for lane in 0..<interpolation.vectorLength {
                    target[lane] = interpolation.element(start + lane, coordinates, position)
                }
            }
        }
    }

    private func element<Element: FixedWidthInteger>(
        _ origin: UnsafePointer<Element>, _ coordinates: UnsafePointer<Int>, _ position: Int
    ) -> Element {
        if mode == .bilinearPillow || mode == .bicubicPillow { return pillow(origin, coordinates, position) }
        let sum = sum(origin, coordinates, position, level: 0, weight: 1, 0)
        let divisor = mode == .linear ? weightSum(coordinates, position) : 1
        let mean = divisor == 0 ? 0 : sum / divisor
        return Self.convert(mode == .linear ? mean.rounded(.toNearestOrAwayFromZero) : mean)
    }

    private static func convert<Element: FixedWidthInteger>(_ value: Float) -> Element {
        Element(exactly: value.rounded(.towardZero)) ?? (value > 0 ? .max : value < 0 ? .min : 0)
    }

    private func weightSum(_ coordinates: UnsafePointer<Int>, _ position: Int) -> Float {
        combined.reduce(row.axis?.sums[position] ?? 1) { $0 * (outer[$1].axis?.sums[coordinates[$1]] ?? 1) }
    }

    /// The weighted sum of the inputs under one element's taps.
    private func sum<Element: FixedWidthInteger>(
        _ source: UnsafePointer<Element>, _ coordinates: UnsafePointer<Int>, _ position: Int, level: Int, weight: Float, _ partial: Float
    ) -> Float {
        let walk = level < combined.count ? outer[combined[level]] : row
        if level > combined.count { return partial + weight * Float(source[0]) }
        let place = level < combined.count ? coordinates[combined[level]] : position
        guard let axis = walk.axis else {
            return sum(source + place * walk.inputStride, coordinates, position, level: level + 1, weight: weight, partial)
        }
        var total = partial
        for tap in 0..<Int(axis.counts[place]) {
            let next = source + (Int(axis.starts[place]) + tap) * walk.inputStride
            let factor = weight * Float(axis.exactWeights[place * axis.stride + tap])
            total = sum(next, coordinates, position, level: level + 1, weight: factor, total)
        }
        return total
    }

    /// One element through both passes: inner sums rounded to the type, then the outer sum.
    private func pillow<Element: FixedWidthInteger>(
        _ source: UnsafePointer<Element>, _ coordinates: UnsafePointer<Int>, _ position: Int
    ) -> Element {
        func inner(_ source: UnsafePointer<Element>) -> Element {
            guard let axis = row.axis else { return source[position * row.inputStride] }
            return Self.weigh(axis, position) { source[(Int(axis.starts[position]) + $0) * row.inputStride] }
        }
        guard let place = combined.first, let axis = outer[place].axis else { return inner(source) }
        return Self.weigh(axis, coordinates[place]) {
            inner(source + (Int(axis.starts[coordinates[place]]) + $0) * outer[place].inputStride)
        }
    }

    private static func weigh<Element: FixedWidthInteger>(_ axis: InterpolationAxis, _ position: Int, _ element: (Int) -> Element)
        -> Element
    {
        var sum = 0.0
        for tap in 0..<Int(axis.counts[position]) { sum += Double(element(tap)) * axis.exactWeights[position * axis.stride + tap] }
        let rounded = sum.rounded(.toNearestOrAwayFromZero)
        return Element(exactly: rounded) ?? (rounded > 0 ? .max : .min)
    }
}
