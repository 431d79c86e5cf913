/// A product of matrices of `Float`: C[M, N] = A[M, K] · B[K, N], for each item of a batch, with an epilogue.
///
/// A's and B's strides are free (in elements; so either may be transposed or broadcast); C's columns are contiguous. B is packed ahead of
/// time with ``pack(_:into:)`` if it is constant; otherwise the kernel decides whether to pack it into scratch memory.
package struct Gemm: Hashable, Sendable {
    /// One dimension of the batch: its length, and the elements from one item to the next in A, B and C (0 broadcasts).
    package struct BatchDimension: Hashable, Sendable {
        package var count: Int
        package var a: Int
        package var b: Int
        package var c: Int

        package init(count: Int, a: Int, b: Int, c: Int) {
            self.count = count
            self.a = a
            self.b = b
            self.c = c
        }
    }

    package var rows: Int
    package var columns: Int
    package var depth: Int
    package var aRowStride: Int
    package var aColumnStride: Int
    /// From one k to the next.
    package var bRowStride: Int
    /// From one column to the next.
    package var bColumnStride: Int
    package var cRowStride: Int
    /// Outermost first. B must not differ between the items if it is packed ahead of time.
    package var batch: [BatchDimension]
    /// Whether the product is added to what C holds; the bias is added as well.
    package var accumulates: Bool

    /// Describes a product. Strides left out are those of dense row-major matrices.
    package init(
        rows: Int, columns: Int, depth: Int, aRowStride: Int? = nil, aColumnStride: Int = 1, bRowStride: Int? = nil, bColumnStride: Int = 1,
        cRowStride: Int? = nil, batch: [BatchDimension] = [], accumulates: Bool = false
    ) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
        self.depth = max(0, depth)
        self.aRowStride = aRowStride ?? depth
        self.aColumnStride = aColumnStride
        self.bRowStride = bRowStride ?? columns
        self.bColumnStride = bColumnStride
        self.cRowStride = cRowStride ?? columns
        self.batch = batch
        self.accumulates = accumulates
    }

    /// Items of the batch.
    package var batchCount: Int {
        var count = 1
        for place in batch.indices { count *= max(0, batch[place].count) }
        return count
    }

    /// Floats of B when packed.
    package var packedCount: Int { Panel.packedCount(depth: depth, columns: columns) }

    /// Packs B.
    package func pack(_ b: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
        Panel.pack(b, rowStride: bRowStride, columnStride: bColumnStride, depth: depth, columns: columns, into: packed)
    }

    /// Bytes of scratch memory, aligned to 16, that a run needs.
    package func scratchBytes(packed: Bool, threads: Int) -> Int { Plan(self, packed: packed, threads: threads).scratchPerWorker * threads }

    /// Multiplies with B packed by ``pack(_:into:)``.
    package func run(
        a: UnsafePointer<Float>, packed: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>, epilogue: Epilogue = Epilogue(),
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        run(a, packed, isPacked: true, c, epilogue, scratch, team)
    }

    /// Multiplies with B as it is.
    package func run(
        a: UnsafePointer<Float>, b: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>, epilogue: Epilogue = Epilogue(),
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        run(a, b, isPacked: false, c, epilogue, scratch, team)
    }

    private func run(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, isPacked: Bool, _ c: UnsafeMutablePointer<Float>, _ epilogue: Epilogue,
        _ scratch: UnsafeMutableRawPointer, _ team: WorkerTeam
    ) {
        let plan = Plan(self, packed: isPacked, threads: team.threadCount)
        let job = Job(gemm: self, plan: plan, isPacked: isPacked, a: a, b: b, c: c, epilogue: epilogue, scratch: scratch)
        team.run(job, tasks: plan.tasks, isSmall: plan.isSmall)
    }
}
