/// The packed form of the right matrix B[K, N] of a product: panels of ``width`` columns, `[n / width][K][width]`, the last one padded
/// with zero columns.
package enum Panel {
    /// Columns of a panel.
    package static let width = 8

    /// How many panels hold `columns` columns.
    package static func count(columns: Int) -> Int { (columns + width - 1) / width }

    /// Floats of the packed form of a K × N matrix.
    package static func packedCount(depth: Int, columns: Int) -> Int { count(columns: columns) * width * depth }

    /// Packs B, whose element (k, n) is at `source[k · rowStride + n · columnStride]`.
    package static func pack(
        _ source: UnsafePointer<Float>, rowStride: Int, columnStride: Int, depth: Int, columns: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var target = target
        for first in stride(from: 0, to: columns, by: width) {
            let valid = min(width, columns - first)
            packOne(
                source + first * columnStride, rowStride: rowStride, columnStride: columnStride, depth: depth, columns: valid, into: target)
            target += depth * width
        }
    }

    /// Packs one panel of `columns <= width` columns.
    static func packOne(
        _ source: UnsafePointer<Float>, rowStride: Int, columnStride: Int, depth: Int, columns: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        if columns == width, columnStride == 1 {
            for k in 0..<depth {
                let row = UnsafeRawPointer(source + k &* rowStride).loadUnaligned(as: SIMD8<Float>.self)
                UnsafeMutableRawPointer(target + k &* width).storeBytes(of: row, as: SIMD8<Float>.self)
            }
            return
        }
        if columns == width {
            for k in 0..<depth {
                let from = source + k &* rowStride
                var row = SIMD8<Float>()
                row[0] = from[0]
                row[1] = from[columnStride]
                row[2] = from[2 &* columnStride]
                row[3] = from[3 &* columnStride]
                row[4] = from[4 &* columnStride]
                row[5] = from[5 &* columnStride]
                row[6] = from[6 &* columnStride]
                row[7] = from[7 &* columnStride]
                UnsafeMutableRawPointer(target + k &* width).storeBytes(of: row, as: SIMD8<Float>.self)
            }
            return
        }
        for k in 0..<depth {
            for n in 0..<width { target[k &* width &+ n] = n < columns ? source[k &* rowStride &+ n &* columnStride] : 0 }
        }
    }
}
