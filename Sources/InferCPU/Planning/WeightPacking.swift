import Dispatch
import InferTensors

/// The weights of a program that is being built: noted layer by layer, then packed by all processors at once into one block of memory,
/// back to back in the order of execution, so that what a kernel fetches ahead at the end of its weights are the next one's.
///
/// Layers that share a constant share its packed weights too.
final class WeightPacking {
    /// The form in which a kernel wants a constant: equal forms of the same elements are the same weights.
    struct Key: Hashable {
        let elements: UnsafeRawPointer
        let byteCount: Int
        let form: AnyHashable

        /// - Parameter source: contiguous; the memory must live until the weights are packed.
        init(_ source: TensorSnapshot, _ form: some Hashable) {
            elements = UnsafeRawPointer(source.data)
            byteCount = source.byteSize
            self.form = AnyHashable(form)
        }
    }

    private struct Job {
        let weights: PackedWeights
        let offset: Int
        let byteCount: Int
        let source: Tensor?
        let fill: @Sendable (UnsafeMutablePointer<Float>) -> Void
    }

    private var jobs: [Job] = []
    private var known: [Key: PackedWeights] = [:]
    private var byteCount = 0

    /// Room for so many floats, zero unless `fill` writes them. It is called later, on any thread, once.
    ///
    /// - Parameters:
    ///   - source: where `fill` reads, whose pages may go when it has.
    ///   - key: what makes two requests one; without it there is room for these weights alone.
    func add(
        count: Int, from source: Tensor?, key: Key? = nil, _ fill: @escaping @Sendable (UnsafeMutablePointer<Float>) -> Void
    ) -> PackedWeights {
        if let key, let weights = known[key] { return weights }
        let weights = PackedWeights(deferred: ())
        let bytes = (count * MemoryLayout<Float>.stride + TensorMemory.alignment - 1) / TensorMemory.alignment * TensorMemory.alignment
        jobs.append(Job(weights: weights, offset: byteCount, byteCount: bytes, source: source, fill: fill))
        byteCount += bytes
        if let key { known[key] = weights }
        return weights
    }

    /// Packs all that was noted.
    ///
    /// - Throws: `RuntimeError` of kind `outOfMemory`.
    func run() throws {
        guard !jobs.isEmpty else { return }
        // Weights of a length of zero want a place too.
        let block = try PageBlock(byteCount: max(byteCount, 1), for: "packed weights")
        // The largest first, so that no processor is left with one of them at the end.
        let jobs = jobs.sorted { $0.byteCount > $1.byteCount }
        self.jobs = []
        known = [:]
        byteCount = 0
        nonisolated(unsafe) let base = block.base
        for job in jobs { job.weights.place(at: UnsafePointer((base + job.offset).assumingMemoryBound(to: Float.self)), ownedBy: block) }
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let job = jobs[index]
            job.fill((base + job.offset).assumingMemoryBound(to: Float.self))
            job.source?.discardPages()
        }
    }
}
