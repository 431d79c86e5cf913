import InferTensors

/// The k largest or smallest elements along an axis and their indices. Of equal elements the one with the lower index comes first.
package struct TopK: Sendable {
    package enum Order: Hashable, Sendable {
        /// By value: falling for the largest, rising for the smallest. Serves where the order is free too.
        case value
        case index
    }

    let count: Int
    let length: Int
    let takesLargest: Bool
    let order: Order
    let slices: AxisSlices
    let inputStride: Int
    let outputStride: Int

    /// - Parameters:
    ///   - outputStrides: in elements, of both results.
    /// - Throws: `RuntimeError` when the axis, k or a rank does not fit.
    package init(
        shape: [Int], axis: Int, count: Int, largest: Bool, order: Order, inputStrides: [Int], outputStrides: [Int]
    ) throws {
        guard shape.indices.contains(axis), inputStrides.count == shape.count, outputStrides.count == shape.count, count >= 0,
            count <= shape[axis], shape[axis] <= Int(Int32.max)
        else {
            throw RuntimeError(.invalidArgument, "TopK: \(count) elements along axis \(axis) of shape \(shape), with one stride per axis")
        }
        self.count = count
        length = shape[axis]
        takesLargest = largest
        self.order = order
        slices = AxisSlices(shape: shape, axis: axis, firstStrides: inputStrides, secondStrides: outputStrides)
        inputStride = inputStrides[axis]
        outputStride = outputStrides[axis]
    }

    /// Bytes of scratch that ``run(_:_:values:indices:scratch:team:)`` wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int { threads * workerBytes }

    private var workerBytes: Int { ((count * 8 + 63) & ~63) + ((count * 4 + 63) & ~63) }

    /// Selects; a result that nobody reads may be nil.
    /// - Parameter scratch: ``scratchBytes(threads:)`` bytes, aligned to 64.
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package func run(
        _ type: ElementType, _ source: UnsafeRawPointer, values: UnsafeMutableRawPointer?, indices: IndexOutput?,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) throws {
        try Run(topK: self, source: source, values: values, indices: indices, scratch: scratch, team: team).dispatch(
            type, operation: "TopK")
    }

    private struct Run: OrderedElementVisitor {
        let topK: TopK
        let source: UnsafeRawPointer
        let values: UnsafeMutableRawPointer?
        let indices: IndexOutput?
        let scratch: UnsafeMutableRawPointer
        let team: WorkerTeam

        func visit<Element: OrderedElement>(_ type: Element.Type) {
            guard topK.count > 0, topK.slices.count > 0 else { return }
            let tasks = max(1, min(topK.slices.count, team.threadCount * 4, topK.slices.count * topK.length / 1024))
            let job = Job(
                topK: topK, source: source.assumingMemoryBound(to: type), values: values?.assumingMemoryBound(to: type), indices: indices,
                scratch: scratch, tasks: tasks)
            team.run(job, tasks: tasks)
        }
    }

    private struct Job<Element: OrderedElement>: WorkerJob {
        let topK: TopK
        let source: UnsafePointer<Element>
        let values: UnsafeMutablePointer<Element>?
        let indices: IndexOutput?
        let scratch: UnsafeMutableRawPointer
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let count = topK.count
            let own = scratch + worker * topK.workerBytes
            let heap = SelectionHeap<Element.Key>(
                keys: own.assumingMemoryBound(to: Element.Key.self),
                indices: (own + ((count * 8 + 63) & ~63)).assumingMemoryBound(to: Int32.self), count: count,
                takesLargest: topK.takesLargest)
            for slice in topK.slices.count * task / tasks..<topK.slices.count * (task + 1) / tasks {
                let offsets = topK.slices.offsets(slice)
                heap.select(source + offsets.x, length: topK.length, stride: topK.inputStride)
                if topK.order == .index { heap.sortByIndex() } else { heap.sortByKey() }
                for place in 0..<count {
                    let target = offsets.y + place * topK.outputStride
                    let index = Int(heap.indices[place])
                    if let values { values[target] = source[offsets.x + index * topK.inputStride] }
                    indices?.store(index, at: target)
                }
            }
        }
    }
}
