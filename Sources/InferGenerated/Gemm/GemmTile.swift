import InferAssembler

/// The kernel of matrix products: tiles of C, each in registers while it is computed.
///
/// For each tile, top to bottom, `C = epilogue(bias + [C +] Σ_b A_b · B_b)`: A_b is read in place, row by row, B_b lies in a panel
/// of ``columns``. One call does all row tiles of one panel: `tiles` of ``rows`` rows and then `shortTiles` of one row less, so that any
/// number of rows is split evenly (``split(rows:most:)``).
///
/// How to use it: choose ``rows`` and ``panelVectors`` by ``preferredRows(vectors:_:)``; pack B with zero columns where the last panel is
/// narrower, `[panel][k][panelVectors · lanes]`; get the code with `CodeCache.shared.code(tile)`; for each panel fill a
/// ``GemmTileArguments`` on the stack and call `function(pointer)`. The last panel, if narrower, has a ``GemmTile`` of its own with fewer
/// ``Columns`` and the same ``panelVectors``.
package struct GemmTile: KernelSpecification {
    /// How A lies.
    package enum ALayout: Hashable, Sendable {
        /// The k of a row follow one another; the distance of rows comes with the arguments.
        case rows
        /// The same with rows so many bytes apart.
        case fixedRows(stride: Int)
        /// The rows of one k follow one another (A is transposed); the distance of the k comes with the arguments.
        case columns
    }

    /// How B lies.
    package enum BLayout: Hashable, Sendable {
        /// A panel: the columns of one k follow those of the last.
        case panel
        /// A panel of halves, which are converted as they are read.
        case halfPanel
        /// In a matrix: the distance from one k to the next comes with the arguments. No column behind the last is read.
        case rows
    }

    /// How many columns the tile has.
    package enum Columns: Hashable, Sendable {
        case fixed(Int)
        /// So many vectors; how many lanes of the last are columns comes with the arguments.
        case counted(vectors: Int)
    }

    package let instructionSet: InstructionSet
    /// Rows of the taller tiles.
    package var rows: Int
    package var columns: Columns
    /// Vectors from one k to the next in a panel.
    package var panelVectors: Int
    package var aLayout = ALayout.rows
    package var bLayout = BLayout.panel
    /// Whether a table of ``GemmBatchEntry`` says what is added up; else there is one product.
    package var isBatched = false
    /// Whether what C holds is added.
    package var accumulates = false
    package var epilogue = EpilogueSpecification()
    /// Lines of 64 bytes that are fetched ahead for every four k: 0, 1, 2 or 4.
    package var prefetchLines = 0

    /// A tile of full panels.
    package init(_ instructionSet: InstructionSet, rows: Int, vectors: Int, epilogue: EpilogueSpecification = EpilogueSpecification()) {
        self.init(
            instructionSet, rows: rows, columns: .fixed(vectors * instructionSet.width.lanes), panelVectors: vectors, epilogue: epilogue)
    }

    package init(
        _ instructionSet: InstructionSet, rows: Int, columns: Columns, panelVectors: Int,
        epilogue: EpilogueSpecification = EpilogueSpecification()
    ) {
        self.instructionSet = instructionSet
        self.rows = rows
        self.columns = columns
        self.panelVectors = panelVectors
        self.epilogue = epilogue
    }

    package var name: String { "matmul_\(instructionSet)_\(rows)x\(vectors * instructionSet.width.lanes)" }

    /// Vectors of a row of the tile.
    package var vectors: Int {
        switch columns {
        case .fixed(let count): max(1, (count + instructionSet.width.lanes - 1) / instructionSet.width.lanes)
        case .counted(let vectors): vectors
        }
    }

    // MARK: Choosing

    /// The most rows of a tile of so many vectors: accumulators, a vector of B for each and one of A must fit, and four must be free
    /// once the product is complete. A mask for the last columns of a B that is no panel takes a vector on AVX2.
    package static func preferredRows(vectors: Int, _ instructionSet: InstructionSet, _ bLayout: BLayout = .panel) -> Int {
        let registers = instructionSet.registerCount
        let others = vectors + 1 + (bLayout == .rows && instructionSet == .avx2 ? 1 : 0)
        return max(1, min((registers - others) / vectors, (registers - 4) / vectors, 14))
    }

    /// Splits rows evenly into tiles of at most `most` rows: `tall` tiles of `rows` rows and `short` ones of one row less.
    package static func split(rows count: Int, most: Int) -> (rows: Int, tall: Int, short: Int) {
        guard count > 0 else { return (1, 0, 0) }
        let tiles = (count + most - 1) / most
        let rows = (count + tiles - 1) / tiles
        let short = rows * tiles - count
        return (rows, tiles - short, short)
    }
}
