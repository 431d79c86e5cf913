import InferAssembler

/// Writes the code of ``ColumnProducts``.
///
/// A block's sums are made part by part, as many columns at a time as have room with all rows; the sums of each part go to the stack, from
/// where a block is finished row by row.
///
/// Registers: `rdi` arguments, `rsi` B of the block, `r8`–`r11` 1, 3, 5 and 7 strides of B, `r13` and `r15` 1 and 3 strides of A, `rax` A
/// and `r14` and `rbx` B at k, `rdx` what is fetched ahead, `rcx` counts k, `r12` blocks. The stack holds a block's sums, and behind them
/// the address of its C.
struct ColumnProductsWriter {
    private let kernel: ColumnProducts
    private let emitter: KernelEmitter
    private var assembler: Assembler { emitter.assembler }

    /// How far ahead in its column B is fetched where columns are long, in bytes.
    private static let prefetchDistance = 1024

    init(_ kernel: ColumnProducts, _ emitter: KernelEmitter) {
        self.kernel = kernel
        self.emitter = emitter
    }

    private var partColumns: Int { kernel.partColumns }
    private var elementBytes: Int { kernel.isHalf ? 2 : 4 }

    private var sums: [VectorRegister] { (0..<emitter.lanes).map { emitter.vector($0) } }
    private var rowsOfA: [VectorRegister] { (0..<kernel.rows).map { emitter.vector(emitter.lanes + $0) } }
    private var column: VectorRegister { emitter.vector(emitter.lanes + 4) }
    private var tailMask: VectorRegister { emitter.vector(emitter.lanes + 5) }
    private var temporaries: [VectorRegister] { (6...7).map { emitter.vector(emitter.lanes + $0) } }

    private var sumBytes: Int { kernel.rows * emitter.vectorBytes }
    /// The address of the block's C.
    private var target: MemoryOperand { MemoryOperand(.rsp, sumBytes) }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx, .r12, .r13, .r14, .r15], stackBytes: sumBytes + 8) {
            a.mov(.rsi, emitter.argument(\ColumnProductsArguments.b))
            a.mov(.rax, emitter.argument(\ColumnProductsArguments.c))
            a.mov(target, .rax)
            a.mov(.r8, emitter.argument(\ColumnProductsArguments.bStride))
            a.lea(.r9, MemoryOperand(.r8, .r8, 2))
            a.lea(.r10, MemoryOperand(.r8, .r8, 4))
            a.lea(.r11, MemoryOperand(.r9, .r8, 4))
            a.mov(.r13, emitter.argument(\ColumnProductsArguments.aStride))
            a.lea(.r15, MemoryOperand(.r13, .r13, 2))
            a.mov(.r12, emitter.argument(\ColumnProductsArguments.blocks))
            emitter.loop(times: .r12) { writeBlock(columns: emitter.lanes) }
            guard kernel.columnTail > 0 else { return }
            a.mov(.r12, emitter.argument(\ColumnProductsArguments.tails))
            emitter.loop(times: .r12) { writeBlock(columns: kernel.columnTail) }
        }
    }

    private func writeBlock(columns: Int) {
        let a = assembler
        for first in stride(from: 0, to: columns, by: partColumns) {
            a.mov(.r14, .rsi)
            if first > 0 {
                a.imul(.rax, .r8, first)
                a.add(.r14, .rax)
            }
            writePart(columns: min(partColumns, columns - first))
            storePart(first)
        }
        finish(columns: columns)
        a.imul(.rax, .r8, columns)
        a.add(.rsi, .rax)
        a.mov(.rax, target)
        a.add(.rax, columns * 4)
        a.mov(target, .rax)
        emitter.advanceColumns(
            kernel.epilogue, emitter.argument(\ColumnProductsArguments.epilogue), by: columns * 4, general: .rax)
    }

    // MARK: Sums

    /// Adds up the products of all rows with the columns from `r14` on.
    private func writePart(columns: Int) {
        let a = assembler
        for sum in sums { emitter.zero(sum) }
        a.mov(.rax, emitter.argument(\ColumnProductsArguments.a))
        if columns > 8 { a.lea(.rbx, MemoryOperand(.r14, .r8, 8)) }
        if kernel.fetchesNextPart {
            a.imul(.rdx, .r8, columns)
            a.add(.rdx, .r14)
        }
        a.mov(.rcx, emitter.argument(\ColumnProductsArguments.depthVectors))
        emitter.loop(times: .rcx) {
            if kernel.fetchesNextPart { fetch(columns: columns) }
            writeStep(columns: columns, nil)
            a.add(.rax, emitter.vectorBytes)
            a.add(.r14, emitter.lanes * elementBytes)
            if columns > 8 { a.add(.rbx, emitter.lanes * elementBytes) }
        }
        guard kernel.depthTail > 0 else { return }
        writeStep(columns: columns, emitter.laneMask(kernel.depthTail, mask: .k1, vector: tailMask, general: .rcx))
    }

    /// Fetches as many lines as a step reads.
    private func fetch(columns: Int) {
        let lines = max(1, columns * emitter.lanes * elementBytes / 64)
        for line in 0..<lines { assembler.prefetch(.t0, MemoryOperand(.rdx, line * 64)) }
        assembler.add(.rdx, lines * 64)
    }

    private func writeStep(columns: Int, _ lanes: LaneMask?) {
        for (row, register) in rowsOfA.enumerated() { emitter.load(register, rowPlace(row), lanes) }
        for index in 0..<columns {
            let place = columnPlace(index)
            if lanes == nil, !kernel.fetchesNextPart { assembler.prefetch(.t0, place + Self.prefetchDistance) }
            if kernel.rows == 1, !kernel.isHalf, lanes == nil {
                emitter.multiplyAdd(sums[index], rowsOfA[0], place)
                continue
            }
            if kernel.isHalf {
                assembler.vcvtph2ps(column, place)
            } else {
                emitter.load(column, place, lanes)
            }
            for (row, register) in rowsOfA.enumerated() { emitter.multiplyAdd(sums[row * partColumns + index], register, column) }
        }
    }

    private func rowPlace(_ row: Int) -> MemoryOperand {
        switch row {
        case 0: MemoryOperand(.rax)
        case 1: MemoryOperand(.rax, .r13, 1)
        case 2: MemoryOperand(.rax, .r13, 2)
        default: MemoryOperand(.rax, .r15, 1)
        }
    }

    private func columnPlace(_ index: Int) -> MemoryOperand {
        let base: GeneralRegister = index < 8 ? .r14 : .rbx
        switch index % 8 {
        case 0: return MemoryOperand(base)
        case 1: return MemoryOperand(base, .r8, 1)
        case 2: return MemoryOperand(base, .r8, 2)
        case 3: return MemoryOperand(base, .r9, 1)
        case 4: return MemoryOperand(base, .r8, 4)
        case 5: return MemoryOperand(base, .r10, 1)
        case 6: return MemoryOperand(base, .r9, 2)
        default: return MemoryOperand(base, .r11, 1)
        }
    }

    // MARK: Results

    /// Puts the sums of the columns from `first` on behind one another on the stack, a row after the other.
    private func storePart(_ first: Int) {
        let total = emitter.sumEach(of: sums, temporaries: temporaries)
        for row in 0..<kernel.rows {
            let place = MemoryOperand(.rsp, (row * emitter.lanes + first) * 4)
            switch (partColumns, row) {
            case (_, 0): emitter.store(place, total.resized(partColumns == 16 ? .zmm : partColumns == 8 ? .ymm : .xmm))
            case (8, _): assembler.vextractf32x8(place, total, UInt8(row))
            case (_, _) where emitter.lanes == 8: assembler.vextractf128(place, total, UInt8(row))
            default: assembler.vextractf32x4(place, total, UInt8(row))
            }
        }
    }

    /// Finishes the sums on the stack and writes them to C.
    private func finish(columns: Int) {
        let a = assembler
        let results = (0..<kernel.rows).map { [emitter.vector($0)] }
        var tail: EpilogueContext.Tail?
        if columns < emitter.lanes {
            tail =
                emitter.hasMaskRegisters
                ? .mask(emitter.laneMask(columns, mask: .k2, vector: tailMask, general: .rcx)) : .lanes(columns)
        }
        let context = EpilogueContext(
            arguments: emitter.argument(\ColumnProductsArguments.epilogue),
            temporaries: (kernel.rows..<emitter.registerCount).suffix(16).map { emitter.vector($0) }, general: (.rax, .rcx), tail: tail)
        emitter.setBias(kernel.epilogue, in: results, context)
        for (row, result) in results.enumerated() {
            a.vaddps(result[0], result[0], MemoryOperand(.rsp, row * emitter.vectorBytes))
        }
        emitter.apply(kernel.epilogue, to: results, context)
        let mask = emitter.mask(context)
        a.mov(.rcx, target)
        for (row, result) in results.enumerated() {
            emitter.store(MemoryOperand(.rcx), result[0], mask)
            if row < kernel.rows - 1 { a.add(.rcx, emitter.argument(\ColumnProductsArguments.cStride)) }
        }
    }
}
