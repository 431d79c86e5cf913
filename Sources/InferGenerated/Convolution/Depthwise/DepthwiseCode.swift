import InferAssembler

/// Writes the code of a ``DepthwiseSpecification``.
struct DepthwiseCode {
    private typealias Arguments = DepthwiseSpecification.Arguments
    private typealias RowUse = DepthwiseWindow.RowUse

    private let specification: DepthwiseSpecification
    private let emitter: KernelEmitter
    private var assembler: Assembler { emitter.assembler }
    private var channels: GroupedChannels { specification.channels }
    private var window: DepthwiseWindow { specification.window }
    private var tile: DepthwiseTile { specification.tile }

    // What integer registers hold. `rdi` is the block of arguments.
    private let input = GeneralRegister.rsi
    private let inputRow = GeneralRegister.rdx
    private let weights = GeneralRegister.rcx
    private let output = GeneralRegister.r8
    private let outputRow = GeneralRegister.r9
    private let firstRow = GeneralRegister.r10
    private let endRow = GeneralRegister.r11
    private let row = GeneralRegister.rax
    private let rowWeights = GeneralRegister.r12
    private let rowCount = GeneralRegister.r13
    private let channelCount = GeneralRegister.rbx
    private let general = (GeneralRegister.r14, GeneralRegister.r15)
    /// Of an input channel of the groups: its place in the row, or the lanes of its permutation.
    private var channel: GeneralRegister { general.1 }

    init(_ specification: DepthwiseSpecification, _ emitter: KernelEmitter) {
        self.specification = specification
        self.emitter = emitter
    }

    func emit() {
        emitter.function(preserving: [.rbx, .r12, .r13, .r14, .r15]) {
            for (register, field) in [
                (inputRow, \Arguments.inputRowBytes), (weights, \.weights),
                (outputRow, \.outputRowBytes), (firstRow, \.firstRow), (endRow, \.endRow),
            ] {
                assembler.mov(register, emitter.argument(field))
            }
            switch specification.order {
            case .tilesInside:
                vectors { vector in
                    takePlace()
                    repeating(emitter.argument(\Arguments.tiles), Self.innerCount) {
                        body(vector)
                        assembler.add(input, tileInputBytes)
                        assembler.add(output, tileOutputBytes)
                        addToPixels(tile.columns)
                    }
                    rewindPixels()
                } next: { inputBytes, outputBytes in
                    addToPlace(input: inputBytes, output: outputBytes)
                }
            case .vectorsInside:
                repeating(emitter.argument(\Arguments.tiles), Self.outerCount) {
                    takePlace()
                    assembler.mov(weights, emitter.argument(\Arguments.weights))
                    vectors {
                        body($0)
                    } next: { inputBytes, outputBytes in
                        assembler.add(input, inputBytes)
                        assembler.add(output, outputBytes)
                    }
                    rewindColumns()
                    addToPlace(input: tileInputBytes, output: tileOutputBytes)
                    addToPixels(tile.columns)
                }
            }
        }
    }

    // MARK: The loops

    private static let innerCount = MemoryOperand(.rsp, -8)
    private static let outerCount = MemoryOperand(.rsp, -16)
    private static let vectorCount = MemoryOperand(.rsp, -24)

    private var tileInputBytes: Int { tile.columns * window.strideWidth * specification.inputPixelBytes }
    private var tileOutputBytes: Int { tile.columns * specification.outputPixelBytes }

    /// Does something for each vector of outputs.
    ///
    /// - Parameter next: goes on by so many bytes of inputs and outputs.
    private func vectors(_ work: (Vector) -> Void, next: (_ inputBytes: Int, _ outputBytes: Int) -> Void) {
        func step(_ lanes: Lanes, outputBytes: Int, inputBytes: Int = 0) {
            work(vector(lanes))
            next(inputBytes, outputBytes)
            assembler.add(weights, channels.packedCount(taps: window.taps) / channels.vectorsPerUnit * 4)
            emitter.advanceColumns(specification.epilogue, emitter.argument(\Arguments.epilogue), by: outputBytes, general: general.0)
        }
        let tail = assembler.makeLabel()
        assembler.mov(general.0, emitter.argument(\Arguments.units))
        assembler.test(general.0, general.0)
        assembler.jump(.zero, tail)
        repeating(emitter.argument(\Arguments.units), specification.order == .tilesInside ? Self.outerCount : Self.innerCount) {
            let inputBytes = channels.inputsPerUnit * 4
            let (whole, rest) = (channels.wholeVectors, channels.remainingOutputs)
            if whole == 1 {
                step(.all, outputBytes: emitter.vectorBytes, inputBytes: rest == 0 ? inputBytes : 0)
            } else if whole > 1 {
                assembler.mov(general.0, whole)
                repeating(general.0, Self.vectorCount) { step(.all, outputBytes: emitter.vectorBytes) }
                if rest == 0 { next(inputBytes, 0) }
            }
            if rest > 0 { step(.fixed(rest), outputBytes: rest * 4, inputBytes: inputBytes) }
        }
        assembler.place(tail)
        if specification.hasTail { work(vector(.counted)) }
    }

    /// Repeats a body as often as an argument says, once or more.
    private func repeating(_ count: MemoryOperand, _ counter: MemoryOperand, _ body: () -> Void) {
        assembler.mov(general.0, count)
        repeating(general.0, counter, body)
    }

    private func repeating(_ count: GeneralRegister, _ counter: MemoryOperand, _ body: () -> Void) {
        assembler.mov(counter, count)
        assembler.align(16)
        let start = assembler.placedLabel()
        body()
        add(-1, to: counter)
        assembler.jump(.notZero, start)
    }

    /// Adds to a number in memory.
    private func add(_ amount: Int, to place: MemoryOperand) {
        assembler.mov(general.0, place)
        assembler.add(general.0, amount)
        assembler.mov(place, general.0)
    }

    private func takePlace() {
        assembler.mov(input, emitter.argument(\Arguments.input))
        assembler.mov(output, emitter.argument(\Arguments.output))
    }

    private func addToPlace(input: Int, output: Int) {
        if input != 0 { add(input, to: emitter.argument(\Arguments.input)) }
        if output != 0 { add(output, to: emitter.argument(\Arguments.output)) }
    }

    /// The tile's first pixel in a row, as the epilogue counts.
    private func pixel(row: Int) -> MemoryOperand { emitter.argument(\Arguments.pixels) + row * 8 }

    private func addToPixels(_ count: Int) {
        guard specification.epilogue.variesByRow else { return }
        for y in 0..<tile.rows { add(count, to: pixel(row: y)) }
    }

    /// From behind the last tile to the first.
    private func rewindPixels() {
        guard specification.epilogue.variesByRow else { return }
        assembler.mov(general.1, emitter.argument(\Arguments.tiles))
        assembler.imul(general.1, general.1, tile.columns)
        for y in 0..<tile.rows {
            assembler.mov(general.0, pixel(row: y))
            assembler.sub(general.0, general.1)
            assembler.mov(pixel(row: y), general.0)
        }
    }

    /// From the columns behind the last whole unit to the first.
    private func rewindColumns() {
        assembler.mov(general.1, emitter.argument(\Arguments.units))
        assembler.imul(general.1, general.1, -channels.outputsPerUnit * 4)
        emitter.advanceColumns(specification.epilogue, emitter.argument(\Arguments.epilogue), by: general.1, general: general.0)
    }

    // MARK: Masks

    /// The lanes of a vector of outputs that are channels.
    private enum Lanes {
        case all
        case fixed(Int)
        /// As many as the arguments say: of the last unit.
        case counted
    }

    /// A vector of outputs with the masks of its lanes and of those of the inputs that it is permuted from; none for all lanes.
    private struct Vector {
        let lanes: Lanes
        var outputs: LaneMask?
        var inputs: LaneMask?
        /// Whether there is room for one mask at a time: on AVX2, where they differ.
        var masksTakeTurns = false
    }

    private func vector(_ lanes: Lanes) -> Vector {
        var vector = Vector(lanes: lanes)
        let differ = channels.spread == .permutation && channels.inputs != channels.outputs
        if differ, !emitter.hasMaskRegisters {
            vector.masksTakeTurns = true
            return vector
        }
        vector.outputs = mask(lanes, ofInputs: false)
        vector.inputs = channels.spread == .broadcast ? nil : differ ? mask(lanes, ofInputs: true) : vector.outputs
        return vector
    }

    /// Makes a mask; nil for all lanes.
    private func mask(_ lanes: Lanes, ofInputs: Bool) -> LaneMask? {
        let mask: MaskRegister = ofInputs ? .k2 : .k1
        let vector = emitter.vector(emitter.registerCount - 1)
        switch lanes {
        case .counted:
            assembler.mov(general.1, ofInputs ? emitter.argument(\Arguments.inputTail) : emitter.argument(\Arguments.tail))
            return emitter.laneMask(counted: general.1, mask: mask, vector: vector, general: general.0)
        case .fixed, .all:
            var count = emitter.lanes
            if ofInputs { count = channels.inputsPerUnit } else if case .fixed(let outputs) = lanes { count = outputs }
            return count < emitter.lanes ? emitter.laneMask(count, mask: mask, vector: vector, general: general.0) : nil
        }
    }

    // MARK: One vector of outputs

    private func sum(_ y: Int, _ x: Int) -> VectorRegister { emitter.vector(y * tile.columns + x) }

    private var sums: [[VectorRegister]] { (0..<tile.rows).map { y in (0..<tile.columns).map { x in sum(y, x) } } }

    /// Two registers that take turns for inputs.
    private func value(_ turn: Int) -> VectorRegister { emitter.vector(tile.rows * tile.columns + turn % 2) }

    /// What an input is permuted by.
    private var permutation: VectorRegister { emitter.vector(emitter.registerCount - (emitter.hasMaskRegisters ? 1 : 2)) }

    /// Registers for weights.
    private var weightRegisters: [VectorRegister] {
        let outputs = tile.rows * tile.columns
        let first = outputs + 2
        let end = first + emitter.registerCount - outputs - DepthwiseSpecification.reserved(emitter.instructionSet, channels)
        return first < end ? (first..<end).map(emitter.vector) : []
    }

    private func epilogueContext(_ mask: LaneMask?, row: Int) -> EpilogueContext {
        let first = tile.rows * tile.columns
        return EpilogueContext(
            arguments: emitter.argument(\Arguments.epilogue), temporaries: (first..<first + 4).map(emitter.vector),
            row: pixel(row: row), general: general, tail: mask.map { .mask($0) })
    }

    private func body(_ vector: Vector) {
        var (outputs, inputs) = (vector.outputs, vector.inputs)
        if vector.masksTakeTurns { outputs = mask(vector.lanes, ofInputs: false) }
        // Each pixel is a row of one vector.
        emitter.setBias(specification.epilogue, in: sums.flatMap { $0 }.map { [$0] }, epilogueContext(outputs, row: 0))
        if vector.masksTakeTurns { inputs = mask(vector.lanes, ofInputs: true) }
        if specification.loopsOverRows { loopedRows(inputs) } else { unrolledRows(inputs) }
        if vector.masksTakeTurns { outputs = mask(vector.lanes, ofInputs: false) }
        assembler.mov(row, output)
        for y in 0..<tile.rows {
            emitter.apply(specification.epilogue, to: sums[y].map { [$0] }, epilogueContext(outputs, row: y))
            for x in 0..<tile.columns {
                emitter.store(MemoryOperand(row, x * specification.outputPixelBytes), sum(y, x), outputs)
            }
            if y < tile.rows - 1 { assembler.add(row, outputRow) }
        }
    }

    /// All input rows, written out; those that do not exist are jumped over.
    private func unrolledRows(_ mask: LaneMask?) {
        let end = assembler.makeLabel()
        let areResident = channels.spread == .none && window.taps <= weightRegisters.count
        if areResident {
            for tap in 0..<window.taps { emitter.load(weightRegisters[tap], MemoryOperand(weights, tap * emitter.vectorBytes)) }
        }
        assembler.mov(row, input)
        var place = 0
        for (inputRow, uses) in window.uses(rows: tile.rows).sorted(by: { $0.key < $1.key }) {
            advanceRow(by: inputRow - place)
            place = inputRow
            let next = assembler.makeLabel()
            assembler.cmp(firstRow, inputRow)
            assembler.jump(.greater, next)
            assembler.cmp(endRow, inputRow)
            assembler.jump(.lessOrEqual, end)
            eachChannel(weights) { weights in
                var held: [Int: VectorRegister] = [:]
                let wanted = uses.flatMap { use in (0..<window.kernelWidth).map { tap(use, $0) } }
                for (index, tap) in wanted.enumerated() {
                    if areResident {
                        held[tap] = weightRegisters[tap]
                    } else if index < weightRegisters.count {
                        held[tap] = weightRegisters[index]
                        emitter.load(weightRegisters[index], MemoryOperand(weights, tap * emitter.vectorBytes))
                    }
                }
                multiply(uses, held, weights: weights, mask)
            }
            assembler.place(next)
        }
        assembler.place(end)
    }

    /// The one output row's kernel rows, in a loop.
    private func loopedRows(_ mask: LaneMask?) {
        let end = assembler.makeLabel()
        let rowBytes = channels.inputs * window.kernelWidth * emitter.vectorBytes
        assembler.mov(rowCount, endRow)
        assembler.sub(rowCount, firstRow)
        assembler.jump(.lessOrEqual, end)
        assembler.mov(row, firstRow)
        assembler.imul(row, inputRow)
        assembler.add(row, input)
        assembler.imul(rowWeights, firstRow, rowBytes)
        assembler.add(rowWeights, weights)
        emitter.loop(counting: rowCount) {
            eachChannel(rowWeights) { weights in
                var held: [Int: VectorRegister] = [:]
                for (tap, register) in zip(0..<window.kernelWidth, weightRegisters) {
                    held[tap] = register
                    emitter.load(register, MemoryOperand(weights, tap * emitter.vectorBytes))
                }
                multiply([RowUse(output: 0, tap: 0)], held, weights: weights, mask)
            }
            assembler.add(row, inputRow)
            // Groups of several channels have gone through the row's weights.
            if channels.spread == .none { assembler.add(rowWeights, rowBytes) }
        }
        assembler.place(end)
    }

    /// Repeats a body for each input channel of the groups, whose weights begin where its register says.
    private func eachChannel(_ first: GeneralRegister, _ body: (_ weights: GeneralRegister) -> Void) {
        let permutes = channels.spread == .permutation
        if channels.spread == .none { return body(first) }
        if first != rowWeights { assembler.mov(rowWeights, first) }
        if permutes {
            assembler.lea(channel, emitter.constant(vector: (0..<channels.inputs).flatMap(channels.permutation)))
        } else {
            assembler.mov(channel, row)
        }
        assembler.mov(channelCount, channels.inputs)
        emitter.loop(counting: channelCount) {
            if permutes { emitter.load(permutation, MemoryOperand(channel)) }
            body(rowWeights)
            assembler.add(channel, permutes ? emitter.vectorBytes : 4)
            assembler.add(rowWeights, window.kernelWidth * emitter.vectorBytes)
        }
    }

    /// Where the weights of a tap are among those of the first input channel, in vectors.
    private func tap(_ use: RowUse, _ x: Int) -> Int { use.tap * channels.inputs * window.kernelWidth + x }

    private func advanceRow(by rows: Int) {
        if rows == 0 { return }
        if rows == 1 { return assembler.add(row, inputRow) }
        assembler.imul(general.0, inputRow, rows)
        assembler.add(row, general.0)
    }

    /// Adds the products of one input row.
    private func multiply(_ uses: [RowUse], _ held: [Int: VectorRegister], weights: GeneralRegister, _ mask: LaneMask?) {
        var columns: [Int: [(x: Int, tap: Int)]] = [:]
        for x in 0..<tile.columns {
            for tap in 0..<window.kernelWidth {
                columns[x * window.strideWidth + tap * window.dilationWidth, default: []].append((x, tap))
            }
        }
        var turn = 0
        for (column, places) in columns.sorted(by: { $0.key < $1.key }) where specification.columns.contains(column) {
            let value = value(turn)
            turn += 1
            load(value, column, mask)
            for use in uses {
                for place in places {
                    let tap = tap(use, place.tap)
                    if let weight = held[tap] {
                        emitter.multiplyAdd(sum(use.output, place.x), value, weight)
                    } else {
                        emitter.multiplyAdd(sum(use.output, place.x), value, MemoryOperand(weights, tap * emitter.vectorBytes))
                    }
                }
            }
        }
    }
    /// An input of the row for all lanes.
    private func load(_ value: VectorRegister, _ column: Int, _ mask: LaneMask?) {
        let bytes = column * specification.inputPixelBytes
        switch channels.spread {
        case .none: emitter.load(value, MemoryOperand(row, bytes), mask)
        case .broadcast: emitter.broadcast(value, MemoryOperand(channel, bytes))
        case .permutation:
            guard let mask else { return assembler.vpermps(value, permutation, MemoryOperand(row, bytes)) }
            emitter.load(value, MemoryOperand(row, bytes), mask)
            assembler.vpermps(value, permutation, value)
        }
    }
}
