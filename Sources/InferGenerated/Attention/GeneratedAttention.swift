import InferAssembler
import InferKernels

/// Scaled dot-product attention by generated code: for each head and block of query rows, the scores as tiles of a matrix product with
/// the transposed keys, their exponentials in place, and tiles of a product with the values, divided by the sums at the end.
///
/// Many keys are taken part by part, so that scores, keys and values stay in near caches: results so far are then multiplied down wherever
/// a part has a larger score than those before (M. Milakov and N. Gimelshein, Online normalizer calculation for softmax, 2018; T. Dao et al.,
/// FlashAttention, 2022). Keys and values of a head are packed where enough query rows read them.
package struct GeneratedAttention: Sendable {
    let attention: Attention
    let instructionSet: InstructionSet
    /// Query rows in tiles: so many tall ones of `rows` rows, then short ones of one row less.
    let rows: Int
    let tall: Int
    let short: Int
    /// Tiles whose scores are in memory together.
    let blockTiles: Int
    /// Keys of a part, whole panels but for the last.
    let partKeys: Int
    /// Tasks that share the query rows of a head.
    let parts: Int
    let keyForm: KeyForm
    let packsValues: Bool
    let code: AttentionCode

    /// How scores come about.
    enum KeyForm: Sendable {
        /// The keys are packed.
        case packed
        /// The keys lie transposed already.
        case transposed
        /// Row by row, for a few.
        case dotProducts
    }

    /// Vectors and columns of a panel of keys, and of values.
    static let panelVectors = 2
    var panelColumns: Int { GeneratedAttention.panelVectors * instructionSet.width.lanes }
    /// Query rows up to which keys are not packed.
    private static let fewRows = 3
    /// Tiles of query rows from which values are packed.
    private static let manyTiles = 6
    /// Bytes of scores that stay in the nearer caches.
    private static let blockBytes = 96 << 10
    /// Keys that are not divided, and about how many a part has where they are.
    private static let undividedKeys = 640
    private static let dividedKeys = 512
    /// Query rows that a task has at least where many tasks share a head.
    private static let taskRows = 128

    /// - Parameter partKeys: about how many keys a part has; nil for what is fast.
    /// - Returns: nil where a tensor lies in a way that only the portable kernel walks.
    /// - Throws: `AssemblyError` where code cannot be made.
    package init?(_ attention: Attention, _ instructionSet: InstructionSet, threads: Int, partKeys: Int? = nil) throws {
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
        guard let keyForm = Self.keyForm(attention) else { return nil }
        self.attention = attention
        self.instructionSet = instructionSet
        self.keyForm = keyForm
        let panel = Self.panelVectors * instructionSet.width.lanes
        let most = GemmTile.preferredRows(vectors: Self.panelVectors, instructionSet)
        (rows, tall, short) = GemmTile.split(rows: attention.queryRows, most: most)
        let keys = Self.whole(attention.keyRows, panel)
        let divided = partKeys ?? (attention.keyRows > Self.undividedKeys && keyForm != .dotProducts ? Self.dividedKeys : keys)
        let count = max(1, (attention.keyRows + divided - 1) / divided)
        self.partKeys = Self.whole((attention.keyRows + count - 1) / count, panel)
        blockTiles = max(1, Self.blockBytes / (rows * self.partKeys * 4))
        packsValues = tall + short >= Self.manyTiles
        let heads = attention.batches * attention.heads
        var parts = heads >= 2 * threads ? 1 : (2 * threads + heads - 1) / max(1, heads)
        // More of them even out what threads have to do, and packing costs little beside many rows.
        if threads > 1 {
            parts = max(parts, min((8 * threads + heads - 1) / max(1, heads), attention.queryRows / Self.taskRows))
        }
        self.parts = max(1, min(tall + short, parts))
        guard
            let code = try AttentionCode(
                attention, instructionSet, keyForm, mask, rows: rows, packsValues: packsValues, isDivided: self.partKeys < attention.keyRows
            )
        else { return nil }
        self.code = code
    }

    private static func keyForm(_ attention: Attention) -> KeyForm? {
        if attention.key.row == 1, attention.mask != .causal { return .transposed }
        guard attention.key.column == 1 else { return nil }
        return attention.queryRows <= fewRows && attention.depth <= DotProducts.mostDepth ? .dotProducts : .packed
    }

    private static func whole(_ count: Int, _ unit: Int) -> Int { (count + unit - 1) / unit * unit }

    // MARK: Scratch

    /// Floats from one row of scores to the next; not a multiple of 4 KiB, which would put all rows in one set of the cache.
    var scoresStride: Int { partKeys + instructionSet.width.lanes }

    /// Where the parts of one worker's scratch begin, in floats: packed keys, packed values, the scores of a block, and then what is
    /// known of each of its rows.
    struct ScratchParts: Sendable {
        var values = 0
        var scores = 0
        var states = 0
        var total = 0
    }

    var scratchParts: ScratchParts {
        let keys = Self.whole(attention.keyRows, panelColumns)
        let blockRows = min(blockTiles * rows, attention.queryRows)
        var parts = ScratchParts()
        parts.values = keyForm == .packed ? Self.whole(keys * attention.depth, 16) : 0
        parts.scores = parts.values + (packsValues ? Self.whole(attention.keyRows * Self.whole(attention.valueDepth, panelColumns), 16) : 0)
        parts.states = parts.scores + Self.whole(blockRows * scoresStride, 16)
        parts.total = parts.states + Self.whole(blockRows * MemoryLayout<SoftmaxRowState>.stride / 4, 16)
        return parts
    }

    /// Bytes of scratch that a run wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int { threads * scratchParts.total * 4 }
}
