import InferAssembler
import InferKernels

extension GeneratedAttention {
    /// Computes the operation; parameters as those of `Attention.run`.
    package func run(
        query: UnsafePointer<Float>, key: UnsafePointer<Float>, value: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        mask: UnsafeRawPointer? = nil, scale: Float? = nil, scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        let job = Job(
            plan: self, query: query, key: key, value: value, output: output, mask: mask, scale: scale ?? attention.scale,
            scratch: scratch.assumingMemoryBound(to: Float.self), scratchParts: scratchParts)
        let tasks = attention.batches * attention.heads * parts
        // Work that is over before another thread has woken stays here.
        let work = attention.queryRows * attention.keyRows * (attention.depth + attention.valueDepth + 16)
        team.run(job, tasks: tasks, isSmall: work * attention.batches * attention.heads < 1 << 17)
    }

    private struct Job: WorkerJob {
        let plan: GeneratedAttention
        let query: UnsafePointer<Float>
        let key: UnsafePointer<Float>
        let value: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let mask: UnsafeRawPointer?
        let scale: Float
        let scratch: UnsafeMutablePointer<Float>
        let scratchParts: ScratchParts

        func perform(task: Int, worker: Int) {
            let own = scratch + worker * scratchParts.total
            let memory = Memory(
                keys: own, values: own + scratchParts.values, scores: own + scratchParts.scores,
                states: UnsafeMutableRawPointer(own + scratchParts.states))
            plan.attend(task, self, memory)
        }
    }

    /// A worker's scratch memory.
    private struct Memory {
        let keys: UnsafeMutablePointer<Float>
        let values: UnsafeMutablePointer<Float>
        let scores: UnsafeMutablePointer<Float>
        /// For each row of a block its ``SoftmaxRowState``, or 1 / the sum of its exponentials where keys come all at once.
        let states: UnsafeMutableRawPointer
    }

    /// Query rows by tiles: tall ones come first.
    private func firstRow(_ tile: Int) -> Int { tile * rows - max(0, tile - tall) }

    private func attend(_ task: Int, _ job: Job, _ memory: Memory) {
        let (unit, part) = (task / parts, task % parts)
        let (batch, head) = (unit / attention.heads, unit % attention.heads)
        let tiles = (tall + short) * part / parts..<(tall + short) * (part + 1) / parts
        guard !tiles.isEmpty else { return }
        let keyHead = head / attention.headsPerKeyHead
        let key = job.key + attention.key.offset(batch, keyHead)
        let value = job.value + attention.value.offset(batch, keyHead)
        let keys = visibleKeys(firstRow(tiles.upperBound))
        if keyForm == .packed { packKeys(key, memory.keys, keys) }
        if packsValues { packValues(value, memory.values, keys) }
        var first = tiles.lowerBound
        while first < tiles.upperBound {
            let end = min(tiles.upperBound, first + blockTiles)
            let block = Block(
                batch: batch, head: head, row: firstRow(first), rows: firstRow(end) - firstRow(first),
                tall: min(end, tall) - min(first, tall), short: max(end, tall) - max(first, tall), keys: visibleKeys(firstRow(end)))
            let isDivided = partKeys < attention.keyRows
            if isDivided { begin(block, memory) }
            for firstKey in stride(from: 0, to: block.keys, by: partKeys) {
                let keys = firstKey..<min(block.keys, firstKey + partKeys)
                score(block, keys, key, job, memory)
                exponentiate(block, keys, job, memory)
                if isDivided { finish(block, keys, job, memory) }
                weigh(block, keys, value, job, memory)
            }
            first = end
        }
    }

    /// Query rows that are worked on together.
    private struct Block {
        let batch: Int
        let head: Int
        let row: Int
        let rows: Int
        let tall: Int
        let short: Int
        /// Keys that one of them may see.
        let keys: Int
    }

    /// How many keys the rows before `rows` may see.
    private func visibleKeys(_ rows: Int) -> Int { attention.mask == .causal ? min(attention.keyRows, rows) : attention.keyRows }

    // MARK: Packing

    /// Packs the keys of a head by panels.
    private func packKeys(_ key: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ keys: Int) {
        let (width, depth, stride) = (panelColumns, attention.depth, attention.key.row)
        for first in Swift.stride(from: 0, to: keys, by: width) {
            // Keys that none of the rows sees may be packed as well, if they exist.
            let count = min(width, attention.keyRows - first)
            let source = key + first * stride
            let target = packed + first * depth
            if count < width { target.update(repeating: 0, count: width * depth) }
            guard let code = count == width ? code.keyPacking : code.lastKeyPacking else {
                for row in 0..<count {
                    for k in 0..<depth { target[k * width + row] = source[row * stride + k] }
                }
                continue
            }
            var arguments = TransposeArguments(
                source: UnsafeRawPointer(source), sourceStride: stride * 4, target: UnsafeMutableRawPointer(target),
                targetStride: width * 4, rows: count, columns: depth)
            withUnsafeMutablePointer(to: &arguments) { code($0) }
        }
    }

    /// Packs the values of a head by panels of columns.
    private func packValues(_ value: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ keys: Int) {
        let width = panelColumns
        for first in stride(from: 0, to: attention.valueDepth, by: width) {
            guard let code = attention.valueDepth - first < width ? code.lastValuePacking : code.valuePacking else { return }
            var arguments = RowCopyArguments(
                source: UnsafeRawPointer(value + first), sourceStride: attention.value.row * 4,
                target: UnsafeMutableRawPointer(packed + first * attention.keyRows), targetStride: width * 4, rows: keys)
            withUnsafeMutablePointer(to: &arguments) { code($0) }
        }
    }

    // MARK: Scores

    private func score(_ block: Block, _ keys: Range<Int>, _ key: UnsafePointer<Float>, _ job: Job, _ memory: Memory) {
        let query = job.query + (attention.query.offset(block.batch, block.head) + block.row * attention.query.row)
        if keyForm == .dotProducts {
            for row in 0..<block.rows {
                var arguments = DotProductsArguments(
                    vector: UnsafeRawPointer(query + row * attention.query.row),
                    matrix: UnsafeRawPointer(key + keys.lowerBound * attention.key.row), stride: attention.key.row * 4, rows: keys.count,
                    results: UnsafeMutableRawPointer(memory.scores + row * scoresStride))
                withUnsafeMutablePointer(to: &arguments) { code.scores($0) }
            }
            return
        }
        var arguments = GemmTileArguments(
            a: UnsafeRawPointer(query), b: UnsafeRawPointer(key), c: UnsafeMutableRawPointer(memory.scores),
            aStride: attention.query.row * 4, bStride: attention.key.column * 4, cStride: scoresStride * 4, depth: attention.depth,
            tiles: block.tall, shortTiles: block.short)
        for first in stride(from: keys.lowerBound, to: keys.upperBound, by: panelColumns) {
            arguments.c = UnsafeMutableRawPointer(memory.scores + (first - keys.lowerBound))
            var function = code.scores
            if keyForm == .packed {
                arguments.b = UnsafeRawPointer(memory.keys + first * attention.depth)
            } else {
                arguments.b = UnsafeRawPointer(key + first)
                let rest = keys.upperBound - first
                if let last = code.lastScores, rest < panelColumns {
                    let lanes = instructionSet.width.lanes
                    arguments.tailLanes = rest - (rest - 1) / lanes * lanes
                    function = last
                }
            }
            withUnsafeMutablePointer(to: &arguments) { function($0) }
        }
    }

    // MARK: Weights

    private func exponentiate(_ block: Block, _ keys: Range<Int>, _ job: Job, _ memory: Memory) {
        let scores = memory.scores
        let stride = scoresStride
        var arguments = SoftmaxRowsArguments(
            input: UnsafeRawPointer(scores), inputStride: stride * 4, output: UnsafeMutableRawPointer(scores), outputStride: stride * 4,
            rows: block.rows, count: keys.count)
        arguments.scale = job.scale
        arguments.factors = memory.states
        switch (attention.mask, job.mask) {
        case (.added(let strides)?, let mask?):
            let offset = strides.offset(block.batch, block.head) + block.row * strides.row + keys.lowerBound
            arguments.mask = mask + offset * 4
            arguments.maskStride = strides.row * 4
        case (.boolean(let strides)?, let mask?):
            arguments.mask = mask + strides.offset(block.batch, block.head) + block.row * strides.row + keys.lowerBound
            arguments.maskStride = strides.row
        case (.causal?, _):
            exponentiateCausally(block, keys, &arguments, memory)
            return
        default: break
        }
        withUnsafeMutablePointer(to: &arguments) { code.exponentials($0) }
    }

    /// Each row sees one key more than the last.
    private func exponentiateCausally(_ block: Block, _ keys: Range<Int>, _ arguments: inout SoftmaxRowsArguments, _ memory: Memory) {
        arguments.rows = 1
        for row in 0..<block.rows {
            let seen = max(0, min(keys.upperBound, block.row + row + 1) - keys.lowerBound)
            let scores = memory.scores + row * scoresStride
            if seen > 0 {
                arguments.count = seen
                arguments.input = UnsafeRawPointer(scores)
                arguments.output = UnsafeMutableRawPointer(scores)
                arguments.factors = memory.states + row * stateBytes
                withUnsafeMutablePointer(to: &arguments) { code.exponentials($0) }
            } else {
                states(memory)[row].factor = 1
            }
            (scores + seen).update(repeating: 0, count: keys.count - seen)
        }
    }

    /// Bytes from one row's state to the next.
    private var stateBytes: Int { partKeys < attention.keyRows ? MemoryLayout<SoftmaxRowState>.stride : MemoryLayout<Float>.stride }

    private func states(_ memory: Memory) -> UnsafeMutablePointer<SoftmaxRowState> {
        memory.states.assumingMemoryBound(to: SoftmaxRowState.self)
    }

    // MARK: Parts

    private func begin(_ block: Block, _ memory: Memory) {
        memory.states.initializeMemory(as: SoftmaxRowState.self, repeating: SoftmaxRowState(), count: block.rows)
    }

    /// Brings the results of earlier keys down to the largest score so far; with the last keys makes factors 1 / the sum.
    private func finish(_ block: Block, _ keys: Range<Int>, _ job: Job, _ memory: Memory) {
        let states = states(memory)
        if keys.lowerBound > 0 {
            let output = job.output + (attention.output.offset(block.batch, block.head) + block.row * attention.output.row)
            for row in 0..<block.rows where states[row].factor != 1 {
                let (target, factor) = (output + row * attention.output.row, states[row].factor)
                for column in 0..<attention.valueDepth { target[column] *= factor }
            }
        }
        if keys.upperBound == block.keys {
            for row in 0..<block.rows { states[row].factor = 1 / states[row].sum }
        }
    }

    /// The output's rows: values weighted with the exponentials, times 1 / their sum once all are there.
    private func weigh(_ block: Block, _ keys: Range<Int>, _ value: UnsafePointer<Float>, _ job: Job, _ memory: Memory) {
        let output = job.output + (attention.output.offset(block.batch, block.head) + block.row * attention.output.row)
        let isDivided = partKeys < attention.keyRows
        let factorOffset = isDivided ? MemoryLayout<SoftmaxRowState>.offset(of: \.factor) ?? 0 : 0
        var epilogue = EpilogueArguments()
        epilogue.operands.0 = EpilogueArguments.Operand(pointer: UnsafeRawPointer(memory.states + factorOffset), rowStride: stateBytes)
        var arguments = GemmTileArguments(
            a: UnsafeRawPointer(memory.scores), b: UnsafeRawPointer(value), c: UnsafeMutableRawPointer(output),
            aStride: scoresStride * 4, bStride: attention.value.row * 4, cStride: attention.output.row * 4, depth: keys.count,
            tiles: block.tall, shortTiles: block.short, epilogue: epilogue)
        let (isFirst, isLast) = (keys.lowerBound == 0, keys.upperBound == block.keys)
        for first in stride(from: 0, to: attention.valueDepth, by: panelColumns) {
            arguments.b =
                packsValues
                ? UnsafeRawPointer(memory.values + (first * attention.keyRows + keys.lowerBound * panelColumns))
                : UnsafeRawPointer(value + (first + keys.lowerBound * attention.value.row))
            arguments.c = UnsafeMutableRawPointer(output + first)
            let own = attention.valueDepth - first < panelColumns ? code.lastWeighing : code.weighing
            let function = isFirst ? (isLast ? own.all : own.first) : isLast ? own.last : own.further
            withUnsafeMutablePointer(to: &arguments) { function($0) }
        }
    }
}
