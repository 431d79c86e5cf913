extension Epilogue {
    /// Where a run of consecutive rows of a result lies.
    struct Rows {
        /// The first row's column 0.
        var pointer: UnsafeMutablePointer<Float>
        /// Elements from one row to the next.
        var stride: Int
        var count: Int
        /// The coordinates of the first row; the others differ in `w` by `step`.
        var n = 0, d = 0, h = 0, w = 0
        var step = 1
    }

    /// Applies the operations from `first` on to columns `columns` of a run of rows.
    func apply(from first: Int, to rows: Rows, columns: Range<Int>) {
        var index = first
        while index < count {
            switch self[index] {
            case .activation(let activation): Epilogue.apply(activation, rows, columns)
            case .combine(let combination, let operand): Epilogue.combine(combination, operand, rows, columns)
            }
            index &+= 1
        }
    }

    private static func apply(_ activation: Activation, _ rows: Rows, _ columns: Range<Int>) {
        let start = rows.pointer + columns.lowerBound
        if columns.count == rows.stride {
            activation.apply(to: start, count: columns.count &* rows.count)
            return
        }
        for row in 0..<rows.count { activation.apply(to: start + row &* rows.stride, count: columns.count) }
    }

    private static func combine(_ combination: Combination, _ operand: Operand, _ rows: Rows, _ columns: Range<Int>) {
        var source = operand.pointer
        source += rows.n &* operand.batchStride
        source += rows.d &* operand.depthStride
        source += rows.h &* operand.heightStride
        source += rows.w &* operand.rowStride
        source += columns.lowerBound &* operand.columnStride
        var target = rows.pointer + columns.lowerBound
        for _ in 0..<rows.count {
            combine(combination, target, source, operand.columnStride, columns.count)
            target += rows.stride
            source += operand.rowStride &* rows.step
        }
    }

    private static func combine(
        _ combination: Combination, _ target: UnsafeMutablePointer<Float>, _ source: UnsafePointer<Float>, _ stride: Int, _ count: Int
    ) {
        switch combination {
        case .add: map(target, source, stride, count, { $0 + $1 }, { $0 + $1 })
        case .subtract: map(target, source, stride, count, { $0 - $1 }, { $0 - $1 })
        case .multiply: map(target, source, stride, count, { $0 * $1 }, { $0 * $1 })
        case .divide: map(target, source, stride, count, { $0 / $1 }, { $0 / $1 })
        case .maximum: map(target, source, stride, count, { $0.replacing(with: $1, where: $0 .< $1) }, { $0 < $1 ? $1 : $0 })
        case .minimum: map(target, source, stride, count, { $0.replacing(with: $1, where: $0 .> $1) }, { $0 > $1 ? $1 : $0 })
        case .slope: map(target, source, stride, count, { $0.replacing(with: $0 * $1, where: $0 .< 0) }, { $0 < 0 ? $0 * $1 : $0 })
        }
    }

    @inline(__always)
    private static func map(
        _ target: UnsafeMutablePointer<Float>, _ source: UnsafePointer<Float>, _ stride: Int, _ count: Int,
        _ wide: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>, _ narrow: (Float, Float) -> Float
    ) {
        var index = 0
        if stride == 1 || stride == 0 {
            let wideTarget = UnsafeMutableRawPointer(target)
            let wideSource = UnsafeRawPointer(source)
            while index &+ 8 <= count {
                let offset = index &* 4
                let value = wideTarget.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                let other =
                    stride == 1
                    ? wideSource.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self) : SIMD8<Float>(repeating: source.pointee)
                wideTarget.storeBytes(of: wide(value, other), toByteOffset: offset, as: SIMD8<Float>.self)
                index &+= 8
            }
        }
        while index < count {
            target[index] = narrow(target[index], source[index &* stride])
            index &+= 1
        }
    }
}
