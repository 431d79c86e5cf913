import InferKernels

/// A run of a direct convolution: its task index counts phases, then images, groups, depth positions and blocks.
struct DirectJob: WorkerJob {
    let convolution: DirectConvolution
    let input: UnsafePointer<Float>
    let filters: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let epilogue: Epilogue
    let scratch: UnsafeMutableRawPointer

    func perform(task: Int, worker: Int) {
        var index = 0
        while task >= convolution.firstTasks[index &+ 1] { index &+= 1 }
        let phase = convolution.phases[index]
        var rest = MixedNumber(value: task &- convolution.firstTasks[index])
        let shape = convolution.shape
        let split = phase.split
        // The innermost first.
        let tileBlock = rest.take(split.tileBlocks)
        let lineBlock = rest.take(split.lineBlocks)
        let panelBlock = rest.take(split.panelBlocks)
        let depth = rest.take(phase.depth.count)
        let group = rest.take(shape.groups)
        let tiles = tileBlock &* split.tilesPerBlock..<min(phase.tiles, (tileBlock &+ 1) &* split.tilesPerBlock)
        let lines = lineBlock &* split.linesPerBlock..<min(phase.height.count, (lineBlock &+ 1) &* split.linesPerBlock)
        let panels = panelBlock &* split.panelsPerBlock..<min(convolution.filters.panels, (panelBlock &+ 1) &* split.panelsPerBlock)
        phase.entries.withUnsafeBufferPointer { entries in
            let block = Block(
                job: self, phase: phase, entries: entries, item: rest.value, group: group, depth: depth, lines: lines, tiles: tiles,
                strip: scratch + worker &* convolution.threadScratchBytes)
            if phase.usesStrip { block.fillStrip() }
            block.run(panels)
        }
    }

    /// A number whose digits, the last first, have bases of their own.
    private struct MixedNumber {
        var value: Int

        mutating func take(_ base: Int) -> Int {
            let (quotient, digit) = value.quotientAndRemainder(dividingBy: base)
            value = quotient
            return digit
        }
    }

    /// A range of lines, or of a line's tiles.
    struct Block {
        let job: DirectJob
        let phase: DirectPhase
        let entries: UnsafeBufferPointer<GemmBatchEntry>
        let item: Int
        let group: Int
        /// The depth position.
        let depth: Int
        let lines: Range<Int>
        let tiles: Range<Int>
        let strip: UnsafeMutableRawPointer

        var shape: ConvolutionShape { job.convolution.shape }
        var filters: DirectFilters { job.convolution.filters }
        /// The positions of a line.
        var positions: Range<Int> { phase.start(ofTile: tiles.lowerBound)..<phase.start(ofTile: tiles.upperBound) }

        func run(_ panels: Range<Int>) {
            let (shape, filters) = (shape, filters)
            let columns = filters.panelColumns
            // All k of a panel.
            let k = phase.entries.count &* phase.entryDepth
            let panelFloats = k &* columns
            let start = positions.lowerBound
            let pixelStride = shape.inputStrides.width
            let rowStride = phase.usesStrip && filters.order == .channelsLast ? filters.inputChannels : pixelStride
            let aStride = phase.width.inputStep &* rowStride &* 4
            let cStride = phase.width.outputStep &* shape.outputStrides.width &* 4
            let tall = max(0, min(tiles.upperBound, phase.tallTiles) &- tiles.lowerBound)
            let outputChannel = group &* filters.outputChannels
            let firstFilter = group &* filters.groupCount &+ phase.filtersStart &+ panels.lowerBound &* panelFloats
            var panel = job.filters + firstFilter
            // What lies behind a convolution's filters are the next one's.
            let end = UnsafeRawPointer(panel + (panels.count &+ 1) &* panelFloats)
            for index in panels {
                let isLast = index == filters.panels &- 1
                let code = isLast ? phase.lastPanelCode : phase.panelCode ?? phase.lastPanelCode
                let column = outputChannel &+ index &* columns
                var prefetched = UnsafeRawPointer(panel + panelFloats)
                for line in lines {
                    let place = outputPlace(line, start)
                    let target = job.output + (place &+ column)
                    var arguments = GemmTileArguments(
                        a: inputPlace(line, start), b: panel, c: target, aStride: aStride, cStride: cStride, depth: phase.entryDepth,
                        tiles: tall, shortTiles: tiles.count &- tall, epilogue: epilogueArguments(line, start, column))
                    setBatch(line, &arguments)
                    arguments.prefetch = prefetched
                    arguments.prefetchEnd = end
                    withUnsafeMutableBytes(of: &arguments) { bytes in
                        if let address = bytes.baseAddress { code.call(address) }
                    }
                    prefetched += panelFloats &* 4 / lines.count
                }
                panel += panelFloats
            }
        }

        /// The products whose inputs exist.
        private func setBatch(_ line: Int, _ arguments: inout GemmTileArguments) {
            let depthTaps = phase.depth.taps(at: depth)
            let heightTaps = phase.height.taps(at: line)
            let perRow = phase.entriesPerRow
            let rows = phase.height.taps.count
            arguments.batch = entries.baseAddress
            if depthTaps.isEmpty || heightTaps.isEmpty || perRow == 0 {
                arguments.depth = 0
                return
            }
            if depthTaps.count == 1 || heightTaps.count == rows {
                // One run of the table.
                let first = (depthTaps.lowerBound &* rows &+ heightTaps.lowerBound) &* perRow
                arguments.batch = entries.baseAddress.map { $0 + first }
                arguments.batchCount = depthTaps.count &* heightTaps.count &* perRow
                return
            }
            // Runs of each depth, put together behind the strip.
            let table = (strip + phase.strip.bytes).assumingMemoryBound(to: GemmBatchEntry.self)
            var count = 0
            for d in depthTaps {
                for entry in 0..<heightTaps.count &* perRow {
                    (table + count).initialize(to: entries[(d &* rows &+ heightTaps.lowerBound) &* perRow &+ entry])
                    count &+= 1
                }
            }
            arguments.batch = UnsafePointer(table)
            arguments.batchCount = count
        }

        /// The input that the first tap of a position meets, whether it exists or not.
        private func inputPlace(_ line: Int, _ position: Int) -> UnsafeRawPointer {
            if phase.usesStrip {
                return UnsafeRawPointer(strip + (line &- lines.lowerBound) &* phase.strip.lineStep &* phase.strip.rowBytes)
            }
            let strides = shape.inputStrides
            var place = item &* strides.batch &+ group &* filters.inputChannels &* strides.channel
            place &+= phase.depth.input(depth) &* strides.depth
            place &+= phase.height.input(line) &* strides.height
            place &+= phase.width.input(position) &* strides.width
            return UnsafeRawPointer(job.input + place)
        }

        private func outputPlace(_ line: Int, _ position: Int) -> Int {
            let strides = shape.outputStrides
            var place = item &* strides.batch
            place &+= (phase.depth.origin &+ depth &* phase.depth.outputStep) &* strides.depth
            place &+= (phase.height.origin &+ line &* phase.height.outputStep) &* strides.height
            place &+= (phase.width.origin &+ position &* phase.width.outputStep) &* strides.width
            return place
        }

        private func epilogueArguments(_ line: Int, _ position: Int, _ column: Int) -> EpilogueArguments {
            var arguments = EpilogueArguments(
                job.epilogue, batch: item, depth: phase.depth.origin &+ depth &* phase.depth.outputStep,
                height: phase.height.origin &+ line &* phase.height.outputStep,
                row: phase.width.origin &+ position &* phase.width.outputStep, column: column)
            if phase.width.outputStep > 1 { arguments.scaleRowStrides(by: phase.width.outputStep) }
            return arguments
        }
    }
}
