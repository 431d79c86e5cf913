import InferAssembler
import InferKernels

/// Scaled dot-product attention by generated code: for each head and block of query rows, the scores as tiles of a matrix product with
/// the transposed keys, their exponentials in place, and tiles of a product with the values, divided by the sums at the end.
///
/// Queries, keys and values are read where they lie; only the keys of a head are packed, and not for few query rows.
package struct GeneratedAttention: Sendable {
    let attention: Attention
    let instructionSet: InstructionSet
    /// Query rows in tiles: so many tall ones of `rows` rows, then short ones of one row less.
    let rows: Int
    let tall: Int
    let short: Int
    /// Tiles whose scores are in memory together.
    let blockTiles: Int
    /// Tasks that share the query rows of a head.
    let parts: Int
    let scores: ScoresCode
    let exponentials: MachineCode
    /// Products with the values: of panels of ``panelColumns`` columns, and of a narrower last one.
    let weighing: MachineCode
    let lastWeighing: MachineCode?

    /// How scores come about.
    enum ScoresCode: Sendable {
        /// The keys are packed, by code for whole panels and for the last one; nil where that is too narrow.
        case packed(product: MachineCode, transposition: MachineCode, lastTransposition: MachineCode?)
        /// The keys lie transposed already.
        case transposed(product: MachineCode, lastProduct: MachineCode?)
        /// Row by row, for a few.
        case dotProducts(MachineCode)
    }

    /// Vectors and columns of a panel of keys, and of values.
    static let panelVectors = 2
    var panelColumns: Int { GeneratedAttention.panelVectors * instructionSet.width.lanes }
    /// Query rows up to which keys are not packed.
    private static let fewRows = 3
    /// Bytes of scores that stay in the nearer caches.
    private static let blockBytes = 48 << 10

    /// - Returns: nil where a tensor lies in a way that only the portable kernel walks.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(_ attention: Attention, _ instructionSet: InstructionSet, threads: Int) throws {
        guard instructionSet != .portable, attention.sink == nil, attention.keyRows > 0, attention.queryRows > 0, attention.depth > 0,
            attention.valueDepth > 0, attention.query.column == 1, attention.value.column == 1, attention.output.column == 1
        else { return nil }
        let mask: SoftmaxRows.Mask
        switch attention.mask {
        case nil, .causal: mask = .none
        case .added(let strides): mask = strides.column == 1 ? .added : .none
        case .boolean(let strides): mask = strides.column == 1 && instructionSet == .avx512 ? .boolean : .none
        }
        if mask == .none, attention.mask != nil, attention.mask != .causal { return nil }
        self.attention = attention
        self.instructionSet = instructionSet
        let vectors = GeneratedAttention.panelVectors
        let lanes = instructionSet.width.lanes
        let split = GemmTile.split(rows: attention.queryRows, most: GemmTile.preferredRows(vectors: vectors, instructionSet))
        (rows, tall, short) = split
        let paddedKeys = GeneratedAttention.paddedKeys(attention.keyRows, vectors * lanes)
        blockTiles = max(1, GeneratedAttention.blockBytes / (rows * paddedKeys * 4))
        let heads = attention.batches * attention.heads
        parts = max(1, min(tall + short, heads >= 2 * threads ? 1 : (2 * threads + heads - 1) / max(1, heads)))
        guard let scores = try GeneratedAttention.scores(attention, instructionSet, rows: rows) else { return nil }
        self.scores = scores
        exponentials = try CodeCache.shared.code(SoftmaxRows(instructionSet, .exponentials, isScaled: true, mask: mask))
        let factor = EpilogueSpecification(
            operations: [.combine(.multiply, .init(variesByColumn: false, variesByRow: true))])
        func product(columns: Int) throws -> MachineCode {
            var tile = GemmTile(instructionSet, rows: split.rows, columns: .fixed(columns), panelVectors: vectors, epilogue: factor)
            tile.bLayout = .rows
            return try CodeCache.shared.code(tile)
        }
        let rest = attention.valueDepth % (vectors * lanes)
        weighing = try product(columns: attention.valueDepth < vectors * lanes ? rest : vectors * lanes)
        lastWeighing = rest == 0 ? nil : try product(columns: rest)
    }

    private static func scores(_ attention: Attention, _ instructionSet: InstructionSet, rows: Int) throws -> ScoresCode? {
        let vectors = panelVectors
        let columns = vectors * instructionSet.width.lanes
        let rest = attention.keyRows % columns
        if attention.key.row == 1, attention.mask != .causal {
            func product(_ columns: GemmTile.Columns) throws -> MachineCode {
                var tile = GemmTile(instructionSet, rows: rows, columns: columns, panelVectors: vectors)
                tile.bLayout = .rows
                return try CodeCache.shared.code(tile)
            }
            // How many keys there are varies with each binding, so it is no part of the code.
            let last = (rest + instructionSet.width.lanes - 1) / instructionSet.width.lanes
            return .transposed(
                product: try product(.fixed(columns)), lastProduct: rest == 0 ? nil : try product(.counted(vectors: last)))
        }
        guard attention.key.column == 1 else { return nil }
        if attention.queryRows <= fewRows, attention.depth <= DotProducts.mostDepth {
            return .dotProducts(try CodeCache.shared.code(DotProducts(instructionSet, depth: attention.depth)))
        }
        guard let whole = TransposeSpecification(instructionSet, rows: columns, columns: attention.depth) else { return nil }
        let last = TransposeSpecification(instructionSet, rows: rest, columns: attention.depth)
        return .packed(
            product: try CodeCache.shared.code(GemmTile(instructionSet, rows: rows, vectors: vectors)),
            transposition: try CodeCache.shared.code(whole), lastTransposition: try last.map { try CodeCache.shared.code($0) })
    }

    // MARK: Scratch

    /// Keys rounded up to whole panels.
    private static func paddedKeys(_ keys: Int, _ panel: Int) -> Int { (keys + panel - 1) / panel * panel }

    /// Floats from one row of scores to the next; not a multiple of 4 KiB, which would put all rows in one set of the cache.
    var scoresStride: Int { GeneratedAttention.paddedKeys(attention.keyRows, panelColumns) + instructionSet.width.lanes }

    private var packedFloats: Int {
        guard case .packed = scores else { return 0 }
        return GeneratedAttention.paddedKeys(attention.keyRows, panelColumns) * attention.depth
    }

    /// Floats of the parts of one worker's scratch: packed keys, then scores, then the factors of a block's rows.
    var scratchParts: (scores: Int, factors: Int, total: Int) {
        let scores = (packedFloats + 15) & ~15
        let blockRows = min(blockTiles * rows, attention.queryRows)
        let factors = scores + (blockRows * scoresStride + 15) & ~15
        return (scores, factors, factors + (blockRows + 15) & ~15)
    }

    /// Bytes of scratch that a run wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int { threads * scratchParts.total * 4 }
}
