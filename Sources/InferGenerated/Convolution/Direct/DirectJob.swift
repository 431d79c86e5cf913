import InferKernels

/// A run of a direct convolution: its task index counts images, groups, depth positions and blocks, of each of which a task does all phases.
struct DirectJob: WorkerJob {
    let convolution: DirectConvolution
    let split: DirectSplit
    let input: UnsafePointer<Float>
    let filters: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let epilogue: Epilogue
    let scratch: UnsafeMutableRawPointer

    func perform(task: Int, worker: Int) {
        var rest = MixedNumber(value: task)
        let shape = convolution.shape
        // The innermost first.
        var panelBlock = split.goesThroughPanelsFirst ? rest.take(split.panelBlocks) : 0
        let part = rest.take(split.lineParts)
        let lineBlock = rest.take(split.lineBlocks)
        if !split.goesThroughPanelsFirst { panelBlock = rest.take(split.panelBlocks) }
        let depth = rest.take(convolution.phases[0].depth.count)
        let group = rest.take(shape.groups)
        for index in convolution.phases.indices {
            let phase = convolution.phases[index]
            // Later phases may have one position less.
            let firstLine = lineBlock &* split.linesPerBlock
            guard depth < phase.depth.count, firstLine < phase.height.count else { continue }
            let lines = firstLine..<min(phase.height.count, firstLine &+ split.linesPerBlock)
            let panels = phase.filters.layout.panelCount
            let block = Block(
                job: self, phase: phase, item: rest.value, group: group, depth: depth, lines: lines, part: part,
                positions: phase.positions(part: part, of: split.lineParts),
                strip: scratch + worker &* convolution.threadScratchBytes)
            if phase.usesStrip { block.fillStrip() }
            block.run(panelBlock &* panels / split.panelBlocks..<(panelBlock &+ 1) &* panels / split.panelBlocks)
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

    /// A range of lines, or a part of one.
    struct Block {
        let job: DirectJob
        let phase: DirectPhase
        let item: Int
        let group: Int
        /// The depth position.
        let depth: Int
        let lines: Range<Int>
        let part: Int
        /// The positions of the part.
        let positions: Range<Int>
        let strip: UnsafeMutableRawPointer

        var shape: ConvolutionShape { job.convolution.shape }
        var filters: DirectFilters { job.convolution.filters }

        func run(_ panels: Range<Int>) {
            for panel in panels {
                let kernel = phase.kernels[phase.filters.layout.place(of: panel).segment]
                kernel.entries.withUnsafeBufferPointer { run(panel, kernel, $0) }
            }
        }

        private func run(_ panel: Int, _ kernel: DirectPhase.Kernel, _ entries: UnsafeBufferPointer<GemmBatchEntry>) {
            let (shape, layout) = (shape, phase.filters.layout)
            let place = layout.place(of: panel)
            let panelBytes = layout.segments[place.segment].panelBytes
            let b = UnsafeRawPointer(job.filters) + (group &* filters.groupBytes &+ phase.filters.offset &+ place.offset)
            let tiles = kernel.tiles.part(part, of: job.split.lineParts)
            let start = kernel.tiles.start(ofTile: tiles.lowerBound)
            let tall = max(0, min(tiles.upperBound, kernel.tiles.tall) &- tiles.lowerBound)
            let rowStride = phase.usesStrip && filters.order == .channelsLast ? filters.inputChannels : shape.inputStrides.width
            let aStride = phase.width.inputStep &* rowStride &* 4
            let cStride = phase.width.outputStep &* shape.outputStrides.width &* 4
            let column = group &* filters.outputChannels &+ place.column
            // What lies behind a panel's part is the next, behind a panel the next one, and behind the last the next convolution's filters.
            let passBytes = panelBytes / kernel.passes
            for pass in 0..<kernel.passes {
                var prefetched = b + (pass &+ 1) &* passBytes
                let end = prefetched + passBytes
                let function = kernel.function(pass: pass)
                for line in lines {
                    let target = job.output + (outputPlace(line, start) &+ column)
                    var arguments = GemmTileArguments(
                        a: inputPlace(line, start, rowStride), b: b, c: target, aStride: aStride, cStride: cStride,
                        depth: phase.entryDepth, tiles: tall, shortTiles: tiles.count &- tall,
                        epilogue: epilogueArguments(line, start, column))
                    setBatch(line, entries, &arguments)
                    if kernel.passes > 1 { restrict(kernel, pass, entries, &arguments) }
                    arguments.prefetch = prefetched
                    arguments.prefetchEnd = end
                    withUnsafeMutablePointer(to: &arguments) { function($0) }
                    prefetched += passBytes / lines.count
                }
            }
        }

        /// Leaves of a run of the table what belongs to a pass.
        private func restrict(
            _ kernel: DirectPhase.Kernel, _ pass: Int, _ entries: UnsafeBufferPointer<GemmBatchEntry>, _ arguments: inout GemmTileArguments
        ) {
            guard arguments.depth > 0, let table = entries.baseAddress, let run = arguments.batch else { return }
            let first = run - table
            let lower = max(first, pass &* kernel.entriesPerPass)
            let upper = min(first &+ arguments.batchCount, (pass &+ 1) &* kernel.entriesPerPass)
            guard lower < upper else {
                arguments.depth = 0
                return
            }
            arguments.batch = table + lower
            arguments.batchCount = upper &- lower
        }

        /// The products whose inputs exist.
        private func setBatch(
            _ line: Int, _ entries: UnsafeBufferPointer<GemmBatchEntry>, _ arguments: inout GemmTileArguments
        ) {
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
        private func inputPlace(_ line: Int, _ position: Int, _ rowStride: Int) -> UnsafeRawPointer {
            if phase.usesStrip {
                let row = (line &- lines.lowerBound) &* phase.strip.lineStep &* phase.strip.rowBytes
                return UnsafeRawPointer(strip + (row &+ (position &- positions.lowerBound) &* phase.width.inputStep &* rowStride &* 4))
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
