extension Convolution {
    /// One task: a block of output positions of a phase by a block of output channels of a group.
    struct Step {
        let job: Job
        let phaseIndex: Int
        let group: Int
        let scratch: UnsafeMutableRawPointer

        var convolution: Convolution { job.convolution }
        var shape: ConvolutionShape { job.convolution.shape }

        /// Where an output position lies.
        struct Position {
            var n: Int
            var d: Int
            var h: Int
            var w: Int

            init(_ row: Int, _ extents: Spatial) {
                let (line, w) = row.quotientAndRemainder(dividingBy: extents.width)
                let (plane, h) = line.quotientAndRemainder(dividingBy: extents.height)
                let (n, d) = plane.quotientAndRemainder(dividingBy: extents.depth)
                self.n = n
                self.d = d
                self.h = h
                self.w = w
            }

            /// The next position, row-major.
            @inline(__always)
            mutating func advance(_ extents: Spatial) {
                w &+= 1
                guard w == extents.width else { return }
                w = 0
                h &+= 1
                guard h == extents.height else { return }
                h = 0
                d &+= 1
                guard d == extents.depth else { return }
                d = 0
                n &+= 1
            }
        }

        /// The parts of this task's scratch memory.
        var table: TileTable {
            TileTable(words: scratch.assumingMemoryBound(to: Int.self), capacity: convolution.entryCapacity)
        }
        var outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>> {
            (scratch + convolution.tableWords &* 8).assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
        }
        /// The row of zeros, which stands for padding; for a gathered convolution the copied rows.
        var floats: UnsafeMutablePointer<Float> {
            (scratch + (convolution.tableWords &+ convolution.rowsPerPass) &* 8).assumingMemoryBound(to: Float.self)
        }

        func run(rows: Range<Int>, columns: Range<Int>) {
            let phase = convolution.phases[phaseIndex]
            let clamp = job.epilogue.leadingClamp
            let firstOperation = clamp == nil ? 0 : 1
            if convolution.route != .gathered { floats.update(repeating: 0, count: convolution.zeroCount) }
            let groupColumn = convolution.route == .depthwise ? 0 : group &* shape.outputChannelsPerGroup
            var block = TileBlock(
                table: table, outputs: outputs, rows: 0, depth: shape.inputChannelsPerGroup, depthStep: 1,
                panels: job.weights, panelStride: convolution.groupDepth &* Panel.width, columns: shape.outputChannelsPerGroup,
                bias: job.epilogue.bias.map { $0 + groupColumn }, clamp: clamp)
            if convolution.route != .depthwise {
                block.panels += group &* Panel.packedCount(depth: convolution.groupDepth, columns: shape.outputChannelsPerGroup)
            }
            if convolution.route == .direct { block.depthStep = shape.inputStrides.channel }
            if convolution.route == .gathered, !shape.isTransposed { block.depth = convolution.groupDepth }
            let panels = columns.lowerBound / Panel.width..<(columns.upperBound &+ Panel.width &- 1) / Panel.width
            var first = rows.lowerBound
            while first < rows.upperBound {
                let count = min(convolution.rowsPerPass, rows.upperBound &- first)
                fillOutputs(phase, first, count, groupColumn)
                block.rows = count
                switch convolution.route {
                case .direct:
                    fillTable(phase, first, count)
                    block.multiply(NativeTile.self, panels: panels)
                case .gathered:
                    gather(phase, first, count)
                    block.multiply(NativeTile.self, panels: panels)
                case .depthwise:
                    fillTable(phase, first, count)
                    depthwise(block, columns)
                }
                if firstOperation < job.epilogue.count {
                    let from = groupColumn &+ columns.lowerBound
                    finish(phase, first, count, from..<(from &+ columns.count), firstOperation)
                }
                first &+= count
            }
        }

        private func fillOutputs(_ phase: ConvolutionPhase, _ first: Int, _ count: Int, _ column: Int) {
            var position = Position(first, phase.positions)
            for row in 0..<count {
                (outputs + row).initialize(to: outputPointer(phase, position) + column)
                position.advance(phase.positions)
            }
        }

        @inline(__always)
        private func outputPointer(_ phase: ConvolutionPhase, _ position: Position) -> UnsafeMutablePointer<Float> {
            let strides = shape.outputStrides
            var pointer = job.output + position.n &* strides.batch
            pointer += (phase.origin.depth &+ position.d &* phase.outputStep.depth) &* strides.depth
            pointer += (phase.origin.height &+ position.h &* phase.outputStep.height) &* strides.height
            pointer += (phase.origin.width &+ position.w &* phase.outputStep.width) &* strides.width
            return pointer
        }

        /// The input that a tap of offset 0 meets.
        @inline(__always)
        private func inputOffset(_ phase: ConvolutionPhase, _ position: Position) -> Int {
            let strides = shape.inputStrides
            var offset = position.n &* strides.batch
            offset &+= position.d &* phase.inputStep.depth &* strides.depth
            offset &+= position.h &* phase.inputStep.height &* strides.height
            return offset &+ position.w &* phase.inputStep.width &* strides.width
        }

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

        /// Tabulates the inputs of rows in place. Taps that meet only padding in a whole tile are left out.
        private func fillTable(_ phase: ConvolutionPhase, _ first: Int, _ count: Int) {
            let tileRows = NativeTile.rows
            let zeros = Int(bitPattern: floats)
            let groupInput = convolution.route == .depthwise ? 0 : group &* shape.inputChannelsPerGroup &* shape.inputStrides.channel
            let panelStep =
                convolution.route == .depthwise ? shape.outputChannels : shape.inputChannelsPerGroup &* Panel.width
            let base = job.input + groupInput
            let table = self.table
            phase.taps.withUnsafeBufferPointer { taps in
                var position = Position(first, phase.positions)
                for tile in 0..<(count &+ tileRows &- 1) / tileRows {
                    let rows = min(tileRows, count &- tile &* tileRows)
                    var isInterior = true
                    var entries = taps.count
                    for row in 0..<tileRows {
                        let rowBase = base + inputOffset(phase, position)
                        let rowIsInterior = self.isInterior(phase, position)
                        isInterior = isInterior && rowIsInterior
                        var place = table.entry(NativeTile.self, tile: tile, 0) + (1 &+ row)
                        for tap in taps {
                            let pointer = rowBase + tap.elements
                            place.pointee = rowIsInterior || isInside(phase, position, tap) ? Int(bitPattern: pointer) : zeros
                            place += 1 &+ tileRows
                        }
                        // Rows that a last tile lacks repeat its last one.
                        if row &+ 1 < rows { position.advance(phase.positions) }
                    }
                    if isInterior {
                        var place = table.entry(NativeTile.self, tile: tile, 0)
                        for tap in taps {
                            place.pointee = tap.index &* panelStep
                            place += 1 &+ tileRows
                        }
                    } else {
                        entries = 0
                        var from = table.entry(NativeTile.self, tile: tile, 0)
                        var to = from
                        for tap in taps {
                            var meetsInput = false
                            for row in 1...tileRows { meetsInput = meetsInput || from[row] != zeros }
                            if meetsInput {
                                to[0] = tap.index &* panelStep
                                if to != from { for row in 1...tileRows { to[row] = from[row] } }
                                to += 1 &+ tileRows
                                entries &+= 1
                            }
                            from += 1 &+ tileRows
                        }
                    }
                    table.setCount(NativeTile.self, tile: tile, entries)
                    position.advance(phase.positions)
                }
            }
        }

        /// Copies the inputs of rows together and tabulates the copies.
        private func gather(_ phase: ConvolutionPhase, _ first: Int, _ count: Int) {
            let tileRows = NativeTile.rows
            let channels = shape.inputChannelsPerGroup
            let channelStride = shape.inputStrides.channel
            let base = job.input + group &* channels &* channelStride
            let rowLength = phase.taps.count &* channels
            phase.taps.withUnsafeBufferPointer { taps in
                convolution.gatherOffsets[phaseIndex].withUnsafeBufferPointer { offsets in
                    var position = Position(first, phase.positions)
                    var target = floats
                    for _ in 0..<count {
                        let rowBase = base + inputOffset(phase, position)
                        if isInterior(phase, position) {
                            for index in 0..<rowLength { target[index] = rowBase[offsets[index]] }
                        } else {
                            var index = 0
                            for tap in taps {
                                let inside = isInside(phase, position, tap)
                                for channel in 0..<channels {
                                    target[index] = inside ? rowBase[tap.elements &+ channel &* channelStride] : 0
                                    index &+= 1
                                }
                            }
                        }
                        target += rowLength
                        position.advance(phase.positions)
                    }
                }
                // A plain convolution's taps are all there, in the panels' order: one long entry.
                let entries = shape.isTransposed ? taps.count : 1
                let table = self.table
                for tile in 0..<(count &+ tileRows &- 1) / tileRows {
                    table.setCount(NativeTile.self, tile: tile, entries)
                    for index in 0..<entries {
                        let entry = table.entry(NativeTile.self, tile: tile, index)
                        entry[0] = shape.isTransposed ? taps[index].index &* channels &* Panel.width : 0
                        for row in 0..<tileRows {
                            let source = min(tile &* tileRows &+ row, count &- 1)
                            entry[1 &+ row] = Int(bitPattern: floats + (source &* rowLength &+ index &* channels))
                        }
                    }
                }
            }
        }

        /// Applies the epilogue's operations, line by line.
        private func finish(_ phase: ConvolutionPhase, _ first: Int, _ count: Int, _ columns: Range<Int>, _ firstOperation: Int) {
            var position = Position(first, phase.positions)
            var done = 0
            while done < count {
                let length = min(count &- done, phase.positions.width &- position.w)
                job.epilogue.apply(
                    from: firstOperation,
                    to: Epilogue.Rows(
                        pointer: outputPointer(phase, position), stride: phase.outputStep.width &* shape.outputStrides.width, count: length,
                        n: position.n, d: phase.origin.depth &+ position.d &* phase.outputStep.depth,
                        h: phase.origin.height &+ position.h &* phase.outputStep.height,
                        w: phase.origin.width &+ position.w &* phase.outputStep.width, step: phase.outputStep.width),
                    columns: columns)
                done &+= length
                position.w &+= length &- 1
                position.advance(phase.positions)
            }
        }
    }
}
