import Dispatch
import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

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
        // Weights of a length of zero want a place too.
        let block = try WeightBlock(byteCount: max(byteCount, 1))
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

/// Memory for packed weights, zero at first.
private final class WeightBlock {
    let base: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// Large pages cost a fraction of the faults of small ones; from this size on they are asked for.
    private static let largePage = 2 << 20

    init(byteCount: Int) throws {
        let isLarge = byteCount >= 2 * Self.largePage
        mappedBytes = byteCount + (isLarge ? Self.largePage : 0)
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard let mapped = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), mapped != MAP_FAILED else {
            throw RuntimeError(.outOfMemory, "Cannot allocate \(byteCount) bytes for packed weights")
        }
        mapping = mapped
        guard isLarge else {
            base = mapped
            return
        }
        let misalignment = Int(bitPattern: mapped) & (Self.largePage - 1)
        base = mapped + (misalignment == 0 ? 0 : Self.largePage - misalignment)
        #if os(Linux) || os(Android)
            // The last page may stay small: rounding up would hold memory that nothing uses.
            madvise(base, byteCount / Self.largePage * Self.largePage, MADV_HUGEPAGE)
        #endif
    }

    deinit { munmap(mapping, mappedBytes) }
}
