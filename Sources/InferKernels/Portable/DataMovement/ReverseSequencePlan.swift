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
        let reader = IndexReader(lengths, indexType)
        Parallel.run(rowCount, grain: max(1, 32768 / max(rowBytes, 8)), team) { rows in
            for row in rows {
                var remainder = row
                var source = row * rowBytes
                var batch = 0
                var step = 0
                for dimension in stride(from: innerDimensions - 1, through: 0, by: -1) {
                    let coordinate = remainder % shape[dimension]
                    remainder /= shape[dimension]
                    if dimension == batchAxis { batch = coordinate }
                    if dimension == sequenceAxis { step = coordinate }
                }
                let length = min(reader[batch], shape[sequenceAxis])
                if step < length { source += (length - 1 - 2 * step) * strides[sequenceAxis] }
                CopyKernels.copyBytes(output + row * rowBytes, input + source, rowBytes)
            }
        }
    }
}
