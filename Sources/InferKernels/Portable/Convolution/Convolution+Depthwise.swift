extension Convolution.Step {
    /// Output channels `columns` of a block of rows, each from the one input channel of its group.
    func depthwise(_ phase: ConvolutionPhase, _ first: Int, _ block: TileBlock, _ columns: Range<Int>) {
        let tileRows = FourRows.rows
        let isSideBySide = shape.outputChannelsPerGroup == 1 && shape.inputStrides.channel == 1 && columns.count >= Panel.width
        let words = table.entry(FourRows.self, tile: 0, 0)
        var position = Position(first, phase.positions)
        for row in stride(from: 0, to: block.rows, by: tileRows) {
            let rows = min(tileRows, block.rows &- row)
            let start = position
            if isSideBySide, enterBases(FourRows.self, phase, &position, rows, into: words) {
                inside(phase, words, block, row, columns)
                continue
            }
            position = start
            tabulate(FourRows.self, phase, &position, rows: rows, tile: 0, panelStep: shape.outputChannels)
            if isSideBySide {
                tabulated(UnsafeRawPointer(words), block, row, columns)
            } else {
                oneByOne(UnsafeRawPointer(words), block, row, rows, columns)
            }
        }
    }

    /// Calls `body` with the beginnings of groups of eight channels; the last eight overlap those before them if need be.
    @inline(__always)
    private func forEachEight(_ columns: Range<Int>, _ body: (_ channel: Int) -> Void) {
        var channel = columns.lowerBound
        while channel < columns.upperBound {
            channel = min(channel, columns.upperBound &- Panel.width)
            body(channel)
            channel &+= Panel.width
        }
    }

    /// Four rows whose taps all lie inside the input, from their bases.
    private func inside(
        _ phase: ConvolutionPhase, _ bases: UnsafeMutablePointer<Int>, _ block: TileBlock, _ row: Int, _ columns: Range<Int>
    ) {
        let inputs = FourRows.inputs(UnsafeRawPointer(bases).assumingMemoryBound(to: UnsafePointer<Float>.self))
        let channels = shape.outputChannels
        phase.taps.withUnsafeBufferPointer { taps in
            forEachEight(columns) { channel in
                var sums = DepthwiseSums(block.bias, channel)
                for tap in taps {
                    sums.add(inputs, tap.elements &+ channel, weights: block.panels + (tap.index &* channels &+ channel))
                }
                put(sums, row, channel, block)
            }
        }
    }

    /// Four rows from the entries of their table.
    private func tabulated(_ words: UnsafeRawPointer, _ block: TileBlock, _ row: Int, _ columns: Range<Int>) {
        let entries = (words - 8).load(as: Int.self)
        forEachEight(columns) { channel in
            var sums = DepthwiseSums(block.bias, channel)
            var entry = words
            for _ in 0..<entries {
                let inputs = FourRows.inputs((entry + 8).assumingMemoryBound(to: UnsafePointer<Float>.self))
                sums.add(inputs, channel, weights: block.panels + (entry.load(as: Int.self) &+ channel))
                entry += 8 &* (1 &+ FourRows.rows)
            }
            put(sums, row, channel, block)
        }
    }

    @inline(__always)
    private func put(_ sums: DepthwiseSums, _ row: Int, _ channel: Int, _ block: TileBlock) {
        put(sums.left0, sums.right0, row, channel, block)
        put(sums.left1, sums.right1, row &+ 1, channel, block)
        put(sums.left2, sums.right2, row &+ 2, channel, block)
        put(sums.left3, sums.right3, row &+ 3, channel, block)
    }

    @inline(__always)
    private func put(_ left: SIMD4<Float>, _ right: SIMD4<Float>, _ row: Int, _ channel: Int, _ block: TileBlock) {
        guard row < block.rows else { return }
        let target = UnsafeMutableRawPointer(block.outputs[row] + channel)
        target.storeBytes(of: block.clamped(left), as: SIMD4<Float>.self)
        target.storeBytes(of: block.clamped(right), toByteOffset: 16, as: SIMD4<Float>.self)
    }

    /// Any multiplier, channel stride and number of channels.
    private func oneByOne(_ words: UnsafeRawPointer, _ block: TileBlock, _ row: Int, _ rows: Int, _ columns: Range<Int>) {
        let multiplier = shape.outputChannelsPerGroup
        let zeros = UnsafePointer(floats)
        let entries = (words - 8).load(as: Int.self)
        for index in 0..<rows {
            for channel in columns {
                var sum = block.bias.map { $0[channel] } ?? 0
                let offset = channel / multiplier &* shape.inputStrides.channel
                var entry = words
                for _ in 0..<entries {
                    let source = (entry + 8 &* (1 &+ index)).load(as: UnsafePointer<Float>.self)
                    if source != zeros { sum += source[offset] * block.panels[entry.load(as: Int.self) &+ channel] }
                    entry += 8 &* (1 &+ FourRows.rows)
                }
                if let clamp = block.clamp { sum = sum < clamp.low ? clamp.low : (sum > clamp.high ? clamp.high : sum) }
                block.outputs[row &+ index][channel] = sum
            }
        }
    }
}

/// The running sums of four rows by eight channels of a depthwise convolution.
private struct DepthwiseSums {
    var left0, right0, left1, right1, left2, right2, left3, right3: SIMD4<Float>

    /// Every row begins as the bias.
    @inline(__always)
    init(_ bias: UnsafePointer<Float>?, _ channel: Int) {
        var left = SIMD4<Float>()
        var right = left
        if let bias {
            left = UnsafeRawPointer(bias + channel).loadUnaligned(as: SIMD4<Float>.self)
            right = UnsafeRawPointer(bias + channel).loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
        }
        (left0, left1, left2, left3) = (left, left, left, left)
        (right0, right1, right2, right3) = (right, right, right, right)
    }

    /// Adds one tap: the rows' inputs at `offset` times the weights, channel by channel.
    @inline(__always)
    mutating func add(_ inputs: FourRows.Inputs, _ offset: Int, weights: UnsafePointer<Float>) {
        @inline(__always)
        func load(_ pointer: UnsafePointer<Float>, _ offset: Int) -> SIMD4<Float> {
            UnsafeRawPointer(pointer + offset).loadUnaligned(as: SIMD4<Float>.self)
        }
        let left = load(weights, 0)
        let right = load(weights, 4)
        left0 = multiplyAdd(left0, load(inputs.a0, offset), left)
        right0 = multiplyAdd(right0, load(inputs.a0, offset &+ 4), right)
        left1 = multiplyAdd(left1, load(inputs.a1, offset), left)
        right1 = multiplyAdd(right1, load(inputs.a1, offset &+ 4), right)
        left2 = multiplyAdd(left2, load(inputs.a2, offset), left)
        right2 = multiplyAdd(right2, load(inputs.a2, offset &+ 4), right)
        left3 = multiplyAdd(left3, load(inputs.a3, offset), left)
        right3 = multiplyAdd(right3, load(inputs.a3, offset &+ 4), right)
    }
}
