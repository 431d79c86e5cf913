/// GatherND: contiguous slices of the data picked by run-time index tuples. All operands are row-major; negative indices count from the
/// end, and a tuple out of range gives zeros.
package struct GatherNDPlan: Sendable {
    private let batches: Int
    private let tuples: Int
    private let sizes: [Int]
    private let blockBytes: Int
    private let batchBytes: Int
    private let indexType: IndexType

    /// - Parameter data, indices: shapes whose first `batchDimensions` agree; the last dimension of `indices` is the length of a tuple.
    package init(elementSize: Int, data: [Int], indices: [Int], batchDimensions: Int, indexType: IndexType) {
        let length = indices[indices.count - 1]
        batches = data[..<batchDimensions].reduce(1, *)
        tuples = indices[batchDimensions..<(indices.count - 1)].reduce(1, *)
        sizes = Array(data[batchDimensions..<(batchDimensions + length)])
        blockBytes = data[(batchDimensions + length)...].reduce(elementSize, *)
        batchBytes = data[batchDimensions...].reduce(elementSize, *)
        self.indexType = indexType
    }

    package func run(output: UnsafeMutableRawPointer, data: UnsafeRawPointer, indices: UnsafeRawPointer, team: WorkerTeam? = nil) {
        Parallel.run(
            batches * tuples, grain: max(1, 65536 / max(blockBytes, 16)), team,
            Job(plan: self, output: output, data: data, reader: IndexReader(indices, indexType)))
    }

    private struct Job: RangeJob {
        let plan: GatherNDPlan
        let output: UnsafeMutableRawPointer
        let data: UnsafeRawPointer
        let reader: IndexReader

        func perform(_ range: Range<Int>) {
            let blockBytes = plan.blockBytes
            for tuple in range {
                let target = output + tuple * blockBytes
                if let offset = IndexTuple.offset(reader, tuple, plan.sizes, wrapsNegative: true) {
                    CopyKernels.copyBytes(target, data + tuple / plan.tuples * plan.batchBytes + offset * blockBytes, blockBytes)
                } else {
                    target.initializeMemory(as: UInt8.self, repeating: 0, count: blockBytes)
                }
            }
        }
    }
}
