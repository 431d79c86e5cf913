/// One entry of a batch whose products a tile adds up: where its A and B begin.
package struct GemmBatchEntry: Sendable {
    /// Bytes from the tile's row 0 to the same row of this entry; may be negative.
    package var aOffset: Int
    /// Bytes from the panel's beginning.
    package var bOffset: Int

    package init(aOffset: Int, bOffset: Int) {
        self.aOffset = aOffset
        self.bOffset = bOffset
    }
}

/// The arguments of a ``GemmTile``. The code does not change them. All strides are in bytes.
package struct GemmTileArguments {
    /// Row 0 of the first tile, k = 0.
    package var a: UnsafeRawPointer
    /// The panel: for each k, the columns of B.
    package var b: UnsafeRawPointer
    /// Row 0 of the first tile, the panel's first column.
    package var c: UnsafeMutableRawPointer
    /// From one row of A to the next (``GemmTile/ALayout/rows``), or from one k to the next (``GemmTile/ALayout/columns``).
    package var aStride: Int
    /// From one k to the next in B (``GemmTile/BLayout/rows``).
    package var bStride: Int
    /// From one row of C to the next.
    package var cStride: Int
    /// How many k each entry of the batch has.
    package var depth: Int
    /// The batch (``GemmTile/isBatched``), at least one entry.
    package var batch: UnsafePointer<GemmBatchEntry>?
    package var batchCount: Int
    /// How many tiles of ``GemmTile/rows`` rows, and then of one row less, follow one another in A and C.
    package var tiles: Int
    package var shortTiles: Int
    /// What is fetched while the tiles run (``GemmTile/prefetchLines``), from here to `prefetchEnd`.
    package var prefetch: UnsafeRawPointer?
    package var prefetchEnd: UnsafeRawPointer?
    /// How many lanes of the last vector are columns (``GemmTile/Columns/counted``).
    package var tailLanes: Int
    package var epilogue: EpilogueArguments

    package init(
        a: UnsafeRawPointer, b: UnsafeRawPointer, c: UnsafeMutableRawPointer, aStride: Int, bStride: Int = 0, cStride: Int, depth: Int,
        tiles: Int, shortTiles: Int = 0, epilogue: EpilogueArguments = EpilogueArguments()
    ) {
        self.a = a
        self.b = b
        self.c = c
        self.aStride = aStride
        self.bStride = bStride
        self.cStride = cStride
        self.depth = depth
        batch = nil
        batchCount = 1
        self.tiles = tiles
        self.shortTiles = shortTiles
        prefetch = nil
        prefetchEnd = nil
        tailLanes = 0
        self.epilogue = epilogue
    }
}
