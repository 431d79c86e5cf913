import InferAssembler
import InferKernels

/// A product of matrices by generated tiles: C = epilogue(A · B), for each item of a batch.
///
/// B is packed ahead of time (``PanelLayout``), or read as it is where its rows are contiguous, or packed panel by panel into scratch memory
/// where it is transposed and A has more than a few rows (``ColumnProducts``).
package struct GeneratedGemm: Sendable {
    /// Where B comes from at each run.
    package enum Source: Hashable, Sendable {
        /// Memory of this layout.
        case packed(PanelLayout)
        /// The matrix.
        case matrix
        /// The matrix, of halves: for products that ``readsInPlace(_:isHalf:_:)`` allows.
        case halfMatrix
    }

    /// What computes the panels of one segment.
    struct SegmentKernel: Sendable {
        let code: MachineCode
        let function: MachineCode.Function
        /// How the rows are split into tiles.
        let rows: Int
        let tall: Int
        let short: Int
        var tiles: Int { tall + short }
    }

    package let shape: Gemm
    let layout: PanelLayout
    /// Elements of a vector.
    let lanes: Int
    let isPacked: Bool
    let kernels: [SegmentKernel]
    /// Packs the panels of a transposed matrix.
    let packer: PanelPacker?
    /// Computes the columns of a transposed matrix where they lie.
    let columnProducts: MachineCode?
    /// Makes single numbers of a panel of halves, where its rows are many enough for that to cost less than doing it in every tile.
    let widening: PanelWidening?
    let split: GemmSplit
    /// Tiles that share a pass over the panels.
    let tilesPerPass: Int
    private let scratchPerWorker: Int

    /// - Parameters:
    ///   - shape: A's columns or rows must be contiguous, and B's too where it is no packed matrix.
    ///   - epilogue: its fixed part.
    ///   - threads: how many will run it.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init(
        _ shape: Gemm, _ source: Source, epilogue: EpilogueSpecification, _ instructionSet: InstructionSet, threads: Int
    ) throws {
        self.shape = shape
        lanes = instructionSet.width.lanes
        switch source {
        case .packed(let layout):
            self.layout = layout
            isPacked = true
        case .matrix, .halfMatrix:
            layout = PanelLayout(instructionSet, columns: shape.columns, depth: shape.depth, isHalf: source == .halfMatrix)
            isPacked = false
        }
        if !isPacked, Self.readsInPlace(shape, isHalf: layout.isHalf, instructionSet) {
            columnProducts = try CodeCache.shared.code(
                ColumnProducts(
                    instructionSet, rows: shape.rows, columns: shape.columns, depth: shape.depth, isHalf: layout.isHalf,
                    epilogue: epilogue))
            (packer, widening, kernels, tilesPerPass, scratchPerWorker) = (nil, nil, [], Int.max, 0)
            split = GemmSplit(
                shape, panels: (shape.columns + instructionSet.width.lanes - 1) / instructionSet.width.lanes, threads: threads)
            return
        }
        guard isPacked || !layout.isHalf else { throw AssemblyError.invalidOperands(instruction: "a product with a matrix of halves") }
        columnProducts = nil
        let packs = !isPacked && shape.bColumnStride != 1
        packer = packs ? try PanelPacker(layout, rowStride: shape.bRowStride, columnStride: shape.bColumnStride) : nil
        widening = isPacked && layout.isHalf && shape.rows >= Self.rowsWorthWidening ? try PanelWidening(instructionSet) : nil
        let (isPacked, isHalf) = (isPacked, layout.isHalf)
        let readsHalves = isHalf && widening == nil
        kernels = try layout.segments.map { segment in
            let bLayout: GemmTile.BLayout = isPacked || packs ? (readsHalves ? .halfPanel : .panel) : .rows
            let rows = GemmTile.split(
                rows: shape.rows, most: GemmTile.preferredRows(vectors: segment.vectors, segment.instructionSet, bLayout))
            var tile = GemmTile(
                segment.instructionSet, rows: rows.rows, columns: .fixed(segment.columns), panelVectors: segment.vectors,
                epilogue: epilogue)
            tile.accumulates = shape.accumulates
            tile.aLayout = shape.aColumnStride == 1 ? .rows : .columns
            tile.bLayout = bLayout
            if isPacked {
                tile.prefetchLines = Self.prefetchLines(segment, isHalf: isHalf, tiles: rows.tall + rows.short)
            }
            let code = try CodeCache.shared.code(tile)
            return SegmentKernel(code: code, function: code.function, rows: rows.rows, tall: rows.tall, short: rows.short)
        }
        split = GemmSplit(shape, panels: layout.panelCount, threads: threads)
        let bytesOfA = shape.depth * 4 * (kernels.map(\.rows).max() ?? 1)
        // A block of A that stays in a second-level cache, unless B is much larger and must not be read again.
        let isBSmall = layout.byteCount <= 512 << 10
        tilesPerPass = isBSmall ? max(4, (384 << 10) / max(1, bytesOfA)) : Int.max
        let largest = layout.segments.map(\.panelBytes).max() ?? 0
        scratchPerWorker = packs || widening != nil ? (largest * (isHalf ? 2 : 1) + 127) / 128 * 128 : 0
    }

    /// Whether a matrix B that is not packed is computed with where it lies, column by column: A has few rows, and B is transposed.
    package static func readsInPlace(_ shape: Gemm, isHalf: Bool, _ instructionSet: InstructionSet) -> Bool {
        shape.bRowStride == 1 && shape.bColumnStride != 1 && shape.aColumnStride == 1 && !shape.accumulates
            && ColumnProducts.supports(instructionSet, rows: shape.rows, depth: shape.depth, isHalf: isHalf)
    }

    /// A tile of halves takes about a quarter more time than one of single numbers, as much as widening a panel for this many rows.
    private static let rowsWorthWidening = 24

    /// How many lines must be fetched for every four k so that the next panel is there when this one is done.
    private static func prefetchLines(_ segment: PanelLayout.Segment, isHalf: Bool, tiles: Int) -> Int {
        let lines = (segment.vectors * segment.instructionSet.width.bytes / (isHalf ? 2 : 1) * 4 + 63) / 64
        let perPass = (lines + max(1, tiles) - 1) / max(1, tiles)
        return [1, 2, 4].first { $0 >= perPass } ?? 4
    }

    /// Bytes of scratch memory, aligned to 64, that a run needs.
    package func scratchBytes(threads: Int) -> Int { scratchPerWorker * threads }

    /// Multiplies.
    ///
    /// - Parameter b: packed memory or the matrix, as ``Source`` says.
    package func run(
        a: UnsafePointer<Float>, b: UnsafeRawPointer, c: UnsafeMutablePointer<Float>, epilogue: Epilogue, scratch: UnsafeMutableRawPointer,
        team: WorkerTeam
    ) {
        let operands = EpilogueOperands(epilogue)
        if let columnProducts {
            let job = ColumnJob(gemm: self, function: columnProducts.function, a: a, b: b, c: c, epilogue: operands)
            return team.run(job, tasks: split.tasks, isSmall: split.isSmall)
        }
        let job = Job(gemm: self, a: a, b: b, c: c, epilogue: operands, scratch: scratch, scratchPerWorker: scratchPerWorker)
        team.run(job, tasks: split.tasks, isSmall: split.isSmall)
    }
}
