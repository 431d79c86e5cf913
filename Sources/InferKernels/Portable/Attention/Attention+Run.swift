extension Attention {
    private typealias Lanes = SIMD8<Float>

    /// Computes the operation.
    /// - Parameters:
    ///   - mask: f32 or bytes as ``Mask`` says; not read where there is none or it is causal.
    ///   - sink: f32, as its strides say.
    ///   - scale: takes the place of the one given before.
    ///   - scratch: ``scratchBytes(threads:)`` bytes, aligned to 64.
    package func run(
        query: UnsafePointer<Float>, key: UnsafePointer<Float>, value: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        mask: UnsafeRawPointer? = nil, sink: UnsafePointer<Float>? = nil, scale: Float? = nil, scratch: UnsafeMutableRawPointer,
        team: WorkerTeam
    ) {
        guard batches > 0, heads > 0, queryRows > 0, valueDepth > 0 else { return }
        let scale = scale ?? self.scale
        let scratch = scratch.assumingMemoryBound(to: Float.self)
        let count = batches * heads * tasksPerHead
        // Work that is over before another thread has woken stays here.
        let work = Double(batches * heads) * Double(queryRows) * Double(keyRows) * Double(depth + valueDepth + 16)
        let job = Job(
            attention: self, query: query, key: key, value: value, output: output, mask: mask, sink: sink, scale: scale, scratch: scratch)
        team.run(job, tasks: count, isSmall: work < 0x1p15)
    }

    /// How many tasks the query rows of one head make.
    private var tasksPerHead: Int { (queryRows + Self.taskRows - 1) / Self.taskRows }

    private struct Job: WorkerJob {
        let attention: Attention
        let query: UnsafePointer<Float>
        let key: UnsafePointer<Float>
        let value: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let mask: UnsafeRawPointer?
        let sink: UnsafePointer<Float>?
        let scale: Float
        let scratch: UnsafeMutablePointer<Float>

        func perform(task: Int, worker: Int) { attention.attend(task, self, scratch + worker * attention.scratchParts.total) }
    }

    /// Computes a few query rows of one head.
    private func attend(_ task: Int, _ job: Job, _ packed: UnsafeMutablePointer<Float>) {
        let parts = scratchParts
        let head = task / tasksPerHead % heads
        let batch = task / tasksPerHead / heads
        let keyHead = head / headsPerKeyHead
        let key = job.key + self.key.offset(batch, keyHead)
        var value = job.value + self.value.offset(batch, keyHead)
        var valueStride = self.value.row
        let first = task % tasksPerHead * Self.taskRows
        let end = min(queryRows, first + Self.taskRows)
        let visible = visibleKeys(rows: end)
        if !takesKeysUnpacked { packKeys(key, packed, visible) }
        if packsValues {
            packValues(value, packed + parts.values, visible)
            value = UnsafePointer(packed + parts.values)
            valueStride = paddedValueDepth
        }
        var row = first
        while row < end {
            let rows = min(Self.blockRows, end - row)
            let keys = visibleKeys(rows: row + rows)
            let scores = packed + parts.scores
            let query = job.query + self.query.offset(batch, head) + row * self.query.row
            if takesKeysUnpacked {
                dotProducts(query, key, scores, rows, keys)
            } else {
                products(query, packed, scores, rows, keys)
            }
            let output = job.output + self.output.offset(batch, head) + row * self.output.row
            withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.blockRows) { factors in
                for line in 0..<rows {
                    let lineScores = scores + line * paddedKeys
                    let seen = self.mask == .causal ? min(keys, row + line + 1) : keys
                    var largest = maskAndScale(lineScores, seen, job.mask, batch, head, row + line, job.scale)
                    var drained: Float = 0
                    if let sink = job.sink, let strides = self.sink {
                        let score = sink[strides.offset(batch, head) + (row + line) * strides.row]
                        largest = max(largest, score)
                        drained = VectorMath.exp(Lanes(repeating: score - largest))[0]
                    }
                    let sum = Softmax.exponentials(lineScores, lineScores, seen, largest) + drained
                    for late in seen..<keys { lineScores[late] = 0 }
                    factors[line] = 1 / sum
                }
                weigh(scores, value, valueStride, output, rows, keys, factors)
            }
            row += rows
        }
    }

    /// How many keys the rows before `rows` may see.
    private func visibleKeys(rows: Int) -> Int { mask == .causal ? min(keyRows, rows) : keyRows }

    /// Scales a row of scores and adds its mask; returns the largest.
    private func maskAndScale(
        _ scores: UnsafeMutablePointer<Float>, _ count: Int, _ mask: UnsafeRawPointer?, _ batch: Int, _ head: Int, _ row: Int,
        _ scale: Float
    ) -> Float {
        @inline(__always)
        func each(_ added: (_ index: Int, _ part: Int) -> Lanes) -> Float {
            var largest = Lanes(repeating: -.infinity)
            var index = 0
            while index < count {
                let part = min(Self.lanes, count &- index)
                var value = LaneAccess.load8(scores + index) * scale + added(index, part)
                LaneAccess.store(value, scores + index)
                if part < Self.lanes { for lane in part..<Self.lanes { value[lane] = -.infinity } }
                largest = LaneAccess.maximum(largest, value)
                index &+= Self.lanes
            }
            return LaneAccess.maximum(largest)
        }
        switch (self.mask, mask) {
        case (.added(let strides)?, let mask?):
            let line = mask.assumingMemoryBound(to: Float.self) + strides.offset(batch, head) + row * strides.row
            if strides.column == 1 {
                return each { index, part in LaneAccess.load(line + index, count: part) }
            } else {
                return each { index, part in LaneAccess.load(line + index &* strides.column, count: part, stride: strides.column) }
            }
        case (.boolean(let strides)?, let mask?):
            let line = mask.assumingMemoryBound(to: UInt8.self) + strides.offset(batch, head) + row * strides.row
            return each { index, part in
                var added = Lanes.zero
                for lane in 0..<part where line[(index &+ lane) &* strides.column] == 0 { added[lane] = -.infinity }
                return added
            }
        default: return each { _, _ in .zero }
        }
    }

    /// Scores of a few rows, key by key.
    private func dotProducts(
        _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>, _ scores: UnsafeMutablePointer<Float>, _ rows: Int, _ keys: Int
    ) {
        for line in 0..<rows {
            let vector = query + line * self.query.row
            for number in 0..<keys {
                let other = key + number * self.key.row
                var a = Lanes.zero
                var b = Lanes.zero
                var column = 0
                while column &+ 16 <= depth {
                    a += LaneAccess.load8(vector + column) * LaneAccess.load8(other + column)
                    b += LaneAccess.load8(vector + column + 8) * LaneAccess.load8(other + column + 8)
                    column &+= 16
                }
                while column < depth {
                    let part = min(8, depth &- column)
                    let left: Lanes = LaneAccess.load(vector + column, count: part)
                    a += left * LaneAccess.load(other + column, count: part)
                    column &+= 8
                }
                scores[line * paddedKeys + number] = LaneAccess.sum(a + b)
            }
        }
    }

    /// Keys in panels of eight, [panel][depth][8], zeros behind the last.
    private func packKeys(_ key: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ keys: Int) {
        var first = 0
        while first < keys {
            let panel = packed + first * depth
            let part = min(Self.lanes, keys - first)
            let start = key + first * self.key.row
            for column in 0..<depth {
                LaneAccess.store(
                    LaneAccess.load(start + column &* self.key.column, count: part, stride: self.key.row) as Lanes,
                    panel + column &* Self.lanes)
            }
            first += Self.lanes
        }
    }

    private func packValues(_ value: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ keys: Int) {
        for row in 0..<keys {
            var column = 0
            while column < valueDepth {
                let part = min(Self.lanes, valueDepth - column)
                LaneAccess.store(
                    LaneAccess.load(value + row &* self.value.row + column &* self.value.column, count: part, stride: self.value.column)
                        as Lanes,
                    packed + row &* paddedValueDepth + column)
                column += Self.lanes
            }
        }
    }

    /// Scores of a block of rows against packed keys.
    private func products(
        _ query: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ scores: UnsafeMutablePointer<Float>, _ rows: Int,
        _ keys: Int
    ) {
        var first = 0
        while first < keys {
            let panel = UnsafePointer(packed + first * depth)
            var row = 0
            while row < rows {
                let tile = Self.tile(
                    query + row * self.query.row, self.query.row, self.query.column, min(Self.tileRows, rows - row), panel, Self.lanes,
                    depth)
                // Rows past the end repeat the last and land in the block's own memory.
                let target = scores + row * paddedKeys + first
                LaneAccess.store(tile.0, target)
                LaneAccess.store(tile.1, target + paddedKeys)
                LaneAccess.store(tile.2, target + 2 * paddedKeys)
                LaneAccess.store(tile.3, target + 3 * paddedKeys)
                row += Self.tileRows
            }
            first += Self.lanes
        }
    }

    /// The output's rows: values weighted with the exponentials, times 1 / their sum.
    private func weigh(
        _ scores: UnsafeMutablePointer<Float>, _ value: UnsafePointer<Float>, _ valueStride: Int, _ output: UnsafeMutablePointer<Float>,
        _ rows: Int, _ keys: Int, _ factors: UnsafeMutableBufferPointer<Float>
    ) {
        var column = 0
        while column < valueDepth {
            let part = min(Self.lanes, valueDepth - column)
            var row = 0
            while row < rows {
                let count = min(Self.tileRows, rows - row)
                let tile = Self.tile(scores + row * paddedKeys, paddedKeys, 1, count, value + column, valueStride, keys)
                for line in 0..<count {
                    let sums = line == 0 ? tile.0 : line == 1 ? tile.1 : line == 2 ? tile.2 : tile.3
                    let result = sums * factors[row + line]
                    let target = output + (row + line) * self.output.row + column * self.output.column
                    if self.output.column == 1 {
                        LaneAccess.store(result, target, count: part)
                    } else {
                        for lane in 0..<part { target[lane * self.output.column] = result[lane] }
                    }
                }
                row += Self.tileRows
            }
            column += Self.lanes
        }
    }

    /// Four rows (the last repeated where there are fewer) times eight columns over `count` products.
    @inline(__always)
    private static func tile(
        _ a: UnsafePointer<Float>, _ rowStride: Int, _ columnStride: Int, _ rows: Int, _ b: UnsafePointer<Float>, _ step: Int, _ count: Int
    ) -> (Lanes, Lanes, Lanes, Lanes) {
        let a1 = a + (rows > 1 ? rowStride : 0)
        let a2 = rows > 2 ? a + 2 * rowStride : a1
        let a3 = rows > 3 ? a + 3 * rowStride : a2
        var sums = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var b = b
        var column = 0
        for _ in 0..<count {
            let vector = LaneAccess.load8(b)
            sums.0 += vector * a[column]
            sums.1 += vector * a1[column]
            sums.2 += vector * a2[column]
            sums.3 += vector * a3[column]
            b += step
            column &+= columnStride
        }
        return sums
    }
}
