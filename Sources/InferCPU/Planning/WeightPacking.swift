import Dispatch
import InferTensors

/// The weights of a program that is being built: noted layer by layer, then packed by all processors at once into one block of memory,
/// back to back in the order of execution, so that what a kernel fetches ahead at the end of its weights are the next one's.
final class WeightPacking {
    private struct Job {
        let weights: PackedWeights
        let offset: Int
        let source: Tensor?
        let fill: @Sendable (UnsafeMutablePointer<Float>) -> Void
    }

    private var jobs: [Job] = []
    private var byteCount = 0

    /// Room for so many floats, zero unless `fill` writes them. It is called later, on any thread, once.
    ///
    /// - Parameter source: where `fill` reads, whose pages may go when it has.
    func add(count: Int, from source: Tensor?, _ fill: @escaping @Sendable (UnsafeMutablePointer<Float>) -> Void) -> PackedWeights {
        let weights = PackedWeights(deferred: ())
        jobs.append(Job(weights: weights, offset: byteCount, source: source, fill: fill))
        byteCount += (count * MemoryLayout<Float>.stride + TensorMemory.alignment - 1) / TensorMemory.alignment * TensorMemory.alignment
        return weights
    }

    /// Packs all that was noted.
    ///
    /// - Throws: `RuntimeError` of kind `outOfMemory`.
    func run() throws {
        guard !jobs.isEmpty else { return }
        let block = try PageBlock(byteCount: byteCount, for: "packed weights")
        let jobs = jobs
        self.jobs = []
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
