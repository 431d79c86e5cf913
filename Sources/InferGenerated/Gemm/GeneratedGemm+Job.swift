import InferAssembler
import InferKernels

extension GeneratedGemm {
    /// One run's pointers.
    struct Job: WorkerJob {
        let gemm: GeneratedGemm
        let a: UnsafePointer<Float>
        let b: UnsafeRawPointer
        let c: UnsafeMutablePointer<Float>
        let epilogue: EpilogueOperands
        let scratch: UnsafeMutableRawPointer
        let scratchPerWorker: Int

        func perform(task: Int, worker: Int) {
            let (item, rowBlock, panelBlock) = gemm.split.blocks(of: task)
            let panels = gemm.layout.panelCount
            let first = panelBlock &* panels / gemm.split.panelBlocks
            let end = (panelBlock &+ 1) &* panels / gemm.split.panelBlocks
            let offsets = gemm.shape.offsets(of: item)
            let block = Block(
                a: a + offsets.a, b: gemm.isPacked ? b : b + offsets.b &* 4, c: c + offsets.c, item: item,
                scratch: scratch + worker &* scratchPerWorker, panels: first..<end)
            var pass = 0
            repeat { pass = perform(block, rowBlock, pass) } while pass > 0
        }

        /// What a task works on.
        private struct Block {
            let a: UnsafePointer<Float>
            let b: UnsafeRawPointer
            let c: UnsafeMutablePointer<Float>
            let item: Int
            let scratch: UnsafeMutableRawPointer
            let panels: Range<Int>
        }

        /// Computes the rows of a pass in all panels; the next pass, or 0 if this was the last.
        private func perform(_ block: Block, _ rowBlock: Int, _ pass: Int) -> Int {
            var hasMore = false
            for panel in block.panels {
                let place = gemm.layout.place(of: panel)
                let kernel = gemm.kernels[place.segment]
                // The segments' tiles differ in height, so each has its own share of the rows.
                let firstTile = rowBlock &* kernel.tiles / gemm.split.rowBlocks
                let endTile = (rowBlock &+ 1) &* kernel.tiles / gemm.split.rowBlocks
                let count = endTile &- firstTile
                let passes = gemm.tilesPerPass == Int.max ? 1 : max(1, (count &+ gemm.tilesPerPass &- 1) / gemm.tilesPerPass)
                guard pass < passes else { continue }
                if pass &+ 1 < passes { hasMore = true }
                let tiles = firstTile &+ pass &* count / passes..<firstTile &+ (pass &+ 1) &* count / passes
                perform(block, panel, place, kernel, tiles)
            }
            return hasMore ? pass &+ 1 : 0
        }

        private func perform(
            _ block: Block, _ panel: Int, _ place: (segment: Int, column: Int, offset: Int), _ kernel: SegmentKernel, _ tiles: Range<Int>
        ) {
            let shape = gemm.shape
            let tall = max(0, min(tiles.upperBound, kernel.tall) &- tiles.lowerBound)
            let row = tiles.lowerBound &* kernel.rows &- max(0, tiles.lowerBound &- kernel.tall)
            let isTransposed = shape.aColumnStride != 1
            var arguments = GemmTileArguments(
                a: block.a + row &* shape.aRowStride, b: panelPointer(block, panel, place),
                c: block.c + (row &* shape.cRowStride &+ place.column),
                aStride: (isTransposed ? shape.aColumnStride : shape.aRowStride) &* 4, bStride: shape.bRowStride &* 4,
                cStride: shape.cRowStride &* 4, depth: shape.depth, tiles: tall, shortTiles: tiles.count &- tall)
            epilogue.set(&arguments.epilogue, batch: block.item, row: row, column: place.column)
            if gemm.isPacked {
                // Behind the last panel lie the weights of the next layer.
                let bytes = gemm.layout.segments[place.segment].panelBytes
                arguments.prefetch = block.b + (place.offset &+ bytes)
                arguments.prefetchEnd = block.b + (place.offset &+ 2 &* bytes)
            }
            withUnsafeMutablePointer(to: &arguments) { kernel.function($0) }
        }

        /// The panel as the tiles read it, made in scratch memory if need be.
        private func panelPointer(
            _ block: Block, _ panel: Int, _ place: (segment: Int, column: Int, offset: Int)
        ) -> UnsafeRawPointer {
            if let widening = gemm.widening {
                widening.widen(block.b + place.offset, gemm.layout.segments[place.segment].panelBytes / 2, to: block.scratch)
                return UnsafeRawPointer(block.scratch)
            }
            if gemm.isPacked { return block.b + place.offset }
            guard let packer = gemm.packer else { return block.b + place.column &* 4 }
            packer.pack(panel..<panel &+ 1, from: block.b, to: block.scratch)
            return UnsafeRawPointer(block.scratch)
        }
    }
}

extension Gemm {
    /// The elements before an item of the batch in A, B and C.
    func offsets(of item: Int) -> (a: Int, b: Int, c: Int) {
        var rest = item
        var offsets = (a: 0, b: 0, c: 0)
        var place = batch.count
        while place > 0 {
            place &-= 1
            let dimension = batch[place]
            let index = rest % dimension.count
            rest /= dimension.count
            offsets.a &+= index &* dimension.a
            offsets.b &+= index &* dimension.b
            offsets.c &+= index &* dimension.c
        }
        return offsets
    }
}
