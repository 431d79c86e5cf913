/// ReverseSequence: along one axis, the first `lengths[b]` slices of each batch item in reverse. Row-major operands.
package struct ReverseSequencePlan: Sendable {
    private let elementSize: Int
    private let shape: [Int]
    private let strides: [Int]
    private let batchAxis: Int
    private let sequenceAxis: Int
    private let indexType: IndexType
    private let rowCount: Int
    private let rowBytes: Int
    private let innerDimensions: Int

    package init(elementSize: Int, shape: [Int], batchAxis: Int, sequenceAxis: Int, lengthType: IndexType) {
        self.elementSize = elementSize
        self.shape = shape
        self.batchAxis = batchAxis
        self.sequenceAxis = sequenceAxis
        indexType = lengthType
        strides = StridedOperand.contiguous(shape, elementSize: elementSize).strides
        innerDimensions = max(batchAxis, sequenceAxis) + 1
        rowCount = shape[..<innerDimensions].reduce(1, *)
        rowBytes = shape[innerDimensions...].reduce(elementSize, *)
    }

    /// Lengths beyond the axis count as the whole axis.
    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, lengths: UnsafeRawPointer, team: WorkerTeam? = nil) {
        Parallel.run(
            rowCount, grain: max(1, 32768 / max(rowBytes, 8)), team,
            Job(plan: self, output: output, input: input, reader: IndexReader(lengths, indexType)))
    }

    private struct Job: RangeJob {
        let plan: ReverseSequencePlan
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer
        let reader: IndexReader

        func perform(_ rows: Range<Int>) {
            let sequenceAxis = plan.sequenceAxis
            for row in rows {
                var remainder = row
                var source = row * plan.rowBytes
                var batch = 0
                var step = 0
                var dimension = plan.innerDimensions - 1
                while dimension >= 0 {
                    let coordinate = remainder % plan.shape[dimension]
                    remainder /= plan.shape[dimension]
                    if dimension == plan.batchAxis { batch = coordinate }
                    if dimension == sequenceAxis { step = coordinate }
                    dimension -= 1
                }
                let length = min(reader[batch], plan.shape[sequenceAxis])
                if step < length { source += (length - 1 - 2 * step) * plan.strides[sequenceAxis] }
                CopyKernels.copyBytes(output + row * plan.rowBytes, input + source, plan.rowBytes)
            }
        }
    }
}
