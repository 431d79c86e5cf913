/// Gather: blocks of contiguous data picked by run-time indices along one axis. All operands are row-major.
///
/// An index out of range gives zeros, as in OpenVINO. Embedding look-ups are the case of one block a row.
package struct GatherPlan: Sendable {
    private let batches: Int
    private let outer: Int
    private let axisSize: Int
    private let indexCount: Int
    private let blockBytes: Int
    private let indexType: IndexType
    private let wrapsNegative: Bool

    /// - Parameters:
    ///   - data, indices: shapes; their first `batchDimensions` agree.
    ///   - axis: the axis of `data`, at least `batchDimensions`.
    ///   - wrapsNegative: whether -1 is the last element (Gather-8) or out of range (before).
    package init(
        elementSize: Int, data: [Int], indices: [Int], axis: Int, batchDimensions: Int, indexType: IndexType, wrapsNegative: Bool
    ) {
        batches = data[..<batchDimensions].reduce(1, *)
        outer = data[batchDimensions..<axis].reduce(1, *)
        axisSize = data[axis]
        indexCount = indices[batchDimensions...].reduce(1, *)
        blockBytes = data[(axis + 1)...].reduce(elementSize, *)
        self.indexType = indexType
        self.wrapsNegative = wrapsNegative
    }

    package func run(output: UnsafeMutableRawPointer, data: UnsafeRawPointer, indices: UnsafeRawPointer, team: WorkerTeam? = nil) {
        Parallel.run(
            batches * outer * indexCount, grain: max(1, 65536 / max(blockBytes, 8)), team,
            Job(plan: self, output: output, data: data, reader: IndexReader(indices, indexType)))
    }

    private struct Job: RangeJob {
        let plan: GatherPlan
        let output: UnsafeMutableRawPointer
        let data: UnsafeRawPointer
        let reader: IndexReader

        func perform(_ range: Range<Int>) { plan.gather(range, output, data, reader) }
    }

    private func gather(_ range: Range<Int>, _ output: UnsafeMutableRawPointer, _ data: UnsafeRawPointer, _ reader: IndexReader) {
        switch blockBytes {
        case 4: gather(range, output, data, reader, UInt32.self)
        case 8: gather(range, output, data, reader, UInt64.self)
        case 2: gather(range, output, data, reader, UInt16.self)
        case 1: gather(range, output, data, reader, UInt8.self)
        default:
            each(range, reader) { position, source in
                let target = output + position &* blockBytes
                if source >= 0 {
                    CopyKernels.copyBytes(target, data + source &* blockBytes, blockBytes)
                } else {
                    target.initializeMemory(as: UInt8.self, repeating: 0, count: blockBytes)
                }
            }
        }
    }

    @inline(__always) private func gather<Block: FixedWidthInteger & BitwiseCopyable>(
        _ range: Range<Int>, _ output: UnsafeMutableRawPointer, _ data: UnsafeRawPointer, _ reader: IndexReader, _ type: Block.Type
    ) {
        let size = MemoryLayout<Block>.size
        each(range, reader) { position, source in
            (output + position &* size).storeBytes(
                of: source >= 0 ? (data + source &* size).loadUnaligned(as: Block.self) : 0, as: Block.self)
        }
    }

    /// Calls `body` with the number of each output block in the range and of its source, -1 if there is none.
    @inline(__always) private func each(_ range: Range<Int>, _ reader: IndexReader, _ body: (_ position: Int, _ source: Int) -> Void) {
        var position = range.lowerBound
        while position < range.upperBound {
            let row = position / indexCount
            let end = min(range.upperBound, (row &+ 1) &* indexCount)
            let firstIndex = row / outer &* indexCount &- row &* indexCount
            let base = row &* axisSize
            while position < end {
                var index = reader[firstIndex &+ position]
                if index < 0, wrapsNegative { index &+= axisSize }
                body(position, index >= 0 && index < axisSize ? base &+ index : -1)
                position &+= 1
            }
        }
    }
}
