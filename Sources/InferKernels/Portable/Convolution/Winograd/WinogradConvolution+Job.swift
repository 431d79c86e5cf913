extension WinogradConvolution {
    /// A run: its task index counts blocks of patches, then blocks of columns.
    struct Job: WorkerJob {
        let convolution: WinogradConvolution
        let patches: Int
        let blockSize: Int
        let columnsPerTask: Int
        let columnBlocks: Int
        let input: UnsafePointer<Float>
        let weights: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let epilogue: Epilogue
        let scratch: UnsafeMutableRawPointer

        private var shape: ConvolutionShape { convolution.shape }

        func perform(task: Int, worker: Int) {
            let (block, columnBlock) = task.quotientAndRemainder(dividingBy: columnBlocks)
            let first = block &* blockSize
            let count = min(blockSize, patches &- first)
            let columns = columnBlock &* columnsPerTask..<min(shape.outputChannels, (columnBlock &+ 1) &* columnsPerTask)
            let memory = Scratch(convolution, scratch + worker &* convolution.scratchPerWorker)
            memory.zeros.update(repeating: 0, count: shape.inputChannels)
            for index in 0..<count { transformInput(first &+ index, index, memory) }
            multiply(count, columns, memory)
            for index in 0..<count { transformOutput(first &+ index, index, columns, memory) }
        }

        /// Item, and row and column of the first output of a patch.
        private func place(_ patch: Int) -> (n: Int, h: Int, w: Int) {
            let (line, column) = patch.quotientAndRemainder(dividingBy: convolution.patchColumns)
            let (n, row) = line.quotientAndRemainder(dividingBy: convolution.patchRows)
            return (n, row &* WinogradTransform.outputs, column &* WinogradTransform.outputs)
        }

        /// Writes a patch's inputs at the 36 points as row `index` of the 36 matrices.
        private func transformInput(_ patch: Int, _ index: Int, _ memory: Scratch) {
            let (n, h, w) = place(patch)
            let strides = shape.inputStrides
            let base = input + n &* strides.batch
            for row in 0..<WinogradTransform.inputs {
                let y = h &+ row &- shape.padsBegin.height
                for column in 0..<WinogradTransform.inputs {
                    let x = w &+ column &- shape.padsBegin.width
                    let isInside = y >= 0 && y < shape.input.height && x >= 0 && x < shape.input.width
                    let source = isInside ? base + (y &* strides.height &+ x &* strides.width) : UnsafePointer(memory.zeros)
                    memory.patch[row &* WinogradTransform.inputs &+ column] = source
                }
            }
            let channels = shape.inputChannels
            let target = UnsafeMutableRawPointer(memory.transformed + index &* channels)
            let step = convolution.inputMatrix &* 4
            if strides.channel == 1, channels >= 4 {
                forEachFour(0..<channels) { channel in
                    WinogradPatch.input(target + channel &* 4, step) { place in
                        UnsafeRawPointer(memory.patch[place] + channel).loadUnaligned(as: SIMD4<Float>.self)
                    }
                }
                return
            }
            // One channel in all lanes; zeros have no strides to follow.
            for channel in 0..<channels {
                withUnsafeTemporaryAllocation(byteCount: WinogradTransform.positions &* 16, alignment: 16) { lanes in
                    guard let lanes = lanes.baseAddress else { return }
                    WinogradPatch.input(lanes, 16) { place in
                        let source = memory.patch[place]
                        return SIMD4(repeating: source == UnsafePointer(memory.zeros) ? 0 : source[channel &* strides.channel])
                    }
                    for position in 0..<WinogradTransform.positions {
                        let value = lanes.load(fromByteOffset: position &* 16, as: Float.self)
                        (target + position &* step).storeBytes(of: value, toByteOffset: channel &* 4, as: Float.self)
                    }
                }
            }
        }

        /// Calls `body` with the beginnings of groups of four; the last four overlap those before them if need be.
        @inline(__always)
        private func forEachFour(_ columns: Range<Int>, _ body: (_ column: Int) -> Void) {
            var column = columns.lowerBound
            while column < columns.upperBound {
                column = min(column, columns.upperBound &- 4)
                body(column)
                column &+= 4
            }
        }

        private func multiply(_ count: Int, _ columns: Range<Int>, _ memory: Scratch) {
            let channels = shape.inputChannels
            let tileRows = NativeTile.rows
            let matrix = Panel.packedCount(depth: channels, columns: shape.outputChannels)
            let panels = columns.lowerBound / Panel.width..<(columns.upperBound &+ Panel.width &- 1) / Panel.width
            let productStep = convolution.outputMatrix(columns: columns.count)
            for position in 0..<WinogradTransform.positions {
                let rows = UnsafePointer(memory.transformed + position &* convolution.inputMatrix)
                // The panels' columns are numbered from 0, the products' from the block's first.
                let products = memory.products + (position &* productStep &- columns.lowerBound)
                for tile in 0..<(count &+ tileRows &- 1) / tileRows {
                    memory.table.setCount(NativeTile.self, tile: tile, 1)
                    let entry = memory.table.entry(NativeTile.self, tile: tile, 0)
                    entry[0] = 0
                    for row in 0..<tileRows {
                        let index = min(tile &* tileRows &+ row, count &- 1)
                        entry[1 &+ row] = Int(bitPattern: rows + index &* channels)
                    }
                }
                for row in 0..<count { (memory.outputs + row).initialize(to: products + row &* columns.count) }
                TileBlock(
                    table: memory.table, outputs: memory.outputs, rows: count, depth: channels, depthStep: 1,
                    panels: weights + position &* matrix, panelStride: channels &* Panel.width, columns: shape.outputChannels
                ).multiply(NativeTile.self, panels: panels)
            }
        }

        /// Turns row `index` of the 36 products into a patch of the output.
        private func transformOutput(_ patch: Int, _ index: Int, _ columns: Range<Int>, _ memory: Scratch) {
            let (n, h, w) = place(patch)
            let strides = shape.outputStrides
            let height = min(WinogradTransform.outputs, shape.output.height &- h)
            let width = min(WinogradTransform.outputs, shape.output.width &- w)
            let target = output + (n &* strides.batch &+ h &* strides.height &+ w &* strides.width)
            let source = UnsafePointer(memory.products + index &* columns.count)
            let step = convolution.outputMatrix(columns: columns.count)
            let clamp = epilogue.leadingClamp
            if columns.count >= 4 {
                forEachFour(columns) { column in
                    let from = UnsafeRawPointer(source + (column &- columns.lowerBound))
                    var bias = SIMD4<Float>()
                    if let values = epilogue.bias { bias = UnsafeRawPointer(values + column).loadUnaligned(as: SIMD4<Float>.self) }
                    WinogradPatch.output(
                        height, width, bias, clamp,
                        load: { from.loadUnaligned(fromByteOffset: $0 &* step &* 4, as: SIMD4<Float>.self) },
                        store: { row, place, value in
                            let to = target + (row &* strides.height &+ place &* strides.width &+ column)
                            UnsafeMutableRawPointer(to).storeBytes(of: value, as: SIMD4<Float>.self)
                        })
                }
            } else {
                for column in columns {
                    let from = source + (column &- columns.lowerBound)
                    WinogradPatch.output(
                        height, width, SIMD4(repeating: epilogue.bias.map { $0[column] } ?? 0), clamp,
                        load: { SIMD4(repeating: from[$0 &* step]) },
                        store: { row, place, value in
                            target[row &* strides.height &+ place &* strides.width &+ column] = value[0]
                        })
                }
            }
            let firstOperation = clamp == nil ? 0 : 1
            guard firstOperation < epilogue.count else { return }
            for row in 0..<height {
                epilogue.apply(
                    from: firstOperation,
                    to: Epilogue.Rows(
                        pointer: target + row &* strides.height, stride: strides.width, count: width, n: n, h: h &+ row, w: w),
                    columns: columns)
            }
        }
    }
}
