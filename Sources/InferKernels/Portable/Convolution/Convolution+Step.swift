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
                    tabulate(phase, first, count)
                    block.multiply(NativeTile.self, panels: panels)
                case .gathered:
                    gather(phase, first, count)
                    multiplyGathered(block, panels)
                case .depthwise:
                    depthwise(phase, first, block, columns)
                case .winograd: break
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
        func inputOffset(_ phase: ConvolutionPhase, _ position: Position) -> Int {
            let strides = shape.inputStrides
            var offset = position.n &* strides.batch
            offset &+= position.d &* phase.inputStep.depth &* strides.depth
            offset &+= position.h &* phase.inputStep.height &* strides.height
            return offset &+ position.w &* phase.inputStep.width &* strides.width
        }

        /// With the offsets of a gathered convolution's inputs at hand.
        private func multiplyGathered(_ block: TileBlock, _ panels: Range<Int>) {
            convolution.gatherOffsets[phaseIndex].withUnsafeBufferPointer { offsets in
                var block = block
                block.offsets = offsets
                block.multiply(NativeTile.self, panels: panels)
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
