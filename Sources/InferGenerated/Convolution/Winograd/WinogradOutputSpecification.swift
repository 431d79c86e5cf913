import InferAssembler
import InferKernels

/// Turns the products of tiles into results, whose channels are contiguous, and applies an epilogue to them.
package struct WinogradOutputSpecification: KernelSpecification {
    package let instructionSet: InstructionSet
    package let tile: WinogradTile
    package let channels: Int
    /// Floats between neighbouring results of a row.
    package let pixelStride: Int
    /// Floats between the rows of a matrix, with room for whole vectors.
    package let matrixStride: Int
    /// Floats between matrices.
    package let positionStride: Int
    /// Its rows are the results.
    package let epilogue: EpilogueSpecification

    package var name: String { "winograd_output_\(tile.name)_\(channels)" }

    package func emit(_ emitter: KernelEmitter) { WinogradOutputWriter(self, emitter).write() }
}

/// Writes the code of a ``WinogradOutputSpecification``.
private struct WinogradOutputWriter {
    private let specification: WinogradOutputSpecification
    private let emitter: KernelEmitter
    private let vertical: LinearMap
    private let horizontal: LinearMap

    private typealias Arguments = WinogradOutputArguments
    private let image = ImageAddress(first: .rsi, fourth: .r8, row: .rdx, threeRows: .rcx)
    private let products = GeneralRegister.r9
    private let tiles = GeneralRegister.r10
    private let height = GeneralRegister.r11
    private let width = GeneralRegister.rbx
    private let bias = GeneralRegister.rbp
    private let count = GeneralRegister.r12
    private let general = (GeneralRegister.r13, GeneralRegister.rax)

    private var tile: WinogradTile { specification.tile }
    private var assembler: Assembler { emitter.assembler }

    init(_ specification: WinogradOutputSpecification, _ emitter: KernelEmitter) {
        self.specification = specification
        self.emitter = emitter
        vertical = LinearMap(specification.tile.vertical.output)
        horizontal = LinearMap(specification.tile.horizontal.output)
    }

    func write() {
        let a = assembler
        emitter.function(preserving: [width, bias, count, general.0]) {
            a.mov(products, emitter.argument(\Arguments.products))
            a.mov(image.first, emitter.argument(\Arguments.target))
            a.mov(image.row, emitter.argument(\Arguments.rowBytes))
            a.mov(tiles, emitter.argument(\Arguments.tiles))
            a.mov(height, emitter.argument(\Arguments.height))
            a.mov(width, emitter.argument(\Arguments.width))
            a.mov(bias, emitter.argument(\Arguments.epilogue.bias))
            image.prepare(a)
            // Nearly all tiles lie wholly inside: they need not look at each result's place.
            let partial = a.makeLabel()
            let end = a.makeLabel()
            a.cmp(height, tile.vertical.outputs)
            a.jump(.below, partial)
            a.cmp(width, tile.horizontal.outputs)
            a.jump(.below, partial)
            writeTiles(isPartial: false)
            a.jump(end)
            a.place(partial)
            writeTiles(isPartial: true)
            a.place(end)
        }
    }

    private func writeTiles(isPartial: Bool) {
        let a = assembler
        let (vectors, rest) = specification.channels.quotientAndRemainder(dividingBy: emitter.lanes)
        emitter.loop(counting: tiles) {
            if vectors > 0 {
                a.mov(count, vectors)
                emitter.loop(counting: count) {
                    writeVector(isPartial: isPartial, rest: nil)
                    for place in [image.first, image.fourth, products, bias] { a.add(place, emitter.vectorBytes) }
                    moveOperands(emitter.vectorBytes)
                }
            }
            if rest > 0 {
                if emitter.hasMaskRegisters { _ = emitter.laneMask(rest, mask: .k1, vector: emitter.vector(0)) }
                writeVector(isPartial: isPartial, rest: rest)
            }
            let back = vectors * emitter.vectorBytes
            for pointer in [image.first, image.fourth] { a.add(pointer, tile.horizontal.outputs * specification.pixelStride * 4 - back) }
            a.add(products, specification.matrixStride * 4 - back)
            a.sub(bias, back)
            moveOperands(-back)
            if countsPixels {
                a.mov(general.0, emitter.argument(\Arguments.pixel))
                a.add(general.0, tile.horizontal.outputs)
                a.mov(emitter.argument(\Arguments.pixel), general.0)
            }
        }
    }

    private var accesses: [EpilogueSpecification.Access] {
        specification.epilogue.operations.compactMap {
            if case .combine(_, let access) = $0 { access } else { nil }
        }
    }

    private var countsPixels: Bool { accesses.contains { $0.variesByRow } }

    /// Moves the operands that differ by column on by so many bytes.
    private func moveOperands(_ bytes: Int) {
        for (index, access) in accesses.enumerated() where access.variesByColumn && bytes != 0 {
            let place = emitter.argument(\Arguments.epilogue.operands) + index * MemoryLayout<EpilogueArguments.Operand>.stride
            assembler.mov(general.0, place)
            assembler.add(general.0, bytes)
            assembler.mov(place, general.0)
        }
    }

    /// One vector of channels of a tile.
    ///
    /// - Parameter rest: how many of its lanes are channels, where not all are.
    private func writeVector(isPartial: Bool, rest: Int?) {
        let registers = LinearMapEmitter(emitter)
        let columns = tile.horizontal.products
        for part in vertical.rowParts(limit: (registers.freeCount - 4) / columns) {
            var rows: [[LinearMapEmitter.Operand]] = part.map { _ in [] }
            for column in 0..<columns {
                let values = (0..<tile.vertical.products).map { row in
                    let position = row * columns + column
                    return LinearMapEmitter.Operand.memory(MemoryOperand(products, position * specification.positionStride * 4))
                }
                for (index, value) in registers.apply(vertical, rows: part, to: values).enumerated() {
                    rows[index].append(.register(value))
                }
            }
            let all = Array(horizontal.rows.indices)
            let results = rows.map { registers.apply(horizontal, rows: all, to: $0) }
            writeResults(part, results, registers, isPartial: isPartial, rest: rest)
            for value in results.joined() { registers.release(value) }
        }
    }

    private func writeResults(
        _ rows: [Int], _ results: [[VectorRegister]], _ registers: LinearMapEmitter, isPartial: Bool, rest: Int?
    ) {
        let a = assembler
        let temporaries = (0..<min(registers.freeCount, 6)).map { _ in registers.take() }
        let tail: EpilogueContext.Tail? = rest.map { emitter.hasMaskRegisters ? .mask(LaneMask(.k1)) : .lanes($0) }
        var context = EpilogueContext(
            arguments: emitter.argument(\Arguments.epilogue), temporaries: temporaries, general: general, tail: tail)
        if countsPixels { context.row = MemoryOperand(.rdi, Arguments.currentOffset) }
        if specification.epilogue.hasBias {
            if rest == nil {
                for value in results.joined() { a.vaddps(value, value, MemoryOperand(bias)) }
            } else {
                emitter.load(temporaries[0], MemoryOperand(bias), emitter.mask(context))
                for value in results.joined() { a.vaddps(value, value, temporaries[0]) }
            }
        }
        for (row, values) in zip(rows, results) {
            let next = a.makeLabel()
            if isPartial {
                a.cmp(height, row)
                a.jump(.lessOrEqual, next)
                for (column, value) in values.enumerated() {
                    a.cmp(width, column)
                    a.jump(.lessOrEqual, next)
                    finish([value], row, column, context)
                }
            } else {
                finish(values, row, 0, context)
            }
            a.place(next)
        }
        for register in temporaries { registers.release(register) }
    }

    /// Applies the epilogue to neighbouring results and stores them.
    private func finish(_ values: [VectorRegister], _ row: Int, _ column: Int, _ context: EpilogueContext) {
        let a = assembler
        if countsPixels {
            a.mov(general.0, emitter.argument(\Arguments.rowPixels))
            a.imul(general.0, general.0, row)
            a.add(general.0, emitter.argument(\Arguments.pixel))
            a.add(general.0, column)
            a.mov(MemoryOperand(.rdi, Arguments.currentOffset), general.0)
        }
        emitter.apply(specification.epilogue, to: values.map { [$0] }, context)
        let mask = emitter.mask(context)
        for (index, value) in values.enumerated() {
            emitter.store(image[row, (column + index) * specification.pixelStride * 4], value, mask)
        }
    }
}
