import InferAssembler
import InferKernels

/// A recurrent layer bound to a number of batches and steps, computed by generated code; tensors are dense, as the operations define them.
///
/// The inputs of all steps are multiplied in one product; ``RecurrentSteps`` does the rest. Directions and items of the batch are
/// shared among threads.
package struct GeneratedRecurrentSequence: Sendable {
    package let weights: GeneratedRecurrentWeights
    private let batches: Int
    private let steps: Int
    private let input: RecurrentInputProduct
    /// The code for one, two and three items side by side.
    private let codes: [MachineCode]
    /// Groups of items that are stepped through together, evenly.
    private let blocks: Int
    /// How each goes through the units.
    private let passes: [RecurrentSteps.Passes]
    /// How many threads share the units of every step; 1 where directions and items are enough to share, or steps too short.
    private let unitParts: Int

    /// Bytes of recurrent weights from which reading them takes much longer than two threads take to meet.
    private static let sharedBytes = 128 << 10

    private var layer: RecurrentLayer { weights.layer }
    private var panels: RecurrentPanels { weights.panels }

    /// - Throws: `AssemblyError` where code cannot be made.
    package init(_ weights: GeneratedRecurrentWeights, batches: Int, steps: Int, threads: Int) throws {
        self.weights = weights
        self.batches = batches
        self.steps = steps
        let directions = weights.layer.directionCount
        let least = (batches + RecurrentSteps.mostRows - 1) / RecurrentSteps.mostRows
        blocks = max(1, least, min(batches, (threads + directions - 1) / directions))
        let most = max(1, (batches + blocks - 1) / blocks)
        let kernels = (1...most).map { rows in
            RecurrentSteps(
                weights.instructionSet, weights.layer.cell, clip: weights.layer.clip, hiddenSize: weights.layer.hiddenSize, rows: rows)
        }
        codes = try kernels.map { try CodeCache.shared.code($0) }
        passes = kernels.map { $0.passes(gates: weights.layer.cell.gateCount) }
        let shares = directions * blocks == 1 && weights.layer.cell.phases.count == 1
        let total = passes[most - 1].count + (passes[most - 1].last > 0 ? 1 : 0)
        unitParts = shares && weights.panels.recurrentCount * 4 >= Self.sharedBytes ? max(1, min(threads, total)) : 1
        input = try RecurrentInputProduct(weights, rows: batches * steps)
    }

    // MARK: Scratch

    private var gatesFloats: Int { rounded(batches * steps * panels.gateColumns) }
    /// The update gate and the reset state of an item, for a GRU that resets first.
    private var itemFloats: Int { 2 * panels.paddedHidden }
    private var directionFloats: Int { gatesFloats + rounded(batches * itemFloats) }

    private func rounded(_ count: Int) -> Int { (count + 15) & ~15 }

    /// Bytes of scratch that ``run(_:packed:scratch:team:)`` wants.
    package var scratchBytes: Int { layer.directionCount * directionFloats * 4 }

    // MARK: Running

    /// Computes the sequence.
    ///
    /// - Parameters:
    ///   - tensors: their `packed` is what ``GeneratedRecurrentWeights`` has packed.
    ///   - scratch: ``scratchBytes``, aligned to 64.
    package func run(_ tensors: RecurrentSequence.Tensors, scratch: UnsafeMutableRawPointer, team: WorkerTeam) {
        guard batches > 0 else { return }
        let floats = scratch.assumingMemoryBound(to: Float.self)
        if steps > 0 {
            input.run(tensors.input, packed: tensors.packed, gates: floats, directionStride: directionFloats, team: team)
        }
        if unitParts > 1 {
            run(0, 0..<batches, tensors, floats, team)
        } else {
            team.run(Job(sequence: self, tensors: tensors, scratch: floats), tasks: layer.directionCount * blocks)
        }
    }

    private struct Job: WorkerJob {
        let sequence: GeneratedRecurrentSequence
        let tensors: RecurrentSequence.Tensors
        let scratch: UnsafeMutablePointer<Float>

        func perform(task: Int, worker: Int) {
            let (direction, block) = (task / sequence.blocks, task % sequence.blocks)
            let first = block * sequence.batches / sequence.blocks
            let end = (block + 1) * sequence.batches / sequence.blocks
            sequence.run(direction, first..<end, tensors, scratch + direction * sequence.directionFloats, nil)
        }
    }

    /// One direction of a few items, from the initial state to the last; by all threads of a team, if there is one.
    private func run(
        _ direction: Int, _ items: Range<Int>, _ tensors: RecurrentSequence.Tensors, _ scratch: UnsafeMutablePointer<Float>,
        _ team: WorkerTeam?
    ) {
        let hidden = layer.hiddenSize
        let isReverse = layer.direction == .reverse || direction == 1
        let sign = isReverse ? -1 : 1
        let packed = weights.parts(tensors.packed, direction)
        var arguments: RecurrentStepsArguments?
        var count = 0
        for item in items {
            let state = (item * layer.directionCount + direction) * hidden
            let length = tensors.lengths.length(item, of: steps)
            let output = tensors.output.map { $0 + state * steps }
            if let output, length < steps { (output + length * hidden).update(repeating: 0, count: (steps - length) * hidden) }
            guard length > 0 else {
                finishWithoutStep(at: state, tensors)
                continue
            }
            let cell = tensors.lastCellState.map { $0 + state } ?? scratch + gatesFloats + item * itemFloats
            if let initial = tensors.cellState { cell.update(from: initial + state, count: hidden) }
            let time = isReverse ? length - 1 : 0
            let last = tensors.lastHiddenState.map { UnsafeMutableRawPointer($0 + state) }
            guard let first = output.map({ UnsafeMutableRawPointer($0 + time * hidden) }) ?? last else { continue }
            let row = RecurrentStepsArguments.Row(
                gates: UnsafeRawPointer(scratch + (item * steps + time) * panels.gateColumns),
                state: UnsafeRawPointer(tensors.hiddenState + state), output: first,
                cell: UnsafeMutableRawPointer(cell),
                scratch: UnsafeMutableRawPointer(scratch + gatesFloats + item * itemFloats), remaining: length,
                last: output == nil ? nil : last)
            if arguments == nil {
                arguments = RecurrentStepsArguments(
                    steps: 0, gatesStep: sign * panels.gateColumns * 4, outputStep: sign * hidden * 4,
                    weights: UnsafeRawPointer(packed.recurrent), bias: UnsafeRawPointer(packed.bias + panels.gateColumns),
                    passes: passes[0], row: row)
            }
            arguments?[count] = row
            count += 1
        }
        guard var arguments else { return }
        step(&arguments, count, team)
    }

    /// Takes all steps of `count` items: together as long as all have some left.
    private func step(_ arguments: inout RecurrentStepsArguments, _ count: Int, _ team: WorkerTeam?) {
        var count = count
        while count > 0 {
            var together = arguments[0].remaining
            for row in 1..<max(1, count) { together = min(together, arguments[row].remaining) }
            arguments.passes = passes[count - 1].count
            arguments.hasLastPass = passes[count - 1].last > 0 ? 1 : 0
            if let team {
                for _ in 0..<together { stepTogether(&arguments, count, team) }
            } else {
                arguments.steps = together
                codes[count - 1].call(&arguments)
            }
            var kept = 0
            for index in 0..<count {
                var row = arguments[index]
                row.remaining -= together
                if row.remaining > 0 {
                    arguments[kept] = row
                    kept += 1
                } else {
                    row.last?.copyMemory(from: row.state, byteCount: layer.hiddenSize * 4)
                }
            }
            count = kept
        }
    }

    /// Takes one step, its units shared among the threads of a team.
    private func stepTogether(_ arguments: inout RecurrentStepsArguments, _ count: Int, _ team: WorkerTeam) {
        arguments.steps = 1
        team.run(UnitsJob(sequence: self, arguments: arguments, count: count), tasks: unitParts)
        for index in 0..<count {
            var row = arguments[index]
            row.state = UnsafeRawPointer(row.output)
            row.output += arguments.outputStep
            row.gates += arguments.gatesStep
            arguments[index] = row
        }
    }

    /// A part of the units of one step.
    private struct UnitsJob: WorkerJob {
        let sequence: GeneratedRecurrentSequence
        let arguments: RecurrentStepsArguments
        let count: Int

        func perform(task: Int, worker: Int) {
            var own = arguments
            let passes = sequence.passes[count - 1]
            let panels = sequence.panels
            let total = passes.count + (passes.last > 0 ? 1 : 0)
            let share = total * task / sequence.unitParts..<total * (task + 1) / sequence.unitParts
            guard !share.isEmpty else { return }
            let firstVector = share.lowerBound * passes.vectors
            own.firstUnit = firstVector * panels.lanes * 4
            own.weights += firstVector * panels.lanes * panels.cell.gateCount * panels.hiddenSize * 4
            own.hasLastPass = share.upperBound > passes.count ? 1 : 0
            own.passes = share.count - own.hasLastPass
            sequence.codes[count - 1].call(&own)
        }
    }

    /// Without a step there is no last state: zeros, or of a cell the initial one.
    private func finishWithoutStep(at state: Int, _ tensors: RecurrentSequence.Tensors) {
        func finish(_ last: UnsafeMutablePointer<Float>?, _ initial: UnsafePointer<Float>?) {
            guard let last, let initial else { return }
            if steps > 0 {
                (last + state).update(repeating: 0, count: layer.hiddenSize)
            } else {
                (last + state).update(from: initial + state, count: layer.hiddenSize)
            }
        }
        finish(tensors.lastHiddenState, tensors.hiddenState)
        finish(tensors.lastCellState, tensors.cellState)
    }
}
