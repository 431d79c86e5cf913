import InferAssembler

/// Writes the code of a ``DepthwiseSpecification``.
struct DepthwiseCode {
    private typealias Arguments = DepthwiseSpecification.Arguments

    private let specification: DepthwiseSpecification
    private let emitter: KernelEmitter
    private var assembler: Assembler { emitter.assembler }
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
    private let general = (GeneralRegister.r14, GeneralRegister.r15)

    init(_ specification: DepthwiseSpecification, _ emitter: KernelEmitter) {
        self.specification = specification
        self.emitter = emitter
    }

    func emit() {
        emitter.function(preserving: [.r12, .r13, .r14, .r15]) {
            for (register, field) in [
                (inputRow, \Arguments.inputRowBytes), (weights, \.weights),
                (outputRow, \.outputRowBytes), (firstRow, \.firstRow), (endRow, \.endRow),
            ] {
                assembler.mov(register, emitter.argument(field))
            }
            var mask: LaneMask?
            if specification.hasTail {
                assembler.mov(general.1, emitter.argument(\Arguments.tail))
                mask = emitter.laneMask(
                    counted: general.1, mask: .k1, vector: emitter.vector(emitter.registerCount - 1), general: general.0)
            }
            switch specification.order {
            case .tilesInside:
                vectors(mask) { mask in
                    takePlace()
                    repeating(\.tiles, Self.innerCount) {
                        body(mask: mask)
                        assembler.add(input, tileInputBytes)
                        assembler.add(output, tileOutputBytes)
                        addToPixels(tile.columns)
                    }
                    rewindPixels()
                } next: {
                    addToPlace(input: emitter.vectorBytes, output: emitter.vectorBytes)
                }
            case .vectorsInside:
                repeating(\.tiles, Self.outerCount) {
                    takePlace()
                    assembler.mov(weights, emitter.argument(\Arguments.weights))
                    vectors(mask) {
                        body(mask: $0)
                    } next: {
                        assembler.add(input, emitter.vectorBytes)
                        assembler.add(output, emitter.vectorBytes)
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

    private var tileInputBytes: Int { tile.columns * window.strideWidth * specification.inputPixelBytes }
    private var tileOutputBytes: Int { tile.columns * specification.outputPixelBytes }

    /// Does something for each vector of channels, of which the last may be a part of one.
    private func vectors(_ mask: LaneMask?, _ work: (LaneMask?) -> Void, next: () -> Void) {
        let tail = assembler.makeLabel()
        assembler.mov(general.0, emitter.argument(\Arguments.vectors))
        assembler.test(general.0, general.0)
        assembler.jump(.zero, tail)
        repeating(\.vectors, specification.order == .tilesInside ? Self.outerCount : Self.innerCount) {
            work(nil)
            next()
            assembler.add(weights, window.kernelHeight * window.kernelWidth * emitter.vectorBytes)
            emitter.advanceColumns(
                specification.epilogue, emitter.argument(\Arguments.epilogue), by: emitter.vectorBytes, general: general.0)
        }
        assembler.place(tail)
        if let mask { work(mask) }
    }

    /// Repeats a body as often as an argument says, once or more.
    private func repeating(_ count: KeyPath<Arguments, Int>, _ counter: MemoryOperand, _ body: () -> Void) {
        assembler.mov(general.0, emitter.argument(count))
        assembler.mov(counter, general.0)
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
        add(input, to: emitter.argument(\Arguments.input))
        add(output, to: emitter.argument(\Arguments.output))
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

    /// From the columns behind the last whole vector to the first.
    private func rewindColumns() {
        assembler.mov(general.1, emitter.argument(\Arguments.vectors))
        assembler.imul(general.1, general.1, -emitter.vectorBytes)
        emitter.advanceColumns(specification.epilogue, emitter.argument(\Arguments.epilogue), by: general.1, general: general.0)
    }

    // MARK: One vector of channels

    private func sum(_ y: Int, _ x: Int) -> VectorRegister { emitter.vector(y * tile.columns + x) }

    private var sums: [[VectorRegister]] { (0..<tile.rows).map { y in (0..<tile.columns).map { x in sum(y, x) } } }

    /// Two registers that take turns for inputs.
    private func value(_ turn: Int) -> VectorRegister { emitter.vector(tile.rows * tile.columns + turn % 2) }

    /// Registers for weights.
    private var weightRegisters: [VectorRegister] {
        let first = tile.rows * tile.columns + 2
        let end = emitter.registerCount - (emitter.hasMaskRegisters ? 0 : 1)
        return first < end ? (first..<end).map(emitter.vector) : []
    }

    private func epilogueContext(_ mask: LaneMask?, row: Int) -> EpilogueContext {
        let first = tile.rows * tile.columns
        return EpilogueContext(
            arguments: emitter.argument(\Arguments.epilogue), temporaries: (first..<first + 4).map(emitter.vector),
            row: pixel(row: row), general: general, tail: mask.map { .mask($0) })
    }

    private func body(mask: LaneMask?) {
        // Each pixel is a row of one vector.
        emitter.setBias(specification.epilogue, in: sums.flatMap { $0 }.map { [$0] }, epilogueContext(mask, row: 0))
        if specification.loopsOverRows { loopedRows(mask) } else { unrolledRows(mask) }
        assembler.mov(row, output)
        for y in 0..<tile.rows {
            emitter.apply(specification.epilogue, to: sums[y].map { [$0] }, epilogueContext(mask, row: y))
            for x in 0..<tile.columns {
                emitter.store(MemoryOperand(row, x * specification.outputPixelBytes), sum(y, x), mask)
            }
            if y < tile.rows - 1 { assembler.add(row, outputRow) }
        }
    }

    /// All input rows, written out; those that do not exist are jumped over.
    private func unrolledRows(_ mask: LaneMask?) {
        let end = assembler.makeLabel()
        let taps = window.kernelHeight * window.kernelWidth
        let areResident = taps <= weightRegisters.count
        if areResident {
            for tap in 0..<taps { emitter.load(weightRegisters[tap], MemoryOperand(weights, tap * emitter.vectorBytes)) }
        }
        assembler.mov(row, input)
        var place = 0
        for (inputRow, uses) in inputRows {
            advanceRow(by: inputRow - place)
            place = inputRow
            let next = assembler.makeLabel()
            assembler.cmp(firstRow, inputRow)
            assembler.jump(.greater, next)
            assembler.cmp(endRow, inputRow)
            assembler.jump(.lessOrEqual, end)
            let base = weights
            var held: [Int: VectorRegister] = [:]
            let wanted = uses.flatMap { use in (0..<window.kernelWidth).map { use.tap * window.kernelWidth + $0 } }
            for (index, tap) in wanted.enumerated() {
                if areResident {
                    held[tap] = weightRegisters[tap]
                } else if index < weightRegisters.count {
                    held[tap] = weightRegisters[index]
                    emitter.load(weightRegisters[index], MemoryOperand(base, tap * emitter.vectorBytes))
                }
            }
            multiply(uses, held, weights: base, mask)
            assembler.place(next)
        }
        assembler.place(end)
    }

    /// The one output row's kernel rows, in a loop.
    private func loopedRows(_ mask: LaneMask?) {
        let end = assembler.makeLabel()
        let rowBytes = window.kernelWidth * emitter.vectorBytes
        assembler.mov(rowCount, endRow)
        assembler.sub(rowCount, firstRow)
        assembler.jump(.lessOrEqual, end)
        assembler.mov(row, firstRow)
        assembler.imul(row, inputRow)
        assembler.add(row, input)
        assembler.imul(rowWeights, firstRow, rowBytes)
        assembler.add(rowWeights, weights)
        emitter.loop(counting: rowCount) {
            var held: [Int: VectorRegister] = [:]
            for (tap, register) in zip(0..<window.kernelWidth, weightRegisters) {
                held[tap] = register
                emitter.load(register, MemoryOperand(rowWeights, tap * emitter.vectorBytes))
            }
            multiply([RowUse(output: 0, tap: 0)], held, weights: rowWeights, mask)
            assembler.add(row, inputRow)
            assembler.add(rowWeights, rowBytes)
        }
        assembler.place(end)
    }

    private func advanceRow(by rows: Int) {
        if rows == 0 { return }
        if rows == 1 { return assembler.add(row, inputRow) }
        assembler.imul(general.0, inputRow, rows)
        assembler.add(row, general.0)
    }

    /// An output row of the tile and the kernel row by which it meets an input row.
    private struct RowUse {
        let output: Int
        let tap: Int
    }

    /// The tile's input rows that meet outputs, in order.
    private var inputRows: [(Int, [RowUse])] {
        var uses: [Int: [RowUse]] = [:]
        for y in 0..<tile.rows {
            for tap in 0..<window.kernelHeight {
                uses[y * window.strideHeight + tap * window.dilationHeight, default: []].append(RowUse(output: y, tap: tap))
            }
        }
        return uses.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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
            emitter.load(value, MemoryOperand(row, column * specification.inputPixelBytes), mask)
            for use in uses {
                for place in places {
                    let tap = use.tap * window.kernelWidth + place.tap
                    if let weight = held[tap] {
                        emitter.multiplyAdd(sum(use.output, place.x), value, weight)
                    } else {
                        emitter.multiplyAdd(sum(use.output, place.x), value, MemoryOperand(weights, tap * emitter.vectorBytes))
                    }
                }
            }
        }
    }
}
