extension Gemm {
    /// How the kernel reads B.
    enum Route {
        /// Panels packed ahead of time, or packed per block into scratch memory, by tiles.
        case packedTiles, packingTiles
        /// Row-major B read in place by tiles, its last partial panel packed.
        case directTiles
        /// One row times packed panels or row-major B.
        case packedVector, directVector
        /// A few rows times a B whose columns are contiguous: dot products.
        case dots
    }

    /// How a product is cut into tasks.
    struct Plan {
        let route: Route
        let rowsPerBlock: Int
        let columnsPerBlock: Int
        let rowBlocks: Int
        let columnBlocks: Int
        let tasks: Int
        /// Whether the run is too short to share.
        let isSmall: Bool
        /// Bytes.
        let scratchPerWorker: Int
        private let rows: Int
        private let columns: Int

        /// Rows that share a pass over a block's panels; A's part then fits a second-level cache.
        static let rowsPerPass = 64
        /// Below this many multiplications a run stays on its caller.
        private static let smallWork = 30_000
        /// The least work worth a task of its own.
        private static let taskWork = 120_000

        init(_ gemm: Gemm, packed: Bool, threads: Int) {
            let (m, n, k) = (gemm.rows, gemm.columns, gemm.depth)
            rows = m
            columns = n
            route = Plan.route(gemm, packed)
            let items = gemm.batchCount
            guard m > 0, n > 0, items > 0 else {
                (rowsPerBlock, columnsPerBlock, rowBlocks, columnBlocks, tasks, scratchPerWorker, isSmall) = (0, 0, 0, 0, 0, 0, true)
                return
            }
            let tileRows = NativeTile.rows
            let work = items * m * n * max(1, k)
            // Enough tasks to even out threads that run at different speeds, none too small.
            let wanted = threads == 1 ? 1 : max(1, min(4 * threads, work / Plan.taskWork))
            isSmall = work < Plan.smallWork
            var columnUnit = Panel.width
            var mostColumns = 512
            switch route {
            case .packingTiles: mostColumns = max(Panel.width, (1 << 16) / max(1, k) / Panel.width * Panel.width)
            case .packedVector, .directVector, .dots: columnUnit = 4 * Panel.width
            case .packedTiles, .directTiles: break
            }
            var columnBlocks = (n + mostColumns - 1) / mostColumns
            var rowBlocks = 1
            let columnUnits = (n + columnUnit - 1) / columnUnit
            if items * columnBlocks < wanted {
                let missing = (wanted + items * columnBlocks - 1) / (items * columnBlocks)
                let mostRowBlocks: Int
                switch route {
                // Each row block packs B again.
                case .packingTiles: mostRowBlocks = max(1, m / 64)
                case .packedTiles, .directTiles: mostRowBlocks = max(1, m / (4 * tileRows))
                case .packedVector, .directVector, .dots: mostRowBlocks = 1
                }
                rowBlocks = min(missing, mostRowBlocks)
                let stillMissing = (wanted + items * columnBlocks * rowBlocks - 1) / (items * columnBlocks * rowBlocks)
                columnBlocks = min(columnBlocks * stillMissing, columnUnits)
            }
            let rowUnits = (m + tileRows - 1) / tileRows
            rowsPerBlock = (rowUnits + rowBlocks - 1) / rowBlocks * tileRows
            columnsPerBlock = (columnUnits + columnBlocks - 1) / columnBlocks * columnUnit
            self.rowBlocks = (m + rowsPerBlock - 1) / rowsPerBlock
            self.columnBlocks = (n + columnsPerBlock - 1) / columnsPerBlock
            tasks = items * self.rowBlocks * self.columnBlocks
            let tiles = Plan.rowsPerPass / tileRows
            var words = tiles * TileTable.wordsPerTile(NativeTile.self, capacity: 1) + Plan.rowsPerPass
            switch route {
            case .packingTiles: words += (columnsPerBlock * k + 1) / 2
            case .directTiles: words += (Panel.width * k + 1) / 2
            case .packedTiles, .packedVector, .directVector, .dots: break
            }
            // Workers do not share cache lines.
            scratchPerWorker = (words * 8 + 127) / 128 * 128
        }

        private static func route(_ gemm: Gemm, _ packed: Bool) -> Route {
            if packed { return gemm.rows == 1 ? .packedVector : .packedTiles }
            if gemm.bColumnStride == 1, gemm.rows == 1 { return .directVector }
            if gemm.bColumnStride == 1, gemm.rows < 12 { return .directTiles }
            if gemm.bRowStride == 1, gemm.aColumnStride == 1, gemm.rows < 6 { return .dots }
            return .packingTiles
        }

        func rowBlock(_ index: Int) -> Range<Int> { index * rowsPerBlock..<min(rows, (index + 1) * rowsPerBlock) }
        func columnBlock(_ index: Int) -> Range<Int> { index * columnsPerBlock..<min(columns, (index + 1) * columnsPerBlock) }
    }
}
