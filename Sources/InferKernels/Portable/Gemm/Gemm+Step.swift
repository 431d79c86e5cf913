extension Gemm {
    /// A run: its task index counts items of the batch, then column blocks, then row blocks.
    struct Job: WorkerJob {
        let gemm: Gemm
        let plan: Plan
        let isPacked: Bool
        let a: UnsafePointer<Float>
        let b: UnsafePointer<Float>
        let c: UnsafeMutablePointer<Float>
        let epilogue: Epilogue
        let scratch: UnsafeMutableRawPointer

        func perform(task: Int, worker: Int) {
            let (item, block) = task.quotientAndRemainder(dividingBy: plan.rowBlocks &* plan.columnBlocks)
            let (columnBlock, rowBlock) = block.quotientAndRemainder(dividingBy: plan.rowBlocks)
            var offset = (a: 0, b: 0, c: 0)
            var rest = item
            var place = gemm.batch.count
            while place > 0 {
                place -= 1
                let dimension = gemm.batch[place]
                let (quotient, index) = rest.quotientAndRemainder(dividingBy: dimension.count)
                offset.a &+= index &* dimension.a
                offset.b &+= isPacked ? 0 : index &* dimension.b
                offset.c &+= index &* dimension.c
                rest = quotient
            }
            let step = Step(
                gemm: gemm, plan: plan, a: a + offset.a, b: b + offset.b, c: c + offset.c, epilogue: epilogue, item: item,
                scratch: scratch + worker &* plan.scratchPerWorker)
            step.run(rows: plan.rowBlock(rowBlock), columns: plan.columnBlock(columnBlock))
        }
    }

    /// One task: a block of rows and columns of one item of the batch.
    struct Step {
        let gemm: Gemm
        let plan: Plan
        let a: UnsafePointer<Float>
        let b: UnsafePointer<Float>
        let c: UnsafeMutablePointer<Float>
        let epilogue: Epilogue
        let item: Int
        let scratch: UnsafeMutableRawPointer

        func run(rows: Range<Int>, columns: Range<Int>) {
            let clamp = epilogue.leadingClamp
            let firstOperation = clamp == nil ? 0 : 1
            switch plan.route {
            case .packedVector, .directVector, .dots:
                for row in rows {
                    if plan.route == .dots { dots(row, columns) } else { vector(row, columns) }
                    finish(row..<(row + 1), columns, from: 0)
                }
            case .packedTiles, .packingTiles, .directTiles:
                let words = scratch.assumingMemoryBound(to: Int.self)
                let tiles = Plan.rowsPerPass / NativeTile.rows
                let tableWords = tiles * TileTable.wordsPerTile(NativeTile.self, capacity: 1)
                let outputs = UnsafeMutableRawPointer(words + tableWords).assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
                let packing = UnsafeMutableRawPointer(words + tableWords + Plan.rowsPerPass).assumingMemoryBound(to: Float.self)
                var block = TileBlock(
                    table: TileTable(words: words, capacity: 1), outputs: outputs, rows: 0, depth: gemm.depth,
                    depthStep: gemm.aColumnStride,
                    panels: b, panelStride: gemm.depth * Panel.width, columns: gemm.columns, accumulates: gemm.accumulates,
                    bias: epilogue.bias, clamp: clamp)
                let firstPanel = columns.lowerBound / Panel.width
                var panels = firstPanel..<(columns.upperBound + Panel.width - 1) / Panel.width
                var tail: TileBlock?
                if plan.route == .packingTiles {
                    Panel.pack(
                        b + columns.lowerBound * gemm.bColumnStride, rowStride: gemm.bRowStride, columnStride: gemm.bColumnStride,
                        depth: gemm.depth, columns: columns.count, into: packing)
                    // Panels are numbered from column 0.
                    block.panels = UnsafePointer(packing) - firstPanel * block.panelStride
                } else if plan.route == .directTiles {
                    block.panelStride = Panel.width
                    block.panelStep = gemm.bRowStride
                    let partial = columns.upperBound % Panel.width
                    if partial != 0 {
                        panels = firstPanel..<(panels.upperBound - 1)
                        Panel.packOne(
                            b + (columns.upperBound - partial), rowStride: gemm.bRowStride, columnStride: 1, depth: gemm.depth,
                            columns: partial, into: packing)
                        var last = block
                        last.panelStep = Panel.width
                        last.panelStride = 0
                        last.panels = UnsafePointer(packing)
                        tail = last
                    }
                }
                var first = rows.lowerBound
                while first < rows.upperBound {
                    let count = min(Plan.rowsPerPass, rows.upperBound - first)
                    fill(block.table, outputs, first, count)
                    block.rows = count
                    block.multiply(NativeTile.self, panels: panels)
                    if var tail {
                        tail.rows = count
                        tail.multiply(NativeTile.self, panels: panels.upperBound..<(panels.upperBound + 1))
                    }
                    finish(first..<(first + count), columns, from: firstOperation)
                    first += count
                }
            }
        }

        private func finish(_ rows: Range<Int>, _ columns: Range<Int>, from first: Int) {
            guard first < epilogue.count else { return }
            epilogue.apply(
                from: first,
                to: Epilogue.Rows(
                    pointer: c + rows.lowerBound * gemm.cRowStride, stride: gemm.cRowStride, count: rows.count, n: item, w: rows.lowerBound),
                columns: columns)
        }

        /// Enters rows into the table; rows that a last tile lacks are read twice and not stored.
        private func fill(_ table: TileTable, _ outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>, _ first: Int, _ count: Int) {
            for row in 0..<count { (outputs + row).initialize(to: c + (first &+ row) &* gemm.cRowStride) }
            for tile in 0..<(count &+ NativeTile.rows &- 1) / NativeTile.rows {
                table.setCount(NativeTile.self, tile: tile, 1)
                let entry = table.entry(NativeTile.self, tile: tile, 0)
                entry[0] = 0
                for row in 0..<NativeTile.rows {
                    let source = first &+ min(tile &* NativeTile.rows &+ row, count &- 1)
                    entry[1 &+ row] = Int(bitPattern: a + source &* gemm.aRowStride)
                }
            }
        }
    }
}
