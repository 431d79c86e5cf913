extension Convolution.Step {
    /// Output channels `columns` of the tabulated rows, each from the one input channel of its group.
    func depthwise(_ block: TileBlock, _ columns: Range<Int>) {
        let multiplier = shape.outputChannelsPerGroup
        if multiplier == 1, shape.inputStrides.channel == 1, columns.count >= Panel.width {
            sideBySide(block, columns)
        } else {
            oneByOne(block, columns, multiplier)
        }
    }

    /// Eight channels at a time of four rows at a time; the last eight overlap those before them if need be.
    private func sideBySide(_ block: TileBlock, _ columns: Range<Int>) {
        let tileRows = NativeTile.rows
        let table = block.table
        for tile in 0..<(block.rows &+ tileRows &- 1) / tileRows {
            let words = table.entry(NativeTile.self, tile: tile, 0)
            let entries = words[-1]
            for half in stride(from: 0, to: tileRows, by: 4) where tile &* tileRows &+ half < block.rows {
                let firstRow = tile &* tileRows &+ half
                var channel = columns.lowerBound
                while channel < columns.upperBound {
                    channel = min(channel, columns.upperBound &- Panel.width)
                    let sums = fourRows(UnsafeRawPointer(words), entries, half, channel, block)
                    put(sums.0, firstRow, channel, block)
                    put(sums.1, firstRow &+ 1, channel, block)
                    put(sums.2, firstRow &+ 2, channel, block)
                    put(sums.3, firstRow &+ 3, channel, block)
                    channel &+= Panel.width
                }
            }
        }
    }

    @inline(__always)
    private func fourRows(
        _ words: UnsafeRawPointer, _ entries: Int, _ half: Int, _ channel: Int, _ block: TileBlock
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var left0 = SIMD4<Float>()
        var right0 = left0
        if let bias = block.bias {
            left0 = UnsafeRawPointer(bias + channel).loadUnaligned(as: SIMD4<Float>.self)
            right0 = UnsafeRawPointer(bias + channel).loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
        }
        var left1 = left0
        var right1 = right0
        var left2 = left0
        var right2 = right0
        var left3 = left0
        var right3 = right0
        let weights = UnsafeRawPointer(block.panels + channel)
        let offset = channel &* 4
        var entry = words
        for _ in 0..<entries {
            let row = weights + entry.load(as: Int.self) &* 4
            let left = row.loadUnaligned(as: SIMD4<Float>.self)
            let right = row.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
            let pointers = (entry + 8 &* (1 &+ half)).assumingMemoryBound(to: UnsafeRawPointer.self)
            let at0 = pointers[0] + offset
            left0 = multiplyAdd(left0, at0.loadUnaligned(as: SIMD4<Float>.self), left)
            right0 = multiplyAdd(right0, at0.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self), right)
            let at1 = pointers[1] + offset
            left1 = multiplyAdd(left1, at1.loadUnaligned(as: SIMD4<Float>.self), left)
            right1 = multiplyAdd(right1, at1.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self), right)
            let at2 = pointers[2] + offset
            left2 = multiplyAdd(left2, at2.loadUnaligned(as: SIMD4<Float>.self), left)
            right2 = multiplyAdd(right2, at2.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self), right)
            let at3 = pointers[3] + offset
            left3 = multiplyAdd(left3, at3.loadUnaligned(as: SIMD4<Float>.self), left)
            right3 = multiplyAdd(right3, at3.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self), right)
            entry += 8 &* (1 &+ NativeTile.rows)
        }
        return (
            SIMD8(lowHalf: left0, highHalf: right0), SIMD8(lowHalf: left1, highHalf: right1), SIMD8(lowHalf: left2, highHalf: right2),
            SIMD8(lowHalf: left3, highHalf: right3)
        )
    }

    @inline(__always)
    private func put(_ sums: SIMD8<Float>, _ row: Int, _ channel: Int, _ block: TileBlock) {
        guard row < block.rows else { return }
        let target = UnsafeMutableRawPointer(block.outputs[row] + channel)
        target.storeBytes(of: block.clamped(sums.lowHalf), as: SIMD4<Float>.self)
        target.storeBytes(of: block.clamped(sums.highHalf), toByteOffset: 16, as: SIMD4<Float>.self)
    }

    /// Any multiplier, channel stride and number of channels.
    private func oneByOne(_ block: TileBlock, _ columns: Range<Int>, _ multiplier: Int) {
        let tileRows = NativeTile.rows
        let channelStride = shape.inputStrides.channel
        let zeros = UnsafePointer(floats)
        for row in 0..<block.rows {
            let words = UnsafeRawPointer(block.table.entry(NativeTile.self, tile: row / tileRows, 0))
            let entries = (words - 8).load(as: Int.self)
            for channel in columns {
                var sum = block.bias.map { $0[channel] } ?? 0
                let offset = channel / multiplier &* channelStride
                var entry = words
                for _ in 0..<entries {
                    let source = (entry + 8 &* (1 &+ row % tileRows)).load(as: UnsafePointer<Float>.self)
                    if source != zeros { sum += source[offset] * block.panels[entry.load(as: Int.self) &+ channel] }
                    entry += 8 &* (1 &+ tileRows)
                }
                if let clamp = block.clamp { sum = sum < clamp.low ? clamp.low : (sum > clamp.high ? clamp.high : sum) }
                block.outputs[row][channel] = sum
            }
        }
    }
}
