import InferAssembler

/// What the code of a ``TransposeSpecification`` is called with. All strides are in bytes.
package struct TransposeArguments {
    package var source: UnsafeRawPointer
    package var sourceStride: Int
    package var target: UnsafeMutableRawPointer
    package var targetStride: Int
    /// Of the source; not fewer than a block has.
    package var rows: Int
    package var columns: Int

    package init(
        source: UnsafeRawPointer, sourceStride: Int, target: UnsafeMutableRawPointer, targetStride: Int, rows: Int, columns: Int
    ) {
        self.source = source
        self.sourceStride = sourceStride
        self.target = target
        self.targetStride = targetStride
        self.rows = rows
        self.columns = columns
    }
}

/// Transposes a matrix of elements of 32 bits, block by block in registers: source row `r`, column `c` becomes target row `c`, column `r`.
///
/// The last blocks end at the last row and column, even where they overlap those before; so source and target must not.
package struct TransposeSpecification: KernelSpecification {
    package let instructionSet: InstructionSet
    /// Of a block: 4, 8 or 16.
    package let rows: Int
    package let columns: Int
    /// Whether blocks follow each other down the source rather than along its rows: better where the target's rows are the shorter ones.
    package let goesDown: Bool

    /// The largest blocks for a matrix; nil where it is narrower than four.
    package init?(_ instructionSet: InstructionSet, rows: Int, columns: Int) {
        let sizes = [16, 8, 4].filter { $0 <= instructionSet.width.lanes }
        guard instructionSet != .portable, let blockRows = sizes.first(where: { $0 <= rows }),
            let blockColumns = sizes.first(where: { $0 <= columns })
        else { return nil }
        self.instructionSet = instructionSet
        self.rows = blockRows
        self.columns = blockColumns
        goesDown = rows <= columns
    }

    package var name: String { "transpose_\(rows)x\(columns)" }

    package func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let (row, lastRow, column, lastColumn) = (GeneralRegister.rbx, GeneralRegister.r12, GeneralRegister.rbp, GeneralRegister.r13)
        emitter.function(preserving: GeneralRegister.preserved) {
            a.mov(.r8, emitter.argument(\TransposeArguments.sourceStride))
            a.mov(.rcx, emitter.argument(\TransposeArguments.targetStride))
            a.lea(.r9, MemoryOperand(.r8, .r8, 2))
            a.lea(.r10, MemoryOperand(.rcx, .rcx, 2))
            a.mov(lastRow, emitter.argument(\TransposeArguments.rows))
            a.sub(lastRow, rows)
            a.mov(lastColumn, emitter.argument(\TransposeArguments.columns))
            a.sub(lastColumn, columns)
            let outer = goesDown ? (column, lastColumn, columns) : (row, lastRow, rows)
            let inner = goesDown ? (row, lastRow, rows) : (column, lastColumn, columns)
            forEach(a, outer.0, to: outer.1, step: outer.2) {
                forEach(a, inner.0, to: inner.1, step: inner.2) { emitBlock(emitter, row, column) }
            }
        }
    }

    /// Counts a register from 0 to `last`, which is always reached, by steps that are shorter at the end if need be.
    private func forEach(_ a: Assembler, _ register: GeneralRegister, to last: GeneralRegister, step: Int, _ body: () -> Void) {
        let end = a.makeLabel()
        a.xor32(register, register)
        a.align(16)
        let start = a.placedLabel()
        body()
        a.cmp(register, last)
        a.jump(.greaterOrEqual, end)
        a.add(register, step)
        a.cmp(register, last)
        a.cmov(.greater, register, last)
        a.jump(start)
        a.place(end)
    }

    private func emitBlock(_ emitter: KernelEmitter, _ row: GeneralRegister, _ column: GeneralRegister) {
        let a = emitter.assembler
        let sources: [GeneralRegister] = [.rax, .r11, .r14, .r15]
        let target = GeneralRegister.rdx
        a.mov(sources[0], row)
        a.imul(sources[0], .r8)
        a.lea(sources[0], MemoryOperand(sources[0], column, 4))
        a.add(sources[0], emitter.argument(\TransposeArguments.source))
        for index in 1..<max(1, rows / 4) { a.lea(sources[index], MemoryOperand(sources[index - 1], .r8, 4)) }
        a.mov(target, column)
        a.imul(target, .rcx)
        a.lea(target, MemoryOperand(target, row, 4))
        a.add(target, emitter.argument(\TransposeArguments.target))
        let width: VectorWidth = rows == 16 ? .zmm : rows == 8 ? .ymm : .xmm
        for group in 0..<columns / 4 {
            // Two sets of registers, so that a group need not wait for the one before.
            let registers = (0..<8).map { VectorRegister($0 + group % 2 * 8, width) }
            let (lines, between) = (Array(registers[..<4]), Array(registers[4...]))
            for (index, line) in lines.enumerated() { loadLines(a, line, sources, index, displacement: group * 16) }
            emitter.transposeFours(lines, temporaries: between)
            let places = [
                MemoryOperand(target), MemoryOperand(target, .rcx), MemoryOperand(target, .rcx, 2), MemoryOperand(target, .r10),
            ]
            for (place, line) in zip(places, lines) { a.vmovups(place, line) }
            if group < columns / 4 - 1 { a.lea(target, MemoryOperand(target, .rcx, 4)) }
        }
    }

    /// Four columns of the rows `index`, `index + 4` … side by side.
    private func loadLines(_ a: Assembler, _ target: VectorRegister, _ sources: [GeneralRegister], _ index: Int, displacement: Int) {
        func place(_ base: GeneralRegister) -> MemoryOperand {
            switch index {
            case 0: MemoryOperand(base, displacement)
            case 1: MemoryOperand(base, .r8, 1, displacement)
            case 2: MemoryOperand(base, .r8, 2, displacement)
            default: MemoryOperand(base, .r9, 1, displacement)
            }
        }
        a.vmovups(target.resized(.xmm), place(sources[0]))
        switch target.width {
        case .xmm: break
        case .ymm: a.vinsertf128(target, target, place(sources[1]), 1)
        case .zmm: for part in 1..<4 { a.vinsertf32x4(target, target, place(sources[part]), UInt8(part)) }
        }
    }
}
