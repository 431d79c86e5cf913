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
        case .i8: multiply(Int8.self, output, left, right, team)
        case .i16: multiply(Int16.self, output, left, right, team)
        case .i32: multiply(Int32.self, output, left, right, team)
        case .i64: multiply(Int64.self, output, left, right, team)
        case .u8: multiply(UInt8.self, output, left, right, team)
        case .u16: multiply(UInt16.self, output, left, right, team)
        case .u32: multiply(UInt32.self, output, left, right, team)
        case .u64: multiply(UInt64.self, output, left, right, team)
        case .f64: multiply(Double.self, output, left, right, team)
        default: throw RuntimeError(.unsupported, "no product of matrices with elements of type \(type)")
        }
    }

    private func multiply<Element: ExactFactor>(
        _ type: Element.Type, _ output: UnsafeMutableRawPointer, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ team: WorkerTeam
    ) {
        let size = matrices
        guard size.rows > 0, size.columns > 0 else { return }
        Parallel.run(
            leftOffsets.count * size.rows, grain: max(1, 16384 / max(size.columns * size.depth, 1)), team,
            Job(
                product: self, output: output.assumingMemoryBound(to: type), left: left.assumingMemoryBound(to: type),
                right: right.assumingMemoryBound(to: type)))
    }

    private struct Job<Element: ExactFactor>: RangeJob {
        let product: ExactProduct
        let output: UnsafeMutablePointer<Element>
        let left: UnsafePointer<Element>
        let right: UnsafePointer<Element>

        /// A row of the result at a time, so that the right factor is read along its rows.
        func perform(_ rows: Range<Int>) {
            let size = product.matrices
            for row in rows {
                let item = row / size.rows
                let target = output + row * size.columns
                target.update(repeating: .zero, count: size.columns)
                let from = left + product.leftOffsets[item] + row % size.rows * size.leftRowStride
                let with = right + product.rightOffsets[item]
                for step in 0..<size.depth {
                    let factor = from[step &* size.leftColumnStride]
                    let line = with + step &* size.rightRowStride
                    for column in 0..<size.columns {
                        target[column] = .sum(target[column], factor, line[column &* size.rightColumnStride])
                    }
                }
            }
        }
    }
}

/// A number that products of matrices are computed in as it is.
private protocol ExactFactor: AdditiveArithmetic, SendableMetatype {
    /// `a + b * c`.
    static func sum(_ a: Self, _ b: Self, _ c: Self) -> Self
}

extension ExactFactor where Self: FixedWidthInteger {
    @inline(__always) static func sum(_ a: Self, _ b: Self, _ c: Self) -> Self { a &+ b &* c }
}

extension Int8: ExactFactor {}
extension Int16: ExactFactor {}
extension Int32: ExactFactor {}
extension Int64: ExactFactor {}
extension UInt8: ExactFactor {}
extension UInt16: ExactFactor {}
extension UInt32: ExactFactor {}
extension UInt64: ExactFactor {}
extension Double: ExactFactor {
    @inline(__always) fileprivate static func sum(_ a: Double, _ b: Double, _ c: Double) -> Double { a + b * c }
}
