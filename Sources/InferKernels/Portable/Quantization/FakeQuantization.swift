/// FakeQuantize: f32 elements brought to one of a number of levels between bounds, and from there to other bounds.
package struct FakeQuantization: Sendable {
    private let rows: BroadcastRows
    private let steps: Float

    /// - Parameter strides: in elements, of the output, the data, the input's low and high bound and the output's low and high bound.
    package init(levels: Int, shape: [Int], strides: [[Int]]) {
        rows = BroadcastRows(shape: shape, operands: strides)
        steps = Float(levels - 1)
    }

    /// - Parameter bounds: four tensors, in the order of the operation's inputs.
    package func run(
        output: UnsafeMutablePointer<Float>, data: UnsafePointer<Float>, inputLow: UnsafePointer<Float>, inputHigh: UnsafePointer<Float>,
        outputLow: UnsafePointer<Float>, outputHigh: UnsafePointer<Float>, team: WorkerTeam
    ) {
        guard rows.columnCount > 0 else { return }
        let job = Job(
            plan: self, output: output, data: data, inputLow: inputLow, inputHigh: inputHigh, outputLow: outputLow, outputHigh: outputHigh)
        Parallel.run(rows.rowCount, grain: max(1, 8192 / rows.columnCount), team, job)
    }

    private struct Job: RangeJob {
        let plan: FakeQuantization
        let output: UnsafeMutablePointer<Float>
        let data: UnsafePointer<Float>
        let inputLow: UnsafePointer<Float>
        let inputHigh: UnsafePointer<Float>
        let outputLow: UnsafePointer<Float>
        let outputHigh: UnsafePointer<Float>

        func perform(_ range: Range<Int>) {
            let rows = plan.rows
            for row in range {
                let target = output + rows.offset(0, row: row)
                let source = data + rows.offset(1, row: row)
                let low = inputLow + rows.offset(2, row: row)
                let high = inputHigh + rows.offset(3, row: row)
                let toLow = outputLow + rows.offset(4, row: row)
                let toHigh = outputHigh + rows.offset(5, row: row)
                let strides = rows.columnStrides
                for column in 0..<rows.columnCount {
                    target[column &* strides[0]] = plan.quantized(
                        source[column &* strides[1]], low[column &* strides[2]], high[column &* strides[3]], toLow[column &* strides[4]],
                        toHigh[column &* strides[5]])
                }
            }
        }
    }

    @inline(__always)
    private func quantized(_ value: Float, _ low: Float, _ high: Float, _ toLow: Float, _ toHigh: Float) -> Float {
        if value <= min(low, high) { return toLow }
        if value > max(low, high) { return toHigh }
        let level = ((value - low) / (high - low) * steps).rounded(.toNearestOrEven)
        return level / steps * (toHigh - toLow) + toLow
    }
}
