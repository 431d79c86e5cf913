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
        let scratchParts: (scores: Int, factors: Int, total: Int)

        func perform(task: Int, worker: Int) { plan.attend(task, self, scratch + worker * scratchParts.total) }
    }

    /// Query rows by tiles: tall ones come first.
    private func firstRow(_ tile: Int) -> Int { tile * rows - max(0, tile - tall) }

    private func attend(_ task: Int, _ job: Job, _ scratch: UnsafeMutablePointer<Float>) {
        let (unit, part) = (task / parts, task % parts)
        let (batch, head) = (unit / attention.heads, unit % attention.heads)
        let tiles = (tall + short) * part / parts..<(tall + short) * (part + 1) / parts
        guard !tiles.isEmpty else { return }
        let keyHead = head / attention.headsPerKeyHead
        let key = job.key + attention.key.offset(batch, keyHead)
        let value = job.value + attention.value.offset(batch, keyHead)
        pack(key, scratch, visibleKeys(firstRow(tiles.upperBound)))
        var first = tiles.lowerBound
        while first < tiles.upperBound {
            let end = min(tiles.upperBound, first + blockTiles)
            let block = Block(
                batch: batch, head: head, row: firstRow(first), rows: firstRow(end) - firstRow(first),
                tall: min(end, tall) - min(first, tall), short: max(end, tall) - max(first, tall), keys: visibleKeys(firstRow(end)))
            score(block, key, job, scratch)
            exponentiate(block, job, scratch)
            weigh(block, value, job, scratch)
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

    // MARK: Scores

    /// Packs the keys of a head, where the scores take them so.
    private func pack(_ key: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>, _ keys: Int) {
        guard case .packed(_, let transposition, let lastTransposition) = scores else { return }
        let (width, depth, stride) = (panelColumns, attention.depth, attention.key.row)
        for first in Swift.stride(from: 0, to: keys, by: width) {
            // Keys that none of the rows sees may be packed as well, if they exist.
            let count = min(width, attention.keyRows - first)
            let source = key + first * stride
            let target = packed + first * depth
            let code = count == width ? transposition : lastTransposition
            if count < width { target.update(repeating: 0, count: width * depth) }
            guard let code else {
                for row in 0..<count {
                    for k in 0..<depth { target[k * width + row] = source[row * stride + k] }
                }
                continue
            }
            var arguments = TransposeArguments(
                source: UnsafeRawPointer(source), sourceStride: stride * 4, target: UnsafeMutableRawPointer(target),
                targetStride: width * 4, rows: count, columns: depth)
            code.call(&arguments)
        }
    }

    private func score(_ block: Block, _ key: UnsafePointer<Float>, _ job: Job, _ scratch: UnsafeMutablePointer<Float>) {
        let target = scratch + job.scratchParts.scores
        let query = job.query + (attention.query.offset(block.batch, block.head) + block.row * attention.query.row)
        if case .dotProducts(let code) = scores {
            for row in 0..<block.rows {
                var arguments = DotProductsArguments(
                    vector: UnsafeRawPointer(query + row * attention.query.row), matrix: UnsafeRawPointer(key),
                    stride: attention.key.row * 4, rows: block.keys, results: UnsafeMutableRawPointer(target + row * scoresStride))
                code.call(&arguments)
            }
            return
        }
        var arguments = GemmTileArguments(
            a: UnsafeRawPointer(query), b: UnsafeRawPointer(key), c: UnsafeMutableRawPointer(target),
            aStride: attention.query.row * 4, bStride: attention.key.column * 4, cStride: scoresStride * 4, depth: attention.depth,
            tiles: block.tall, shortTiles: block.short)
        for first in stride(from: 0, to: block.keys, by: panelColumns) {
            arguments.c = UnsafeMutableRawPointer(target + first)
            switch scores {
            case .packed(let product, _, _):
                arguments.b = UnsafeRawPointer(scratch + first * attention.depth)
                product.call(&arguments)
            case .transposed(let product, let lastProduct):
                arguments.b = UnsafeRawPointer(key + first)
                let rest = block.keys - first
                if let lastProduct, rest < panelColumns {
                    let lanes = instructionSet.width.lanes
                    arguments.tailLanes = rest - (rest - 1) / lanes * lanes
                    lastProduct.call(&arguments)
                } else {
                    product.call(&arguments)
                }
            case .dotProducts: break
            }
        }
    }

    // MARK: Weights

    private func exponentiate(_ block: Block, _ job: Job, _ scratch: UnsafeMutablePointer<Float>) {
        let scores = scratch + job.scratchParts.scores
        let factors = scratch + job.scratchParts.factors
        let stride = scoresStride
        var arguments = SoftmaxRowsArguments(
            input: UnsafeRawPointer(scores), inputStride: stride * 4, output: UnsafeMutableRawPointer(scores), outputStride: stride * 4,
            rows: block.rows, count: block.keys)
        arguments.scale = job.scale
        arguments.factors = UnsafeMutableRawPointer(factors)
        switch (attention.mask, job.mask) {
        case (.added(let strides)?, let mask?):
            let offset = strides.offset(block.batch, block.head) + block.row * strides.row
            arguments.mask = mask + offset * 4
            arguments.maskStride = strides.row * 4
        case (.boolean(let strides)?, let mask?):
            arguments.mask = mask + strides.offset(block.batch, block.head) + block.row * strides.row
            arguments.maskStride = strides.row
        case (.causal?, _):
            // Each row sees one key more than the last.
            arguments.rows = 1
            for row in 0..<block.rows {
                let seen = min(block.keys, block.row + row + 1)
                arguments.count = seen
                arguments.input = UnsafeRawPointer(scores + row * stride)
                arguments.output = UnsafeMutableRawPointer(scores + row * stride)
                arguments.factors = UnsafeMutableRawPointer(factors + row)
                exponentials.call(&arguments)
                (scores + row * stride + seen).update(repeating: 0, count: block.keys - seen)
            }
            return
        default: break
        }
        exponentials.call(&arguments)
    }

    /// The output's rows: values weighted with the exponentials, times 1 / their sum.
    private func weigh(_ block: Block, _ value: UnsafePointer<Float>, _ job: Job, _ scratch: UnsafeMutablePointer<Float>) {
        let output = job.output + (attention.output.offset(block.batch, block.head) + block.row * attention.output.row)
        var epilogue = EpilogueArguments()
        epilogue.operands.0 = EpilogueArguments.Operand(pointer: UnsafeRawPointer(scratch + job.scratchParts.factors), rowStride: 4)
        var arguments = GemmTileArguments(
            a: UnsafeRawPointer(scratch + job.scratchParts.scores), b: UnsafeRawPointer(value), c: UnsafeMutableRawPointer(output),
            aStride: scoresStride * 4, bStride: attention.value.row * 4, cStride: attention.output.row * 4, depth: block.keys,
            tiles: block.tall, shortTiles: block.short, epilogue: epilogue)
        for first in stride(from: 0, to: attention.valueDepth, by: panelColumns) {
            arguments.b = UnsafeRawPointer(value + first)
            arguments.c = UnsafeMutableRawPointer(output + first)
            let code = attention.valueDepth - first < panelColumns ? lastWeighing ?? weighing : weighing
            code.call(&arguments)
        }
    }
}
