extension RecurrentSequence {
    private typealias Lanes = SIMD8<Float>

    /// Computes the sequence.
    /// - Parameter scratch: ``scratchBytes(threads:)`` bytes, aligned to 64.
    package func run(_ tensors: Tensors, scratch: UnsafeMutableRawPointer, team: WorkerTeam) {
        guard batches > 0 else { return }
        let floats = scratch.assumingMemoryBound(to: Float.self)
        let parts = scratchParts(threads: team.threadCount)
        if steps > 0 {
            for direction in 0..<layer.directionCount {
                let gates = floats + direction * parts.total
                let weights = layer.parts(tensors.packed, direction)
                inputProduct.run(
                    a: tensors.input, packed: weights.input, c: gates, epilogue: Epilogue(bias: weights.bias),
                    scratch: gates + parts.products,
                    team: team)
            }
        }
        if splitsDirections(team.threadCount) {
            team.run(Directions(sequence: self, tensors: tensors, scratch: floats, parts: parts, team: team), tasks: 2)
        } else {
            for direction in 0..<layer.directionCount {
                run(direction, tensors, floats + direction * parts.total, parts.states, parts.products, team)
            }
        }
    }

    private struct Directions: WorkerJob {
        let sequence: RecurrentSequence
        let tensors: Tensors
        let scratch: UnsafeMutablePointer<Float>
        let parts: (states: Int, products: Int, total: Int)
        let team: WorkerTeam

        func perform(task direction: Int, worker: Int) {
            // A run inside a run happens on the thread that asks for it.
            sequence.run(direction, tensors, scratch + direction * parts.total, parts.states, parts.products, team)
        }
    }

    /// One direction, from the initial state to the last.
    private func run(
        _ direction: Int, _ tensors: Tensors, _ gates: UnsafeMutablePointer<Float>, _ states: Int, _ products: Int, _ team: WorkerTeam
    ) {
        let hidden = layer.hiddenSize
        let padded = layer.paddedHidden
        let weights = layer.parts(tensors.packed, direction)
        let state = gates + states
        let cellState = state + stateFloats
        let extra = cellState + stateFloats
        let isReverse = layer.direction == .reverse || direction == 1
        state.update(repeating: 0, count: 2 * stateFloats)
        var longest = 0
        var shortest = steps
        for batch in 0..<batches {
            let offset = batch * strides.stateBatch + direction * strides.stateDirection
            (state + batch * padded).update(from: tensors.hiddenState + offset, count: hidden)
            if let initial = tensors.cellState { (cellState + batch * padded).update(from: initial + offset, count: hidden) }
            let length = tensors.lengths.length(batch, of: steps)
            longest = max(longest, length)
            shortest = min(shortest, length)
        }
        // Items whose steps fall together share a product; items of other lengths run backwards from other places.
        let isTogether = !isReverse || shortest == longest
        let scratch = UnsafeMutableRawPointer(gates + products)
        for step in 0..<longest {
            if isTogether {
                let time = isReverse ? longest - 1 - step : step
                let rowStride = steps * layer.gateColumns
                multiply(batches, gates + time * layer.gateColumns, rowStride, state, extra, weights, scratch, team)
            }
            for batch in 0..<batches {
                let length = tensors.lengths.length(batch, of: steps)
                guard step < length else { continue }
                let time = isReverse ? length - 1 - step : step
                let row = gates + (batch * steps + time) * layer.gateColumns
                let own = state + batch * padded
                if !isTogether {
                    multiply(1, row, layer.gateColumns, own, extra + batch * padded, weights, scratch, team)
                }
                finish(row, own, cellState + batch * padded, extra + batch * padded)
                if let output = tensors.output {
                    let offset = batch * strides.outputBatch + direction * strides.outputDirection + time * strides.outputStep
                    (output + offset).update(from: own, count: hidden)
                }
            }
        }
        for batch in 0..<batches {
            let length = tensors.lengths.length(batch, of: steps)
            if let output = tensors.output {
                for time in length..<max(length, steps) {
                    let offset = batch * strides.outputBatch + direction * strides.outputDirection + time * strides.outputStep
                    (output + offset).update(repeating: 0, count: hidden)
                }
            }
            let offset = batch * strides.stateBatch + direction * strides.stateDirection
            // Without a step there is no last state: zeros, not the initial one.
            if length == 0, steps > 0 {
                (state + batch * padded).update(repeating: 0, count: hidden)
                (cellState + batch * padded).update(repeating: 0, count: hidden)
            }
            if let last = tensors.lastHiddenState { (last + offset).update(from: state + batch * padded, count: hidden) }
            if let last = tensors.lastCellState { (last + offset).update(from: cellState + batch * padded, count: hidden) }
        }
    }

    /// Adds the state's part to the gates of `rows` items. A GRU's hidden gate is left for what comes after the reset gate.
    private func multiply(
        _ rows: Int, _ gates: UnsafeMutablePointer<Float>, _ rowStride: Int, _ state: UnsafeMutablePointer<Float>,
        _ extra: UnsafeMutablePointer<Float>,
        _ weights: (input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>),
        _ scratch: UnsafeMutableRawPointer, _ team: WorkerTeam
    ) {
        let padded = layer.paddedHidden
        guard case .gru(let gateActivation, _, let linearBeforeReset) = layer.cell else {
            stateProduct(rows: rows, gates: layer.cell.gateCount, resultStride: rowStride, accumulates: true)
                .run(a: state, packed: weights.recurrent, c: gates, scratch: scratch, team: team)
            return
        }
        stateProduct(rows: rows, gates: 2, resultStride: rowStride, accumulates: true)
            .run(a: state, packed: weights.recurrent, c: gates, scratch: scratch, team: team)
        let hiddenWeights = weights.recurrent + 2 * padded * layer.hiddenSize
        if linearBeforeReset {
            stateProduct(rows: rows, gates: 1, resultStride: padded, accumulates: false)
                .run(
                    a: state, packed: hiddenWeights, c: extra, epilogue: Epilogue(bias: weights.bias + 3 * padded), scratch: scratch,
                    team: team)
            return
        }
        for row in 0..<rows {
            let reset = gates + row * rowStride + padded
            activate(gateActivation, reset, padded)
            Self.map(padded, extra + row * padded, reset, state + row * padded) { _, reset, state in reset * state }
        }
        stateProduct(rows: rows, gates: 1, resultStride: rowStride, accumulates: true)
            .run(a: extra, packed: hiddenWeights, c: gates + 2 * padded, scratch: scratch, team: team)
    }

    /// Applies the gates of one item and step to its state.
    private func finish(
        _ gates: UnsafeMutablePointer<Float>, _ state: UnsafeMutablePointer<Float>, _ cellState: UnsafeMutablePointer<Float>,
        _ extra: UnsafeMutablePointer<Float>
    ) {
        let padded = layer.paddedHidden
        switch layer.cell {
        case .rnn(let activation):
            activate(activation, gates, padded)
            state.update(from: gates, count: padded)
        case .gru(let gateActivation, let hiddenActivation, let linearBeforeReset):
            let candidate = gates + 2 * padded
            activate(gateActivation, gates, linearBeforeReset ? 2 * padded : padded)
            if linearBeforeReset { Self.map(padded, candidate, gates + padded, extra) { $0 + $1 * $2 } }
            activate(hiddenActivation, candidate, padded)
            Self.map(padded, state, gates, candidate) { state, update, candidate in (1 - update) * candidate + update * state }
        case .lstm(let gateActivation, let cellActivation, let hiddenActivation):
            let output = gates + 3 * padded
            activate(gateActivation, gates, 2 * padded)
            activate(cellActivation, gates + 2 * padded, padded)
            activate(gateActivation, output, padded)
            Self.map(padded, cellState, gates, gates) { cell, forget, _ in cell * forget }
            Self.map(padded, cellState, gates + padded, gates + 2 * padded) { $0 + $1 * $2 }
            state.update(from: cellState, count: padded)
            hiddenActivation.apply(to: state, count: padded)
            Self.map(padded, state, output, output) { state, output, _ in state * output }
        }
    }

    private func activate(_ activation: Activation, _ values: UnsafeMutablePointer<Float>, _ count: Int) {
        if layer.clip > 0 { Activation.clamp(min: -layer.clip, max: layer.clip).apply(to: values, count: count) }
        activation.apply(to: values, count: count)
    }

    /// target ← body(target, a, b) over a multiple of eight elements.
    @inline(__always)
    private static func map(
        _ count: Int, _ target: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
        _ body: (_ target: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes
    ) {
        var index = 0
        while index < count {
            LaneAccess.store(
                body(LaneAccess.load8(target + index), LaneAccess.load8(a + index), LaneAccess.load8(b + index)), target + index)
            index &+= 8
        }
    }
}
