import InferAssembler
import InferKernels

/// Makes the phases of a direct convolution.
struct DirectPlanner {
    let shape: ConvolutionShape
    let filters: DirectFilters
    let epilogue: EpilogueSpecification
    /// Whether the epilogue's operands go on from row to row as within a row.
    let continuesAcrossRows: Bool
    let instructionSet: InstructionSet
    let threads: Int

    /// How the work is cut: for all phases alike, so that those of a block find its inputs in a cache.
    ///
    /// - Parameters: of the first phase, which has the most positions.
    func split(_ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ width: ConvolutionAxis) -> DirectSplit {
        var (depth, height, width) = (depth, height, width)
        if isOneLine { (depth, height, width) = oneLine(height, width) }
        return DirectSplit(
            lines: height.count, planes: shape.batch * shape.groups * depth.count, length: width.count,
            panels: filters.classes[0].layout.panelCount,
            positionBytes: width.inputStep * min(height.inputStep, max(1, height.taps.count)) * filters.inputChannels * 4,
            filterBytes: filters.groupBytes, threads: threads)
    }

    func phase(
        _ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ width: ConvolutionAxis, _ split: DirectSplit
    ) throws -> DirectPhase {
        let own = filters.tapsClass(depth.taps, height.taps, width.taps)
        var (depth, height, width) = (depth, height, width)
        if isOneLine { (depth, height, width) = oneLine(height, width) }
        let usesStrip = width.readsPadding || needsChannelsTogether(width)
        let tiles = own.layout.segments.map { segment in
            let most = GemmTile.preferredRows(vectors: segment.vectors, segment.instructionSet)
            let tiles = GemmTile.split(rows: width.count, most: most)
            return DirectPhase.LineTiles(rows: tiles.rows, tall: tiles.tall, short: tiles.short)
        }
        var strip = DirectPhase.StripLayout()
        if usesStrip {
            let longest = (0..<split.lineParts).map { part in
                let positions = tiles.map { $0.positions(part, of: split.lineParts) }
                return (positions.map(\.upperBound).max() ?? 0) - (positions.map(\.lowerBound).min() ?? 0)
            }
            strip = stripLayout(depth, height, width, split, positions: longest.max() ?? 0)
        }
        let row = rowEntries(width, strip, usesStrip)
        let kernels = try zip(own.layout.segments, tiles).map { segment, tiles in
            let columns = segment.vectors * segment.instructionSet.width.lanes
            let entries = entries(depth, height, row, strip, usesStrip, columns: columns)
            var code = GemmTile(
                segment.instructionSet, rows: tiles.rows, columns: .fixed(segment.columns), panelVectors: segment.vectors,
                epilogue: epilogue)
            code.isBatched = entries.count > 1
            code.prefetchLines = prefetchLines(
                columns: columns, tiles: split.linesPerBlock * tiles.count / split.lineParts)
            let made = try CodeCache.shared.code(code)
            return DirectPhase.Kernel(
                code: made, function: made.function, tiles: tiles, entries: entries)
        }
        let entryCount = depth.taps.count * height.taps.count * row.places.count
        let tableBytes = depth.taps.count > 1 && height.taps.count > 1 ? entryCount * MemoryLayout<GemmBatchEntry>.stride : 0
        return DirectPhase(
            depth: depth, height: height, width: width, usesStrip: usesStrip, filters: own, kernels: kernels,
            entriesPerRow: row.places.count, entryDepth: row.depth, strip: strip,
            tableBytes: (tableBytes + 127) / 128 * 128)
    }

    // MARK: Lines

    /// Whether all outputs of an image are one line: a product by single taps of images without gaps.
    private var isOneLine: Bool {
        let (input, output) = (shape.inputStrides, shape.outputStrides)
        return shape.kernel.count == 1 && shape.strides == .ones && shape.padsBegin == .zeros && shape.input == shape.output
            && filters.order == .channelsLast && continuesAcrossRows
            && input.height == input.width * shape.input.width && input.depth == input.height * shape.input.height
            && output.height == output.width * shape.output.width && output.depth == output.height * shape.output.height
    }

    private func oneLine(
        _ height: ConvolutionAxis, _ width: ConvolutionAxis
    ) -> (ConvolutionAxis, ConvolutionAxis, ConvolutionAxis) {
        var (one, all) = (height, width)
        (one.count, one.inputLength) = (1, 1)
        (all.count, all.inputLength) = (shape.output.count, shape.input.count)
        return (one, one, all)
    }

    /// Whether the inputs of a row of taps lie apart, and together in a strip.
    private func needsChannelsTogether(_ width: ConvolutionAxis) -> Bool {
        filters.order == .channelsLast && width.taps.count > 1 && width.taps.step == 1 && shape.inputStrides.width != filters.inputChannels
    }

    // MARK: Strips

    private func stripLayout(
        _ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ width: ConvolutionAxis, _ split: DirectSplit, positions: Int
    ) -> DirectPhase.StripLayout {
        var strip = DirectPhase.StripLayout()
        strip.columns = width.span(positions)
        strip.rowBytes = strip.columns * filters.inputChannels * 4
        let taps = max(1, height.taps.count)
        let shared = height.taps.step == 1 ? (split.linesPerBlock - 1) * height.inputStep + taps : Int.max
        var rows = taps * split.linesPerBlock
        strip.sharesRows = shared < rows
        if strip.sharesRows {
            rows = shared
            (strip.lineStep, strip.tapStep) = (height.inputStep, 1)
        } else {
            (strip.lineStep, strip.tapStep) = (1, split.linesPerBlock)
        }
        strip.planeBytes = rows * strip.rowBytes
        // A multiple of two cache lines, so that threads share none.
        strip.bytes = (strip.planeBytes * max(1, depth.taps.count) + 127) / 128 * 128
        return strip
    }

    // MARK: Batches

    /// The products that make up one row of taps: where their inputs and their filters (in k) begin, and how many k they have.
    private func rowEntries(
        _ width: ConvolutionAxis, _ strip: DirectPhase.StripLayout, _ usesStrip: Bool
    ) -> (places: [(input: Int, k: Int)], depth: Int) {
        let (taps, channels) = (width.taps.count, filters.inputChannels)
        guard taps > 0 else { return ([], 0) }
        switch filters.order {
        case .channelsLast:
            let pixel = usesStrip ? channels : shape.inputStrides.width
            if taps == 1 || width.taps.step == 1 && pixel == channels { return ([(0, 0)], taps * channels) }
            return ((0..<taps).map { ($0 * width.taps.step * pixel * 4, $0 * channels) }, channels)
        case .planar:
            let plane = usesStrip ? strip.columns : shape.inputStrides.channel
            if width.taps.step == 1 || taps == 1 { return ((0..<channels).map { ($0 * plane * 4, $0 * taps) }, taps) }
            return (
                (0..<channels).flatMap { channel in
                    (0..<taps).map { ((channel * plane + $0 * width.taps.step) * 4, channel * taps + $0) }
                }, 1
            )
        }
    }

    private func entries(
        _ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ row: (places: [(input: Int, k: Int)], depth: Int),
        _ strip: DirectPhase.StripLayout, _ usesStrip: Bool, columns: Int
    ) -> [GemmBatchEntry] {
        let plane = usesStrip ? strip.planeBytes : depth.taps.step * shape.inputStrides.depth * 4
        let line = usesStrip ? strip.tapStep * strip.rowBytes : height.taps.step * shape.inputStrides.height * 4
        var entries: [GemmBatchEntry] = []
        for d in 0..<depth.taps.count {
            for h in 0..<height.taps.count {
                let first = (d * height.taps.count + h) * row.places.count * row.depth
                for place in row.places {
                    entries.append(
                        GemmBatchEntry(
                            aOffset: d * plane + h * line + place.input, bOffset: (first + place.k) * columns * 4))
                }
            }
        }
        return entries
    }

    /// Lines that are fetched ahead for four k, so that the next panel is near when this one is done.
    private func prefetchLines(columns: Int, tiles: Int) -> Int {
        let lines = 4 * columns * 4 / 64
        let wanted = (lines + max(1, tiles) - 1) / max(1, tiles)
        return [1, 2, 4].first { $0 >= wanted } ?? 4
    }
}
