import InferTensors

/// The inverses of square matrices, or of their transposes.
package enum MatrixInverse {
    /// Dense f32 matrices [count, size, size], in double precision.
    ///
    /// - Parameter transposes: whether the inverses of the transposes are wanted.
    package static func run(
        _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, count: Int, size: Int, transposes: Bool
    ) {
        for matrix in 0..<count {
            let from = source + matrix * size * size
            let to = target + matrix * size * size
            let values = (0..<size * size).map { Double(from[$0]) }
            let inverse = inverted(values, size)
            for index in 0..<size * size {
                to[index] = Float(inverse[transposes ? index % size * size + index / size : index])
            }
        }
    }

    /// By elimination with pivots, as Gauss and Jordan do. A matrix without inverse gives infinities and NaN.
    private static func inverted(_ values: [Double], _ size: Int) -> [Double] {
        var left = values
        var right = [Double](repeating: 0, count: size * size)
        for row in 0..<size { right[row * size + row] = 1 }
        for column in 0..<size {
            let pivot = (column..<size).max { left[$0 * size + column].magnitude < left[$1 * size + column].magnitude } ?? column
            if pivot != column {
                for index in 0..<size {
                    left.swapAt(pivot * size + index, column * size + index)
                    right.swapAt(pivot * size + index, column * size + index)
                }
            }
            let value = left[column * size + column]
            for index in 0..<size {
                left[column * size + index] /= value
                right[column * size + index] /= value
            }
            for row in 0..<size where row != column {
                let factor = left[row * size + column]
                if factor == 0 { continue }
                for index in 0..<size {
                    left[row * size + index] -= factor * left[column * size + index]
                    right[row * size + index] -= factor * right[column * size + index]
                }
            }
        }
        return right
    }
}
