import InferTensors

/// ScatterNDUpdate: slices named by index tuples replaced by or combined with updates. The caller copies the data to the output first; all
/// operands are row-major. Negative indices count from the end.
package struct ScatterNDUpdatePlan: Sendable {
    private let tuples: Int
    private let sizes: [Int]
    private let blockCount: Int
    private let elementSize: Int
    private let indexType: IndexType
    private let combiner: BlockCombiner

    /// `nil` where the reduction does not take the type.
    package init?(
        _ reduction: ScatterReduction, _ type: ElementType.Kind, elementSize: Int, data: [Int], indices: [Int], indexType: IndexType
    ) {
        guard let combiner = BlockCombiner(reduction, type, elementSize: elementSize) else { return nil }
        let length = indices[indices.count - 1]
        tuples = indices[..<(indices.count - 1)].reduce(1, *)
        sizes = Array(data[..<length])
        blockCount = data[length...].reduce(1, *)
        self.elementSize = elementSize
        self.indexType = indexType
        self.combiner = combiner
    }

    /// Throws if a tuple is out of range.
    package func run(output: UnsafeMutableRawPointer, indices: UnsafeRawPointer, updates: UnsafeRawPointer) throws {
        let reader = IndexReader(indices, indexType)
        for tuple in 0..<tuples {
            guard let offset = IndexTuple.offset(reader, tuple, sizes, wrapsNegative: true) else {
                let values = sizes.indices.map { reader[tuple * sizes.count + $0] }
                throw RuntimeError(.invalidArgument, "ScatterNDUpdate: index \(values) lies outside of \(sizes)")
            }
            combiner.combine(output + offset * blockCount * elementSize, updates + tuple * blockCount * elementSize, count: blockCount)
        }
    }
}
