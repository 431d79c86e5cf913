import InferTensors

/// ScatterUpdate: whole slices along one axis replaced. The caller copies the data to the output first; all operands are row-major.
package struct ScatterUpdatePlan: Sendable {
    private let outer: Int
    private let axisSize: Int
    private let indexCount: Int
    private let blockBytes: Int
    private let indexType: IndexType

    /// - Parameter data: the shape of data and output; `indexCount` the number of indices; updates are `outer × indices × inner`.
    package init(elementSize: Int, data: [Int], indexCount: Int, axis: Int, indexType: IndexType) {
        outer = data[..<axis].reduce(1, *)
        axisSize = data[axis]
        self.indexCount = indexCount
        blockBytes = data[(axis + 1)...].reduce(elementSize, *)
        self.indexType = indexType
    }

    /// Throws if an index is out of range; no other index is written then.
    package func run(output: UnsafeMutableRawPointer, indices: UnsafeRawPointer, updates: UnsafeRawPointer) throws {
        let reader = IndexReader(indices, indexType)
        for position in 0..<indexCount where reader[position] < 0 || reader[position] >= axisSize {
            throw RuntimeError(
                .invalidArgument,
                "ScatterUpdate: indices[\(position)] is \(reader[position]), expected at least 0 and less than \(axisSize)")
        }
        for row in 0..<outer {
            for position in 0..<indexCount {
                (output + (row * axisSize + reader[position]) * blockBytes).copyMemory(
                    from: updates + (row * indexCount + position) * blockBytes, byteCount: blockBytes)
            }
        }
    }
}
