import InferTensors

/// FakeConvert: f32 elements scaled and shifted, rounded to a type of 8 bits, and brought back.
package struct FakeConversion: Sendable {
    private let rows: BroadcastRows
    private let isE4M3: Bool

    /// - Parameter strides: in elements, of the output, the data, the scale and the shift.
    /// - Returns: `nil` for a type that is neither `f8e4m3` nor `f8e5m2`.
    package init?(to type: ElementType, shape: [Int], strides: [[Int]]) {
        guard type == .f8e4m3 || type == .f8e5m2 else { return nil }
        rows = BroadcastRows(shape: shape, operands: strides)
        isE4M3 = type == .f8e4m3
    }

    package func run(
        output: UnsafeMutablePointer<Float>, data: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>?,
        team: WorkerTeam
    ) {
        guard rows.columnCount > 0 else { return }
        Parallel.run(
            rows.rowCount, grain: max(1, 8192 / rows.columnCount), team,
            Job(plan: self, output: output, data: data, scale: scale, shift: shift))
    }

    private struct Job: RangeJob {
        let plan: FakeConversion
        let output: UnsafeMutablePointer<Float>
        let data: UnsafePointer<Float>
        let scale: UnsafePointer<Float>
        let shift: UnsafePointer<Float>?

        func perform(_ range: Range<Int>) {
            let rows = plan.rows
            for row in range {
                let target = output + rows.offset(0, row: row)
                let source = data + rows.offset(1, row: row)
                let factors = scale + rows.offset(2, row: row)
                let shifts = shift.map { $0 + rows.offset(3, row: row) }
                let strides = rows.columnStrides
                for column in 0..<rows.columnCount {
                    let factor = factors[column &* strides[2]]
                    let offset = shifts.map { $0[column &* strides[3]] } ?? 0
                    target[column &* strides[0]] = (plan.rounded(source[column &* strides[1]] * factor - offset) + offset) / factor
                }
            }
        }
    }

    /// What is beyond the type's range becomes its greatest number. Numbers are rounded to f16 on the way, as the reference does it.
    @inline(__always)
    private func rounded(_ value: Float) -> Float {
        let limit: Float = isE4M3 ? 448 : 57344
        let clamped = value > limit ? limit : value < -limit ? -limit : value
        let half = Float16Bits(single: clamped).single
        return isE4M3 ? Float8E4M3Bits(single: half).single : Float8E5M2Bits(single: half).single
    }
}
