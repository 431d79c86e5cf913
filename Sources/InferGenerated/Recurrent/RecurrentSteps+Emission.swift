import InferAssembler
import InferKernels

/// Writes the code of ``RecurrentSteps``.
///
/// Registers: `rdi` arguments, `rsi` weights, `rcx` the units' offset in bytes, `rbx` counts passes, `rdx` counts k, `r8`–`r10` the
/// rows' states at k, `rax` and `r11` what is needed for a moment.
struct RecurrentStepsWriter {
    private let steps: RecurrentSteps
    private let emitter: KernelEmitter
    private let panels: RecurrentPanels
    private var assembler: Assembler { emitter.assembler }

    private static let states: [GeneralRegister] = [.r8, .r9, .r10]
    /// k that one pass of the inner loop covers.
    private static let unrolling = 4

    init(_ steps: RecurrentSteps, _ emitter: KernelEmitter) {
        self.steps = steps
        self.emitter = emitter
        panels = RecurrentPanels(steps.instructionSet, steps.cell, hiddenSize: steps.hiddenSize)
    }

    /// A field of one row's arguments.
    private func row(_ index: Int, _ field: PartialKeyPath<RecurrentStepsArguments.Row>) -> MemoryOperand {
        let first = MemoryLayout<RecurrentStepsArguments>.offset(of: \.rows) ?? 0
        let stride = MemoryLayout<RecurrentStepsArguments.Row>.stride
        return MemoryOperand(.rdi, first + index * stride + (MemoryLayout<RecurrentStepsArguments.Row>.offset(of: field) ?? 0))
    }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx]) {
            let tail = steps.hiddenSize % emitter.lanes
            if tail != 0, emitter.hasMaskRegisters { _ = emitter.laneMask(tail, mask: .k1, vector: emitter.vector(0)) }
            let start = a.placedLabel()
            a.mov(.rsi, emitter.argument(\RecurrentStepsArguments.weights))
            for phase in steps.cell.phases.indices { write(phase: phase) }
            for index in 0..<steps.rows {
                a.mov(.rax, row(index, \.output))
                a.mov(row(index, \.state), .rax)
                a.add(.rax, emitter.argument(\RecurrentStepsArguments.outputStep))
                a.mov(row(index, \.output), .rax)
                a.mov(.rax, row(index, \.gates))
                a.add(.rax, emitter.argument(\RecurrentStepsArguments.gatesStep))
                a.mov(row(index, \.gates), .rax)
            }
            a.mov(.rax, emitter.argument(\RecurrentStepsArguments.steps))
            a.dec(.rax)
            a.mov(emitter.argument(\RecurrentStepsArguments.steps), .rax)
            a.jump(.notZero, start)
        }
    }

    // MARK: A phase of a step

    private func write(phase: Int) {
        let a = assembler
        let gates = steps.cell.phases[phase]
        let passes = steps.passes(gates: gates.count)
        let hasTail = steps.hiddenSize % emitter.lanes != 0
        // The units of a cell of one phase may be shared among threads.
        let isShared = steps.cell.phases.count == 1
        if isShared {
            a.mov(.rcx, emitter.argument(\RecurrentStepsArguments.firstUnit))
            a.mov(.rbx, emitter.argument(\RecurrentStepsArguments.passes))
        } else {
            a.xor32(.rcx, .rcx)
            a.mov(.rbx, passes.count)
        }
        if passes.count > 0 {
            let (start, end) = (a.makeLabel(), a.makeLabel())
            a.test(.rbx, .rbx)
            a.jump(.lessOrEqual, end)
            a.place(start)
            write(Pass(phase: phase, gates: gates, vectors: passes.vectors, isLastPartial: false))
            a.dec(.rbx)
            a.jump(.notZero, start)
            a.place(end)
        }
        if passes.last > 0 {
            let end = a.makeLabel()
            if isShared {
                a.mov(.rax, emitter.argument(\RecurrentStepsArguments.hasLastPass))
                a.test(.rax, .rax)
                a.jump(.zero, end)
            }
            write(Pass(phase: phase, gates: gates, vectors: passes.last, isLastPartial: hasTail))
            a.place(end)
        }
    }

    /// A few vectors of units whose gates are in registers together.
    private struct Pass {
        let phase: Int
        let gates: [Int]
        let vectors: Int
        let isLastPartial: Bool
    }

    private func accumulator(_ pass: Pass, row: Int, gate: Int, vector: Int) -> VectorRegister {
        emitter.vector((row * pass.gates.count + gate) * pass.vectors + vector)
    }

    private func accumulators(_ pass: Pass, gate: Int) -> [VectorRegister] {
        (0..<steps.rows).flatMap { row in (0..<pass.vectors).map { accumulator(pass, row: row, gate: gate, vector: $0) } }
    }

    /// Registers that hold no accumulator.
    private func free(_ pass: Pass) -> [VectorRegister] {
        (steps.rows * pass.gates.count * pass.vectors..<emitter.registerCount).map { emitter.vector($0) }
    }

    /// The gates of a pass at `row`, whose address is in `register`.
    private func gates(_ register: GeneralRegister, gate: Int, vector: Int) -> MemoryOperand {
        MemoryOperand(register, (vector * steps.cell.gateCount + gate) * emitter.vectorBytes)
    }

    private func write(_ pass: Pass) {
        let a = assembler
        begin(pass)
        for index in 0..<steps.rows {
            if pass.phase == 0 {
                a.mov(Self.states[index], row(index, \.state))
            } else {
                a.mov(Self.states[index], row(index, \.scratch))
                a.add(Self.states[index], panels.paddedHidden * 4)
            }
        }
        multiply(pass)
        a.add(.rsi, (pass.vectors - 1) * panelBytes(pass))
        finish(pass)
        a.add(.rcx, pass.vectors * emitter.vectorBytes)
    }

    /// Bytes of the weights of one vector of units.
    private func panelBytes(_ pass: Pass) -> Int { steps.hiddenSize * pass.gates.count * emitter.vectorBytes }

    /// Puts in place what the products are added to. Changes `rax` and `r11`.
    private func begin(_ pass: Pass) {
        let a = assembler
        a.imul(.r11, .rcx, steps.cell.gateCount)
        for index in 0..<steps.rows {
            a.mov(.rax, row(index, \.gates))
            a.add(.rax, .r11)
            for (position, gate) in pass.gates.enumerated() where !(steps.cell.isLinearBeforeReset && gate == 2) {
                for vector in 0..<pass.vectors {
                    emitter.load(
                        accumulator(pass, row: index, gate: position, vector: vector), gates(.rax, gate: gate, vector: vector))
                }
            }
        }
        guard steps.cell.isLinearBeforeReset else { return }
        a.mov(.rax, emitter.argument(\RecurrentStepsArguments.bias))
        a.add(.rax, .rcx)
        for vector in 0..<pass.vectors {
            for index in 0..<steps.rows {
                emitter.load(
                    accumulator(pass, row: index, gate: 2, vector: vector), MemoryOperand(.rax, vector * emitter.vectorBytes))
            }
        }
    }

    // MARK: The product

    /// Adds the states times the weights; `rsi` goes to the end of the first panel.
    private func multiply(_ pass: Pass) {
        let a = assembler
        let rowBytes = pass.gates.count * emitter.vectorBytes
        let rounds = steps.hiddenSize / Self.unrolling
        if rounds > 0 {
            a.mov(.rdx, rounds)
            emitter.loop(counting: .rdx) {
                for k in 0..<Self.unrolling { step(pass, k) }
                a.add(.rsi, Self.unrolling * rowBytes)
                for index in 0..<steps.rows { a.add(Self.states[index], Self.unrolling * 4) }
            }
        }
        let rest = steps.hiddenSize % Self.unrolling
        for k in 0..<rest { step(pass, k) }
        if rest > 0 { a.add(.rsi, rest * rowBytes) }
    }

    private func step(_ pass: Pass, _ k: Int) {
        let others = free(pass)
        for index in 0..<steps.rows { emitter.broadcast(others[index], MemoryOperand(Self.states[index], 4 * k)) }
        for vector in 0..<pass.vectors {
            for gate in pass.gates.indices {
                let weight = MemoryOperand(
                    .rsi, vector * panelBytes(pass) + (k * pass.gates.count + gate) * emitter.vectorBytes)
                if steps.rows == 1 {
                    emitter.multiplyAdd(accumulator(pass, row: 0, gate: gate, vector: vector), others[0], weight)
                    continue
                }
                let loaded = others[steps.rows]
                emitter.load(loaded, weight)
                for index in 0..<steps.rows {
                    emitter.multiplyAdd(accumulator(pass, row: index, gate: gate, vector: vector), others[index], loaded)
                }
            }
        }
    }

    // MARK: The gates' functions

    private func activate(_ activation: Activation, _ pass: Pass, gates: [Int]) {
        let values = gates.flatMap { accumulators(pass, gate: $0) }
        if steps.clip > 0 {
            emitter.apply(.clamp(min: -steps.clip, max: steps.clip), to: values, temporaries: free(pass))
        }
        emitter.apply(activation, to: values, temporaries: free(pass))
    }

    /// The lanes of a vector of units that exist; nil for all. `other` keeps them on AVX2.
    private func lanes(_ pass: Pass, _ vector: Int, _ other: VectorRegister) -> LaneMask? {
        guard pass.isLastPartial, vector == pass.vectors - 1 else { return nil }
        let count = steps.hiddenSize % emitter.lanes
        if emitter.hasMaskRegisters { return LaneMask(.k1) }
        return emitter.laneMask(count, mask: .k1, vector: other)
    }

    /// Applies the gates and writes the state.
    private func finish(_ pass: Pass) {
        switch (steps.cell, pass.phase) {
        case (.rnn(let activation), _):
            activate(activation, pass, gates: [0])
            writeStates(pass) { index, vector, _ in accumulator(pass, row: index, gate: 0, vector: vector) }
        case (.lstm(let gates, let cell, let hidden), _):
            finishLSTM(pass, gates, cell, hidden)
        case (.gru(let gates, let hidden, true), _):
            activate(gates, pass, gates: [0, 1])
            // The hidden gate: what was multiplied, reset, and the input's part.
            assembler.imul(.r11, .rcx, steps.cell.gateCount)
            for index in 0..<steps.rows {
                assembler.mov(.rax, row(index, \.gates))
                assembler.add(.rax, .r11)
                for vector in 0..<pass.vectors {
                    let candidate = accumulator(pass, row: index, gate: 2, vector: vector)
                    let reset = accumulator(pass, row: index, gate: 1, vector: vector)
                    assembler.vfmadd213ps(candidate, reset, self.gates(.rax, gate: 2, vector: vector))
                }
            }
            activate(hidden, pass, gates: [2])
            writeUpdated(pass) { index, vector in
                (
                    update: accumulator(pass, row: index, gate: 0, vector: vector),
                    candidate: accumulator(pass, row: index, gate: 2, vector: vector)
                )
            }
        case (.gru(let gates, _, false), 0):
            activate(gates, pass, gates: [0, 1])
            resetStates(pass)
        case (.gru(_, let hidden, false), _):
            activate(hidden, pass, gates: [0])
            let update = free(pass)[1]
            writeUpdated(pass) { index, vector in
                assembler.mov(.rax, row(index, \.scratch))
                assembler.add(.rax, .rcx)
                emitter.load(update, MemoryOperand(.rax, vector * emitter.vectorBytes))
                return (update: update, candidate: accumulator(pass, row: index, gate: 0, vector: vector))
            }
        }
    }

    private func finishLSTM(_ pass: Pass, _ gates: Activation, _ cell: Activation, _ hidden: Activation) {
        // In the order forget, input, cell, output.
        activate(gates, pass, gates: [0, 1, 3])
        activate(cell, pass, gates: [2])
        let other = free(pass)[0]
        for index in 0..<steps.rows {
            assembler.mov(.rax, row(index, \.cell))
            assembler.add(.rax, .rcx)
            for vector in 0..<pass.vectors {
                let state = accumulator(pass, row: index, gate: 0, vector: vector)
                let input = accumulator(pass, row: index, gate: 1, vector: vector)
                let candidate = accumulator(pass, row: index, gate: 2, vector: vector)
                let place = MemoryOperand(.rax, vector * emitter.vectorBytes)
                assembler.vmulps(input, input, candidate)
                let lanes = lanes(pass, vector, other)
                emitter.load(candidate, place, lanes)
                assembler.vfmadd213ps(state, candidate, input)
                emitter.store(place, state, lanes)
            }
        }
        emitter.apply(hidden, to: accumulators(pass, gate: 0), temporaries: free(pass))
        writeStates(pass) { index, vector, _ in
            let state = accumulator(pass, row: index, gate: 0, vector: vector)
            assembler.vmulps(state, state, accumulator(pass, row: index, gate: 3, vector: vector))
            return state
        }
    }

    /// Writes what `value` computes as the new states. Changes `r11`.
    private func writeStates(_ pass: Pass, _ value: (_ row: Int, _ vector: Int, _ lanes: LaneMask?) -> VectorRegister) {
        for index in 0..<steps.rows {
            assembler.mov(.r11, row(index, \.output))
            assembler.add(.r11, .rcx)
            for vector in 0..<pass.vectors {
                let lanes = lanes(pass, vector, free(pass)[0])
                let state = value(index, vector, lanes)
                emitter.store(MemoryOperand(.r11, vector * emitter.vectorBytes), state, lanes)
            }
        }
    }

    /// Writes `update · state + (1 - update) · candidate`.
    private func writeUpdated(_ pass: Pass, _ gates: (_ row: Int, _ vector: Int) -> (update: VectorRegister, candidate: VectorRegister)) {
        let old = free(pass)[2]
        writeStates(pass) { index, vector, lanes in
            let (update, candidate) = gates(index, vector)
            assembler.vfnmadd231ps(candidate, update, candidate)
            assembler.mov(.rax, row(index, \.state))
            assembler.add(.rax, .rcx)
            emitter.load(old, MemoryOperand(.rax, vector * emitter.vectorBytes), lanes)
            emitter.multiplyAdd(candidate, update, old)
            return candidate
        }
    }

    /// Keeps the update gate and the state times the reset gate for the next phase.
    private func resetStates(_ pass: Pass) {
        let others = free(pass)
        for index in 0..<steps.rows {
            assembler.mov(.rax, row(index, \.state))
            assembler.add(.rax, .rcx)
            assembler.mov(.r11, row(index, \.scratch))
            assembler.add(.r11, .rcx)
            for vector in 0..<pass.vectors {
                let offset = vector * emitter.vectorBytes
                let reset = accumulator(pass, row: index, gate: 1, vector: vector)
                emitter.load(others[1], MemoryOperand(.rax, offset), lanes(pass, vector, others[0]))
                assembler.vmulps(reset, reset, others[1])
                emitter.store(MemoryOperand(.r11, offset), accumulator(pass, row: index, gate: 0, vector: vector))
                emitter.store(MemoryOperand(.r11, panels.paddedHidden * 4 + offset), reset)
            }
        }
    }
}
