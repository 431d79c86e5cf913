/// GatherElements: `output[…, i, …] = data[…, indices[…, i, …], …]` along one axis. All operands are row-major; negative indices count from
/// the end, and those out of range give zeros.
package struct GatherElementsPlan: Sendable {
    private let elementSize: Int
    private let outer: Int
    private let dataSize: Int
    private let indexSize: Int
    private let inner: Int
    private let indexType: IndexType

    /// - Parameter data, indices: shapes that agree but for the axis.
    package init(elementSize: Int, data: [Int], indices: [Int], axis: Int, indexType: IndexType) {
        self.elementSize = elementSize
        outer = data[..<axis].reduce(1, *)
        dataSize = data[axis]
        indexSize = indices[axis]
        inner = data[(axis + 1)...].reduce(1, *)
        self.indexType = indexType
    }

    package func run(output: UnsafeMutableRawPointer, data: UnsafeRawPointer, indices: UnsafeRawPointer, team: WorkerTeam? = nil) {
        switch elementSize {
        case 1: run(output, data, indices, team, UInt8.self)
        case 2: run(output, data, indices, team, UInt16.self)
        case 4: run(output, data, indices, team, UInt32.self)
        default: run(output, data, indices, team, UInt64.self)
        }
    }

    private func run<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>(
        _ output: UnsafeMutableRawPointer, _ data: UnsafeRawPointer, _ indices: UnsafeRawPointer, _ team: WorkerTeam?, _ type: Element.Type
    ) {
        guard inner > 0 else { return }
        Parallel.run(
            outer * indexSize, grain: max(1, 8192 / inner), team,
            Job<Element>(plan: self, output: output, data: data, reader: IndexReader(indices, indexType)))
    }

    private struct Job<Element: FixedWidthInteger & BitwiseCopyable & SendableMetatype>: RangeJob {
        let plan: GatherElementsPlan
        let output: UnsafeMutableRawPointer
        let data: UnsafeRawPointer
        let reader: IndexReader

        func perform(_ rows: Range<Int>) {
            let inner = plan.inner
            let dataSize = plan.dataSize
            let size = MemoryLayout<Element>.size
            for row in rows {
                let base = row / plan.indexSize &* dataSize &* inner
                for column in 0..<inner {
                    let position = row &* inner &+ column
                    var index = reader[position]
                    if index < 0 { index &+= dataSize }
                    let isInside = index >= 0 && index < dataSize
                    (output + position &* size).storeBytes(
                        of: isInside ? (data + (base &+ index &* inner &+ column) &* size).loadUnaligned(as: Element.self) : 0,
                        as: Element.self)
                }
            }
        }
    }
}
