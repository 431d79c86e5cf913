/// The inputs of a block of tiles: for each tile how many entries it has and, per entry, where its part of a panel begins and where each
/// of the tile's rows begins. A product has one entry per tile; a convolution one per kernel tap that meets the input.
///
/// Lies in scratch memory as machine words: per tile `[count] + entries · ([panel offset] + [row pointers])`.
struct TileTable {
    let words: UnsafeMutablePointer<Int>
    /// Entries that fit per tile.
    let capacity: Int

    static func wordsPerTile<Tile: TileAccumulators>(_: Tile.Type, capacity: Int) -> Int { 1 + capacity * (1 + Tile.rows) }

    /// Instead of a number of entries: one entry whose rows' inputs are read at the block's list of offsets.
    static let scattered = -1

    /// Sets the number of entries of a tile.
    @inline(__always)
    func setCount<Tile: TileAccumulators>(_: Tile.Type, tile: Int, _ count: Int) {
        words[tile &* TileTable.wordsPerTile(Tile.self, capacity: capacity)] = count
    }

    /// The place of an entry: its panel offset in floats, then its row pointers.
    @inline(__always)
    func entry<Tile: TileAccumulators>(_: Tile.Type, tile: Int, _ index: Int) -> UnsafeMutablePointer<Int> {
        words + (tile &* TileTable.wordsPerTile(Tile.self, capacity: capacity) &+ 1 &+ index &* (1 &+ Tile.rows))
    }
}

/// A block of rows of a result, a multiple of the tile's rows but for the last tile, times some panels.
struct TileBlock {
    var table: TileTable
    /// Row r of the block begins (column 0) at `outputs[r]`.
    var outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    var rows: Int
    /// Inputs per entry and the elements between them.
    var depth: Int
    var depthStep: Int
    /// Panel p begins at `panels + p · panelStride`; its rows are `panelStep` apart.
    var panels: UnsafePointer<Float>
    var panelStride: Int
    var panelStep: Int = Panel.width
    var columns: Int
    /// Where the inputs of scattered rows are, from the row's beginning.
    var offsets = UnsafeBufferPointer<Int>(start: nil, count: 0)
    /// Whether the product is added to what the result holds.
    var accumulates = false
    var bias: UnsafePointer<Float>?
    var clamp: (low: Float, high: Float)?

    /// Computes panels `range` of the block.
    func multiply<Tile: TileAccumulators>(_: Tile.Type, panels range: Range<Int>) {
        let tiles = (rows &+ Tile.rows &- 1) / Tile.rows
        let wordsPerTile = TileTable.wordsPerTile(Tile.self, capacity: table.capacity)
        for panel in range {
            let column = panel &* Panel.width
            let valid = min(Panel.width, columns &- column)
            let start = initialSums(column, valid)
            var tileWords = UnsafePointer(table.words)
            for tile in 0..<tiles {
                let row = tile &* Tile.rows
                let at = panels + panel &* panelStride
                if valid == Panel.width {
                    store(product(Tile.self, tileWords, at, start, isNarrow: false), row, column)
                } else if valid > 4 {
                    storePart(product(Tile.self, tileWords, at, start, isNarrow: false), row, column, valid)
                } else {
                    storePart(product(Tile.self, tileWords, at, start, isNarrow: true), row, column, valid)
                }
                tileWords += wordsPerTile
            }
        }
    }

    @inline(__always)
    private func initialSums(_ column: Int, _ valid: Int) -> SIMD8<Float> {
        guard let bias else { return SIMD8() }
        if valid == Panel.width { return UnsafeRawPointer(bias + column).loadUnaligned(as: SIMD8<Float>.self) }
        var sums = SIMD8<Float>()
        for lane in 0..<valid { sums[lane] = bias[column &+ lane] }
        return sums
    }

    /// The sums of one tile; of its left half alone if it is narrow.
    @inline(__always)
    private func product<Tile: TileAccumulators>(
        _: Tile.Type, _ tileWords: UnsafePointer<Int>, _ panel: UnsafePointer<Float>, _ start: SIMD8<Float>,
        isNarrow: Bool
    ) -> Tile {
        var sums = Tile(start.lowHalf, start.highHalf)
        var entry = UnsafeRawPointer(tileWords + 1)
        if tileWords.pointee == TileTable.scattered {
            let inputs = Tile.inputs((entry + 8).assumingMemoryBound(to: UnsafePointer<Float>.self))
            var row = UnsafeRawPointer(panel)
            for offset in offsets {
                add(inputs, offset, row, to: &sums, isNarrow)
                row += 4 &* Panel.width
            }
            return sums
        }
        for _ in 0..<tileWords.pointee {
            let offset = entry.load(as: Int.self)
            let inputs = Tile.inputs((entry + 8).assumingMemoryBound(to: UnsafePointer<Float>.self))
            var row = UnsafeRawPointer(panel + offset)
            var position = 0
            var remaining = depth
            if depthStep == 1, panelStep == Panel.width {
                while position != remaining {
                    add(inputs, position, row, to: &sums, isNarrow)
                    row += 4 &* Panel.width
                    position &+= 1
                }
            } else {
                while remaining != 0 {
                    add(inputs, position, row, to: &sums, isNarrow)
                    row += 4 &* panelStep
                    position &+= depthStep
                    remaining &-= 1
                }
            }
            entry += 8 &* (1 &+ Tile.rows)
        }
        return sums
    }

    @inline(__always)
    private func add<Tile: TileAccumulators>(
        _ inputs: Tile.Inputs, _ offset: Int, _ row: UnsafeRawPointer, to sums: inout Tile, _ isNarrow: Bool
    ) {
        let left = row.loadUnaligned(as: SIMD4<Float>.self)
        if isNarrow {
            sums.add(inputs, offset, left)
        } else {
            sums.add(inputs, offset, left, row.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
        }
    }

    @inline(__always)
    func clamped(_ value: SIMD4<Float>) -> SIMD4<Float> {
        guard let clamp else { return value }
        let low = SIMD4(repeating: clamp.low)
        let high = SIMD4(repeating: clamp.high)
        let raised = value.replacing(with: low, where: value .< low)
        return raised.replacing(with: high, where: raised .> high)
    }

    @inline(__always)
    private func store<Tile: TileAccumulators>(_ sums: Tile, _ firstRow: Int, _ column: Int) {
        sums.forEachRow { row, left, right in
            guard firstRow &+ row < rows else { return }
            let target = UnsafeMutableRawPointer(outputs[firstRow &+ row] + column)
            var left = left
            var right = right
            if accumulates {
                left += target.loadUnaligned(as: SIMD4<Float>.self)
                right += target.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
            }
            target.storeBytes(of: clamped(left), as: SIMD4<Float>.self)
            target.storeBytes(of: clamped(right), toByteOffset: 16, as: SIMD4<Float>.self)
        }
    }

    @inline(__always)
    private func storePart<Tile: TileAccumulators>(_ sums: Tile, _ firstRow: Int, _ column: Int, _ valid: Int) {
        sums.forEachRow { row, left, right in
            guard firstRow &+ row < rows else { return }
            let target = outputs[firstRow &+ row] + column
            var value = SIMD8(lowHalf: left, highHalf: right)
            if accumulates {
                for lane in 0..<valid { value[lane] += target[lane] }
            }
            value = SIMD8(lowHalf: clamped(value.lowHalf), highHalf: clamped(value.highHalf))
            for lane in 0..<valid { target[lane] = value[lane] }
        }
    }
}
