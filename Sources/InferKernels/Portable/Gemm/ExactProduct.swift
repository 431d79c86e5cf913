import InferTensors

/// Matrix products of integers in their own width, where sums wrap around, and of f64.
package struct ExactProduct: Sendable {
    /// The sizes of one product, and how its factors lie, in elements; the result is row-major.
    package struct Matrices: Sendable {
        package var rows: Int
        package var columns: Int
        package var depth: Int
        package var leftRowStride: Int
        package var leftColumnStride: Int
        package var rightRowStride: Int
        package var rightColumnStride: Int

        package init(
            rows: Int, columns: Int, depth: Int, leftRowStride: Int, leftColumnStride: Int, rightRowStride: Int, rightColumnStride: Int
        ) {
            self.rows = rows
            self.columns = columns
            self.depth = depth
            self.leftRowStride = leftRowStride
            self.leftColumnStride = leftColumnStride
            self.rightRowStride = rightRowStride
            self.rightColumnStride = rightColumnStride
        }
    }

    private let matrices: Matrices
    /// For each product of a batch, where its factors begin, in elements.
    private let leftOffsets: [Int]
    private let rightOffsets: [Int]

    package init(_ matrices: Matrices, leftOffsets: [Int], rightOffsets: [Int]) {
        self.matrices = matrices
        self.leftOffsets = leftOffsets
        self.rightOffsets = rightOffsets
    }

    package static func takes(_ type: ElementType) -> Bool {
        switch type.kind {
        case .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f64: true
        default: false
        }
    }

    /// Computes all products.
    /// - Throws: `RuntimeError` for other types.
    package func run(
        _ type: ElementType, output: UnsafeMutableRawPointer, left: UnsafeRawPointer, right: UnsafeRawPointer, team: WorkerTeam
    ) throws {
        switch type.kind {
        case .i8: integers(Int8.self, output, left, right, team)
        case .i16: integers(Int16.self, output, left, right, team)
        case .i32: integers(Int32.self, output, left, right, team)
        case .i64: integers(Int64.self, output, left, right, team)
        case .u8: integers(UInt8.self, output, left, right, team)
        case .u16: integers(UInt16.self, output, left, right, team)
        case .u32: integers(UInt32.self, output, left, right, team)
        case .u64: integers(UInt64.self, output, left, right, team)
        case .f64: multiply(Double.self, output, left, right, team, zero: 0) { $0 + $1 * $2 }
        default: throw RuntimeError(.unsupported, "no product of matrices with elements of type \(type)")
        }
    }

    @inline(__always)
    private func integers<Element: FixedWidthInteger>(
        _ type: Element.Type, _ output: UnsafeMutableRawPointer, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ team: WorkerTeam
    ) {
        multiply(type, output, left, right, team, zero: 0) { $0 &+ $1 &* $2 }
    }

    /// A row of the result at a time, so that the right factor is read along its rows.
    @inline(__always)
    private func multiply<Element>(
        _ type: Element.Type, _ output: UnsafeMutableRawPointer, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ team: WorkerTeam,
        zero: Element, _ add: (Element, Element, Element) -> Element
    ) {
        let output = output.assumingMemoryBound(to: Element.self)
        let left = left.assumingMemoryBound(to: Element.self)
        let right = right.assumingMemoryBound(to: Element.self)
        let size = matrices
        guard size.rows > 0, size.columns > 0 else { return }
        Parallel.run(leftOffsets.count * size.rows, grain: max(1, 16384 / max(size.columns * size.depth, 1)), team) { rows in
            for row in rows {
                let item = row / size.rows
                let target = output + row * size.columns
                target.update(repeating: zero, count: size.columns)
                let from = left + leftOffsets[item] + row % size.rows * size.leftRowStride
                let with = right + rightOffsets[item]
                for step in 0..<size.depth {
                    let factor = from[step &* size.leftColumnStride]
                    let line = with + step &* size.rightRowStride
                    for column in 0..<size.columns {
                        target[column] = add(target[column], factor, line[column &* size.rightColumnStride])
                    }
                }
            }
        }
    }
}
