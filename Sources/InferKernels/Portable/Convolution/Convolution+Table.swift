extension Convolution.Step {
    /// Whether all taps of a position lie inside the input.
    @inline(__always)
    private func isInterior(_ phase: ConvolutionPhase, _ position: Position) -> Bool {
        @inline(__always)
        func fits(_ place: Int, _ least: Int, _ greatest: Int, _ extent: Int) -> Bool {
            place &+ least >= 0 && place &+ greatest < extent
        }
        return fits(position.w &* phase.inputStep.width, phase.least.width, phase.greatest.width, shape.input.width)
            && fits(position.h &* phase.inputStep.height, phase.least.height, phase.greatest.height, shape.input.height)
            && fits(position.d &* phase.inputStep.depth, phase.least.depth, phase.greatest.depth, shape.input.depth)
    }

    /// Whether one tap of a position lies inside the input.
    @inline(__always)
    private func isInside(_ phase: ConvolutionPhase, _ position: Position, _ tap: ConvolutionPhase.Tap) -> Bool {
        let w = position.w &* phase.inputStep.width &+ tap.offset.width
        let h = position.h &* phase.inputStep.height &+ tap.offset.height
        let d = position.d &* phase.inputStep.depth &+ tap.offset.depth
        return w >= 0 && w < shape.input.width && h >= 0 && h < shape.input.height && d >= 0 && d < shape.input.depth
    }

    /// The group's first channel of the input.
    private var groupInput: UnsafePointer<Float> {
        guard convolution.route != .depthwise else { return job.input }
        return job.input + group &* shape.inputChannelsPerGroup &* shape.inputStrides.channel
    }

    /// Enters the bases of up to `Tile.rows` rows (those that are missing repeat the last) at `words`, and whether all their taps lie inside
    /// the input. Advances `position` past the rows.
    @inline(__always)
    func enterBases<Tile: TileAccumulators>(
        _: Tile.Type, _ phase: ConvolutionPhase, _ position: inout Position, _ rows: Int, into words: UnsafeMutablePointer<Int>
    ) -> Bool {
        let base = groupInput
        if position.w &+ Tile.rows <= phase.positions.width {
            // Neighbours in a line.
            var last = position
            last.w &+= Tile.rows &- 1
            let first = base + inputOffset(phase, position)
            let step = phase.inputStep.width &* shape.inputStrides.width
            for row in 0..<Tile.rows { words[row] = Int(bitPattern: first + row &* step) }
            let allInside = isInterior(phase, position) && isInterior(phase, last)
            position = last
            position.advance(phase.positions)
            return allInside
        }
        var allInside = true
        for row in 0..<Tile.rows {
            guard row < rows else {
                words[row] = words[row &- 1]
                continue
            }
            words[row] = Int(bitPattern: base + inputOffset(phase, position))
            allInside = allInside && isInterior(phase, position)
            position.advance(phase.positions)
        }
        return allInside
    }

    /// Tabulates the inputs of one tile in place, with `panelStep` floats of packed weights per tap. Taps that meet only padding in the whole
    /// tile are left out. Advances `position` past the rows.
    func tabulate<Tile: TileAccumulators>(
        _: Tile.Type, _ phase: ConvolutionPhase, _ position: inout Position, rows: Int, tile: Int, panelStep: Int
    ) {
        let zeros = Int(bitPattern: floats)
        let table = self.table
        let base = groupInput
        phase.taps.withUnsafeBufferPointer { taps in
            var allInside = true
            for row in 0..<Tile.rows {
                let rowBase = base + inputOffset(phase, position)
                let rowIsInside = isInterior(phase, position)
                allInside = allInside && rowIsInside
                var place = table.entry(Tile.self, tile: tile, 0) + (1 &+ row)
                for tap in taps {
                    place.pointee = rowIsInside || isInside(phase, position, tap) ? Int(bitPattern: rowBase + tap.elements) : zeros
                    place += 1 &+ Tile.rows
                }
                // Rows that a last tile lacks repeat its last one.
                if row &+ 1 < rows { position.advance(phase.positions) }
            }
            position.advance(phase.positions)
            var count = 0
            var from = table.entry(Tile.self, tile: tile, 0)
            var to = from
            for tap in taps {
                var meetsInput = allInside
                if !meetsInput { for row in 1...Tile.rows { meetsInput = meetsInput || from[row] != zeros } }
                if meetsInput {
                    to[0] = tap.index &* panelStep
                    if to != from { for row in 1...Tile.rows { to[row] = from[row] } }
                    to += 1 &+ Tile.rows
                    count &+= 1
                }
                from += 1 &+ Tile.rows
            }
            table.setCount(Tile.self, tile: tile, count)
        }
    }

    /// Tabulates the inputs of rows in place.
    func tabulate(_ phase: ConvolutionPhase, _ first: Int, _ count: Int) {
        let tileRows = NativeTile.rows
        let panelStep = shape.inputChannelsPerGroup &* Panel.width
        var position = Position(first, phase.positions)
        for tile in 0..<(count &+ tileRows &- 1) / tileRows {
            let rows = min(tileRows, count &- tile &* tileRows)
            tabulate(NativeTile.self, phase, &position, rows: rows, tile: tile, panelStep: panelStep)
        }
    }

    /// Tabulates rows whose inputs are scattered: tiles inside the input as they are, to be read by a list of offsets; others from copies.
    func gather(_ phase: ConvolutionPhase, _ first: Int, _ count: Int) {
        let tileRows = NativeTile.rows
        let channels = shape.inputChannelsPerGroup
        let table = self.table
        var position = Position(first, phase.positions)
        var target = floats
        for tile in 0..<(count &+ tileRows &- 1) / tileRows {
            let rows = min(tileRows, count &- tile &* tileRows)
            let start = position
            let entry = table.entry(NativeTile.self, tile: tile, 0)
            if enterBases(NativeTile.self, phase, &position, rows, into: entry + 1), !shape.isTransposed {
                // A plain convolution's taps are all there, in the panels' order.
                table.setCount(NativeTile.self, tile: tile, TileTable.scattered)
                continue
            }
            position = start
            let copies = target
            let rowLength = phase.taps.count &* channels
            for _ in 0..<rows {
                copy(phase, position, to: target)
                target += rowLength
                position.advance(phase.positions)
            }
            let entries = shape.isTransposed ? phase.taps.count : 1
            table.setCount(NativeTile.self, tile: tile, entries)
            for index in 0..<entries {
                let entry = table.entry(NativeTile.self, tile: tile, index)
                entry[0] = shape.isTransposed ? phase.taps[index].index &* channels &* Panel.width : 0
                for row in 0..<tileRows {
                    entry[1 &+ row] = Int(bitPattern: copies + (min(row, rows &- 1) &* rowLength &+ index &* channels))
                }
            }
        }
    }

    /// Copies the inputs of one position together, zeros for padding.
    private func copy(_ phase: ConvolutionPhase, _ position: Position, to target: UnsafeMutablePointer<Float>) {
        let channels = shape.inputChannelsPerGroup
        let rowBase = groupInput + inputOffset(phase, position)
        var index = 0
        for place in phase.taps.indices {
            let tap = phase.taps[place]
            let inside = isInside(phase, position, tap)
            for channel in 0..<channels {
                target[index] = inside ? rowBase[tap.elements &+ channel &* shape.inputStrides.channel] : 0
                index &+= 1
            }
        }
    }
}
