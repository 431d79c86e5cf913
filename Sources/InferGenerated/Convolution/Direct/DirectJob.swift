import InferKernels

/// A run of a direct convolution: its task index counts images, groups, depth positions and blocks, of each of which a task does all phases.
///
/// It keeps no references: counting them would cost threads more than a small tile. The ``DirectConvolution`` that runs it keeps what its
/// pointers point to.
struct DirectJob: WorkerJob {
    let shape: Shape
    let phases: UnsafeBufferPointer<DirectPhase>
    let split: DirectSplit
    let input: UnsafePointer<Float>
    let filters: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let epilogue: EpilogueOperands
    let scratch: UnsafeMutableRawPointer
    let threadScratchBytes: Int

    /// What a run needs of the sizes.
    struct Shape {
        let groups: Int
        /// Of a group.
        let inputChannels: Int
        let outputChannels: Int
        let groupBytes: Int
        let order: DirectFilters.Order
        let inputStrides: ImageStrides
        let outputStrides: ImageStrides

        init(_ shape: ConvolutionShape, _ filters: DirectFilters) {
            groups = shape.groups
            inputChannels = filters.inputChannels
            outputChannels = filters.outputChannels
            groupBytes = filters.groupBytes
            order = filters.order
            inputStrides = shape.inputStrides
            outputStrides = shape.outputStrides
        }
    }

    func perform(task: Int, worker: Int) {
        var rest = MixedNumber(value: task)
        // The innermost first.
        var panelBlock = split.goesThroughPanelsFirst ? rest.take(split.panelBlocks) : 0
        let part = rest.take(split.lineParts)
        let lineBlock = rest.take(split.lineBlocks)
        if !split.goesThroughPanelsFirst { panelBlock = rest.take(split.panelBlocks) }
        let depth = rest.take(phases[0].depth.count)
        let group = rest.take(shape.groups)
        for index in phases.indices {
            // Later phases may have one position less.
            let firstLine = lineBlock &* split.linesPerBlock
            guard depth < phases[index].depth.count, firstLine < phases[index].height.count else { continue }
            let lines = firstLine..<min(phases[index].height.count, firstLine &+ split.linesPerBlock)
            let panels = phases[index].panels.count
            let block = Block(
                job: self, phase: phases[index], item: rest.value, group: group, depth: depth, lines: lines, part: part,
                positions: phases[index].positions(part: part, of: split.lineParts),
                strip: scratch + worker &* threadScratchBytes)
            if block.phase.usesStrip { block.fillStrip() }
            let blocks = split.panelBlocks
            block.run(blocks == 1 ? 0..<panels : panelBlock &* panels / blocks..<(panelBlock &+ 1) &* panels / blocks)
        }
    }

    /// A number whose digits, the last first, have bases of their own.
    private struct MixedNumber {
        var value: Int

        mutating func take(_ base: Int) -> Int {
            // Divisions are slow, and most parts of the number are one.
            if base == 1 { return 0 }
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

        var shape: Shape { job.shape }

        func run(_ panels: Range<Int>) {
            for panel in panels { run(phase.panels[panel]) }
        }

        private func run(_ panel: DirectPhase.Panel) {
            let kernel = phase.kernels[panel.kernel]
            let b = UnsafeRawPointer(job.filters) + (group &* shape.groupBytes &+ panel.offset)
            let tiles = kernel.tiles.part(part, of: job.split.lineParts)
            let start = kernel.tiles.start(ofTile: tiles.lowerBound)
            let tall = max(0, min(tiles.upperBound, kernel.tiles.tall) &- tiles.lowerBound)
            let rowStride = phase.usesStrip && shape.order == .channelsLast ? shape.inputChannels : shape.inputStrides.width
            let column = group &* shape.outputChannels &+ panel.column
            let first = lines.lowerBound
            var arguments = GemmTileArguments(
                a: inputPlace(first, start, rowStride), b: b, c: job.output + (outputPlace(first, start) &+ column),
                aStride: phase.width.inputStep &* rowStride &* 4,
                cStride: phase.width.outputStep &* shape.outputStrides.width &* 4,
                depth: phase.entryDepth, tiles: tall, shortTiles: tiles.count &- tall)
            // What lies behind a panel's part is the next, behind a panel the next one, and behind the last the next convolution's filters.
            let passBytes = kernel.passes == 1 ? panel.bytes : panel.bytes / kernel.passes
            let step = lines.count == 1 ? 0 : passBytes / lines.count
            for pass in 0..<kernel.passes {
                var prefetched = b + (pass &+ 1) &* passBytes
                arguments.prefetchEnd = prefetched + passBytes
                let function = kernel.function(pass: pass)
                for line in lines {
                    arguments.a = inputPlace(line, start, rowStride)
                    arguments.c = UnsafeMutableRawPointer(job.output + (outputPlace(line, start) &+ column))
                    arguments.depth = phase.entryDepth
                    job.epilogue.set(
                        &arguments.epilogue, batch: item, depth: phase.depth.output(depth), height: phase.height.output(line),
                        row: phase.width.output(start), column: column, rowStep: phase.width.outputStep)
                    setBatch(line, kernel.entries, &arguments)
                    if kernel.passes > 1 { restrict(kernel, pass, &arguments) }
                    arguments.prefetch = prefetched
                    withUnsafeMutablePointer(to: &arguments) { function($0) }
                    prefetched += step
                }
            }
        }

        /// Leaves of a run of the table what belongs to a pass.
        private func restrict(_ kernel: DirectPhase.Kernel, _ pass: Int, _ arguments: inout GemmTileArguments) {
            guard arguments.depth > 0, let table = kernel.entries.baseAddress, let run = arguments.batch else { return }
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
            let rows = phase.height.tapCount
            arguments.batch = entries.baseAddress
            if depthTaps.isEmpty || heightTaps.isEmpty || perRow == 0 {
                arguments.depth = 0
                arguments.batchCount = 1
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
            var place = item &* strides.batch &+ group &* shape.inputChannels &* strides.channel
            place &+= phase.depth.input(depth) &* strides.depth
            place &+= phase.height.input(line) &* strides.height
            place &+= phase.width.input(position) &* strides.width
            return UnsafeRawPointer(job.input + place)
        }

        private func outputPlace(_ line: Int, _ position: Int) -> Int {
            let strides = shape.outputStrides
            var place = item &* strides.batch &+ phase.depth.output(depth) &* strides.depth
            place &+= phase.height.output(line) &* strides.height
            place &+= phase.width.output(position) &* strides.width
            return place
        }
    }
}
