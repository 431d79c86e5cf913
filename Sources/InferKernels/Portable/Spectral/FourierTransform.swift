import InferTensors

/// DFT, IDFT, RDFT and IRDFT: Fourier transforms along some axes of a row-major tensor of f32.
package struct FourierTransform: Sendable {
    /// What goes in and out. Complex numbers have a last axis of two elements.
    package enum Kind: Sendable { case forward, inverse, realForward, realInverse }

    private let kind: Kind
    /// Shapes without the axis of two elements.
    private let input: [Int]
    private let output: [Int]
    private let axes: [Int]
    /// The lengths that axes are brought to before they are transformed; one an axis of ``axes``.
    private let sizes: [Int]

    /// - Parameters:
    ///   - input, output: shapes, without the axis of real and imaginary parts.
    ///   - axes: non-negative; the last is the one that real numbers halve.
    ///   - sizes: the signals' lengths.
    /// - Throws: `RuntimeError` for signals without elements.
    package init(_ kind: Kind, input: [Int], output: [Int], axes: [Int], sizes: [Int]) throws {
        guard axes.count == sizes.count, axes.allSatisfy(input.indices.contains), sizes.allSatisfy({ $0 > 0 }) else {
            throw RuntimeError(.invalidArgument, "Fourier transform: signals of lengths \(sizes) along axes \(axes) of \(input)")
        }
        var count = 1
        for (axis, length) in input.enumerated() {
            let size = axes.firstIndex(of: axis).map { sizes[$0] } ?? length
            let product = count.multipliedReportingOverflow(by: max(size, 1))
            count = product.overflow ? Int.max : product.partialValue
        }
        // The numbers before and after a step, and a line of a length that is no power of two with its tables.
        let number = MemoryLayout<SIMD2<Double>>.stride
        for (needed, size) in [(count, 2 * number), (sizes.max() ?? 0, 16 * number)] {
            try SystemMemory.require(needed, of: size, for: "Fourier transform: signals of lengths \(sizes)")
        }
        self.kind = kind
        self.input = input
        self.output = output
        self.axes = axes
        self.sizes = sizes
    }

    package func run(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
        var shape = input
        for (axis, size) in zip(axes, sizes) { shape[axis] = size }
        if kind == .realInverse, let last = axes.last, let size = sizes.last { shape[last] = size / 2 + 1 }
        var values = [SIMD2<Double>](repeating: .zero, count: shape.reduce(1, *))
        copy(source, into: &values, shape)
        let isInverse = kind == .inverse || kind == .realInverse
        for (index, axis) in axes.enumerated() {
            // The halved axis comes last, when the others are whole again.
            if kind == .realInverse, index == axes.count - 1 { continue }
            transform(&values, shape, axis, FourierLine(count: sizes[index], inverse: isInverse))
        }
        if kind == .realInverse, let last = axes.last, let size = sizes.last {
            values = completed(values, &shape, last, size)
            transform(&values, shape, last, FourierLine(count: size, inverse: true))
        }
        write(values, shape, target)
    }

    /// Fills a tensor of another shape from the source, with zeros where that has no elements.
    private func copy(_ source: UnsafePointer<Float>, into values: inout [SIMD2<Double>], _ shape: [Int]) {
        let isReal = kind == .realForward
        forEachCommon(input, shape) { from, to in
            values[to] = isReal ? SIMD2(Double(source[from]), 0) : SIMD2(Double(source[2 * from]), Double(source[2 * from + 1]))
        }
    }

    private func write(_ values: [SIMD2<Double>], _ shape: [Int], _ target: UnsafeMutablePointer<Float>) {
        let isReal = kind == .realInverse
        forEachCommon(shape, output) { from, to in
            if isReal {
                target[to] = Float(values[from].x)
            } else {
                target[2 * to] = Float(values[from].x)
                target[2 * to + 1] = Float(values[from].y)
            }
        }
    }

    /// Calls `body` with the places of the elements that two row-major tensors of one rank both have.
    private func forEachCommon(_ first: [Int], _ second: [Int], _ body: (Int, Int) -> Void) {
        let common = zip(first, second).map { min($0, $1) }
        for index in 0..<common.reduce(1, *) {
            var rest = index
            var (from, to) = (0, 0)
            var (fromStride, toStride) = (1, 1)
            for axis in common.indices.reversed() {
                let place = rest % common[axis]
                rest /= common[axis]
                from += place * fromStride
                to += place * toStride
                fromStride *= first[axis]
                toStride *= second[axis]
            }
            body(from, to)
        }
    }

    private func transform(_ values: inout [SIMD2<Double>], _ shape: [Int], _ axis: Int, _ line: FourierLine) {
        let length = shape[axis]
        let inner = shape[(axis + 1)...].reduce(1, *)
        let outer = shape[..<axis].reduce(1, *)
        var work = [SIMD2<Double>](repeating: .zero, count: length)
        var scratch = [SIMD2<Double>](repeating: .zero, count: line.scratchCount)
        for block in 0..<outer {
            for lane in 0..<inner {
                let first = block * length * inner + lane
                for place in 0..<length { work[place] = values[first + place * inner] }
                work.withUnsafeMutableBufferPointer { work in
                    scratch.withUnsafeMutableBufferPointer { scratch in line.run(work, scratch: scratch) }
                }
                for place in 0..<length { values[first + place * inner] = work[place] }
            }
        }
    }

    /// The whole spectrum of real signals from its first half along an axis: the rest is its mirror image, conjugated.
    private func completed(_ values: [SIMD2<Double>], _ shape: inout [Int], _ axis: Int, _ size: Int) -> [SIMD2<Double>] {
        let half = shape[axis]
        let inner = shape[(axis + 1)...].reduce(1, *)
        let outer = shape[..<axis].reduce(1, *)
        var result = [SIMD2<Double>](repeating: .zero, count: outer * size * inner)
        for block in 0..<outer {
            for place in 0..<size {
                for lane in 0..<inner {
                    let value =
                        place < half ? values[(block * half + place) * inner + lane] : values[(block * half + size - place) * inner + lane]
                    result[(block * size + place) * inner + lane] = place < half ? value : SIMD2(value.x, -value.y)
                }
            }
        }
        shape[axis] = size
        return result
    }
}
