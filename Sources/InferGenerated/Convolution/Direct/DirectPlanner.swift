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

    /// How many taps lines may have that are cut into runs, each of which has code of its own.
    private static let cutTaps = 2...8

    /// The runs into which lines are cut so that padding is not multiplied, or the whole lines where that saves little: taps that lie far
    /// apart meet much of it.
    func runs(_ width: ConvolutionAxis) -> [ConvolutionAxis] {
        guard width.taps.step > 1, Self.cutTaps ~= width.taps.count, width.readsPadding, filters.order == .channelsLast else {
            return [width]
        }
        let runs = width.runs
        return runs.reduce(0) { $0 + cost($1) } < 0.95 * cost(width) ? runs : [width]
    }

    /// What a line of each panel costs, in taps of a row.
    private func cost(_ width: ConvolutionAxis) -> Double {
        // A tile of fewer rows takes as long, since reading filters does.
        let fewestRows = 4
        guard let panels = filters.classes[0].layout.segments.first else { return 0 }
        let tiles = GemmTile.split(rows: width.count, most: GemmTile.preferredRows(vectors: panels.vectors, panels.instructionSet))
        return Double((tiles.tall + tiles.short) * max(fewestRows, tiles.rows)) * Double(width.taps.count)
    }

    func phase(
        _ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ width: ConvolutionAxis, _ split: DirectSplit
    ) throws -> DirectPhasePlan {
        let own = filters.tapsClass(depth.taps, height.taps, width.taps)
        let rowDepth = own.width.count * filters.inputChannels
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
        let wholeRow = rowEntries(width, strip, usesStrip)
        // All panels are cut alike, as the widest must be.
        let widest = own.layout.segments.max { $0.panelBytes < $1.panelBytes }
        let passes = depth.taps.count == 1 ? passes(widest?.panelBytes ?? 0) : 1
        let row = cut(wholeRow, passes: passes, rows: height.taps.count)
        let kernels = try zip(own.layout.segments, tiles).map { segment, tiles in
            let columns = segment.vectors * segment.instructionSet.width.lanes
            let entries = entries(depth, height, row, strip, usesStrip, rowDepth: rowDepth, columns: columns)
            let entriesPerPass = max(1, (entries.count + passes - 1) / passes)
            let passes = max(1, (entries.count + entriesPerPass - 1) / entriesPerPass)
            var code = GemmTile(
                segment.instructionSet, rows: tiles.rows, columns: .fixed(segment.columns), panelVectors: segment.vectors,
                epilogue: epilogue)
            code.isBatched = entries.count > 1 || entries.contains { $0.bOffset != 0 }
            code.prefetchLines = prefetchLines(
                columns: columns, tiles: split.linesPerBlock * tiles.count / split.lineParts)
            if passes > 1 { code.accumulates = true }
            let made = try CodeCache.shared.code(code)
            code.epilogue = EpilogueSpecification()
            let next = passes > 2 ? try CodeCache.shared.code(code) : made
            code.accumulates = false
            let first = passes > 1 ? try CodeCache.shared.code(code) : made
            return DirectPhasePlan.KernelParts(
                codes: (made, first, next), tiles: tiles, entries: entries, entriesPerPass: entriesPerPass, passes: passes)
        }
        let entryCount = depth.taps.count * height.taps.count * row.places.count
        let tableBytes = depth.taps.count > 1 && height.taps.count > 1 ? entryCount * MemoryLayout<GemmBatchEntry>.stride : 0
        return DirectPhasePlan(
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
            && input.height == input.width * shape.input.width && output.height == output.width * shape.output.width
            && (shape.input.depth == 1
                || input.depth == input.height * shape.input.height && output.depth == output.height * shape.output.height)
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

    // MARK: Passes

    /// Bytes of a panel that stay in a first-level cache beside inputs and results.
    private static let cachedPanelBytes = 32 << 10
    /// Bytes of a panel that come from a second-level cache as fast as they are used.
    private static let nearPanelBytes = 160 << 10

    /// In how many passes a panel is multiplied with a block's lines: each result is read and written once more in each.
    private func passes(_ panelBytes: Int) -> Int {
        // With few tiles there is nothing to keep it for. How sums are cut must not depend on how many threads share the lines.
        let tiles = Double(max(0, shape.output.height)) * Double((max(0, shape.output.width) + 13) / 14)
        return panelBytes <= Self.nearPanelBytes || tiles < 3 ? 1 : (panelBytes + Self.cachedPanelBytes - 1) / Self.cachedPanelBytes
    }

    /// Entries of fewer k, so that passes can be of the same length.
    private func cut(_ row: RowEntries, passes: Int, rows: Int) -> RowEntries {
        let wanted = (passes + max(1, rows * row.places.count) - 1) / max(1, rows * row.places.count)
        // Each part of a row of taps must be as long as the others, and inputs side by side.
        guard passes > 1, wanted > 1, filters.order == .channelsLast,
            let parts = (wanted...4 * wanted).first(where: { row.depth.isMultiple(of: 4 * $0) })
        else { return row }
        let depth = row.depth / parts
        return RowEntries(
            places: row.places.flatMap { place in (0..<parts).map { (place.input + $0 * depth * 4, place.k + $0 * depth) } }, depth: depth)
    }

    // MARK: Batches

    /// The products that make up one row of taps: where their inputs and their filters (in k) begin, and how many k they have.
    private struct RowEntries {
        var places: [(input: Int, k: Int)]
        var depth: Int
    }

    private func rowEntries(_ width: ConvolutionAxis, _ strip: DirectPhase.StripLayout, _ usesStrip: Bool) -> RowEntries {
        let (taps, channels) = (width.taps.count, filters.inputChannels)
        guard taps > 0 else { return RowEntries(places: [], depth: 0) }
        switch filters.order {
        case .channelsLast:
            let pixel = usesStrip ? channels : shape.inputStrides.width
            let k = width.firstTap * channels
            if taps == 1 || width.taps.step == 1 && pixel == channels { return RowEntries(places: [(0, k)], depth: taps * channels) }
            return RowEntries(places: (0..<taps).map { ($0 * width.taps.step * pixel * 4, k + $0 * channels) }, depth: channels)
        case .planar:
            let plane = usesStrip ? strip.columns : shape.inputStrides.channel
            if width.taps.step == 1 || taps == 1 {
                return RowEntries(places: (0..<channels).map { ($0 * plane * 4, $0 * taps) }, depth: taps)
            }
            return RowEntries(
                places: (0..<channels).flatMap { channel in
                    (0..<taps).map { ((channel * plane + $0 * width.taps.step) * 4, channel * taps + $0) }
                }, depth: 1)
        }
    }

    private func entries(
        _ depth: ConvolutionAxis, _ height: ConvolutionAxis, _ row: RowEntries,
        _ strip: DirectPhase.StripLayout, _ usesStrip: Bool, rowDepth: Int, columns: Int
    ) -> [GemmBatchEntry] {
        let plane = usesStrip ? strip.planeBytes : depth.taps.step * shape.inputStrides.depth * 4
        let line = usesStrip ? strip.tapStep * strip.rowBytes : height.taps.step * shape.inputStrides.height * 4
        var entries: [GemmBatchEntry] = []
        for d in 0..<depth.taps.count {
            for h in 0..<height.taps.count {
                let first = (d * height.taps.count + h) * rowDepth
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
