import InferAssembler

extension GemmTile {
    package func emit(_ emitter: KernelEmitter) {
        GemmTileWriter(self, emitter).write()
    }
}

/// Writes the code of a ``GemmTile``.
///
/// Registers: `rdi` arguments, `rsi` A and `rdx` C of the tile, `rcx` B, `r8` what is prefetched, `r9`–`r11` 1, 3 and 5 strides of A,
/// `rax`, `rbx`, `r12`, `r13` A at k (every seven rows one), `r14` counts k, `r15` the batch, `rbp` the stride of B.
/// Counters of outer loops lie below `rsp`.
private struct GemmTileWriter {
    let tile: GemmTile
    let emitter: KernelEmitter
    var assembler: Assembler { emitter.assembler }

    /// k that one pass of the main loop covers.
    private static let unrolling = 4
    /// Rows that one address register reaches by multiples of the stride.
    private static let rowsPerBase = 7
    private static let bases: [GeneralRegister] = [.rax, .rbx, .r12, .r13]

    private static let tileCounter = MemoryOperand(.rsp, -8)
    private static let batchCounter = MemoryOperand(.rsp, -16)
    private static let row = MemoryOperand(.rsp, -24)
    private static let prefetchStep = MemoryOperand(.rsp, -32)

    init(_ tile: GemmTile, _ emitter: KernelEmitter) {
        self.tile = tile
        self.emitter = emitter
    }

    private var vectors: Int { tile.vectors }

    /// The lanes of the last vector, where they are fixed.
    private var lastLanes: Int? {
        guard case .fixed(let columns) = tile.columns else { return nil }
        return columns - (vectors - 1) * emitter.lanes
    }

    private var hasTail: Bool { lastLanes != emitter.lanes }

    /// A vector register, in half the width where it is a last one half of whose lanes would be idle.
    private func vector(_ register: Int, column: Int) -> VectorRegister {
        let full = emitter.vector(register)
        guard column == vectors - 1, emitter.lanes == 16, let lastLanes, lastLanes <= 8 else { return full }
        return full.resized(.ymm)
    }

    func write() {
        let a = assembler
        emitter.function(preserving: GeneralRegister.preserved) {
            a.mov(.rsi, emitter.argument(\GemmTileArguments.a))
            a.mov(.rdx, emitter.argument(\GemmTileArguments.c))
            a.mov(.r9, emitter.argument(\GemmTileArguments.aStride))
            if tile.aLayout == .rows {
                a.lea(.r10, MemoryOperand(.r9, .r9, 2))
                a.lea(.r11, MemoryOperand(.r9, .r9, 4))
            }
            if tile.bLayout == .rows { a.mov(.rbp, emitter.argument(\GemmTileArguments.bStride)) }
            a.xor32(.rax, .rax)
            a.mov(Self.row, .rax)
            if tile.prefetchLines > 0 {
                a.mov(.r8, emitter.argument(\GemmTileArguments.prefetch))
                a.mov(.rax, 64 * tile.prefetchLines)
                a.mov(Self.prefetchStep, .rax)
            }
            setMask()
            writeTiles(tile.rows, emitter.argument(\GemmTileArguments.tiles))
            if tile.rows > 1 { writeTiles(tile.rows - 1, emitter.argument(\GemmTileArguments.shortTiles)) }
        }
    }

    /// Puts the mask of the last vector in place where masks have registers of their own.
    private func setMask() {
        guard emitter.hasMaskRegisters, hasTail else { return }
        if let lastLanes {
            _ = emitter.laneMask(lastLanes, mask: .k1, vector: emitter.vector(0))
        } else {
            assembler.mov(.rcx, emitter.argument(\GemmTileArguments.tailLanes))
            _ = emitter.laneMask(counted: .rcx, mask: .k1, vector: emitter.vector(0))
        }
    }

    private var tail: EpilogueContext.Tail? {
        guard hasTail else { return nil }
        if emitter.hasMaskRegisters { return .mask(LaneMask(.k1)) }
        return lastLanes.map { .lanes($0) } ?? .counted(emitter.argument(\GemmTileArguments.tailLanes))
    }

    // MARK: Tiles

    /// The registers of a tile of a height.
    private struct Registers {
        /// By set, row and vector. Where a tile is small, several sets take turns, so that no sum waits for the last.
        var accumulators: [[[VectorRegister]]]
        var b: [VectorRegister]
        var a: [VectorRegister]
        /// The mask of B's last columns on AVX2.
        var bMask: VectorRegister?
        /// Accumulators of the first set in full width.
        var results: [[VectorRegister]]
        /// What is free once the product is complete.
        var temporaries: [VectorRegister]
    }

    private func registers(_ rows: Int) -> Registers {
        let count = emitter.registerCount
        let masksB = tile.bLayout == .rows && hasTail && !emitter.hasMaskRegisters
        let other = vectors + 1 + (masksB ? 1 : 0)
        let size = rows * vectors
        let sets = [4, 2].first { (sets: Int) -> Bool in size * (sets - 1) < 8 && size * sets + other <= count } ?? 1
        var next = 0
        func take() -> Int {
            next += 1
            return next - 1
        }
        var results: [[VectorRegister]] = []
        var accumulators: [[[VectorRegister]]] = []
        for set in 0..<sets {
            let indices = (0..<rows).map { _ in (0..<vectors).map { _ in take() } }
            if set == 0 { results = indices.map { $0.map { emitter.vector($0) } } }
            accumulators.append(indices.map { row in row.enumerated().map { vector($1, column: $0) } })
        }
        let bMask = masksB ? emitter.vector(take()) : nil
        let b = (0..<vectors).map { vector(take(), column: $0) }
        let a = (next..<min(count, next + 4)).map { emitter.vector($0) }
        return Registers(
            accumulators: accumulators, b: b, a: a, bMask: bMask, results: results,
            temporaries: (size..<count).suffix(16).map { emitter.vector($0) })
    }

    private func context(_ registers: Registers) -> EpilogueContext {
        EpilogueContext(
            arguments: emitter.argument(\GemmTileArguments.epilogue), temporaries: registers.temporaries, row: Self.row,
            general: (.rax, .rcx), tail: tail)
    }

    private func writeTiles(_ rows: Int, _ count: MemoryOperand) {
        let a = assembler
        let end = a.makeLabel()
        a.mov(.rax, count)
        a.test(.rax, .rax)
        a.jump(.lessOrEqual, end)
        a.mov(Self.tileCounter, .rax)
        let start = a.placedLabel()
        limitPrefetch()
        let registers = registers(rows)
        emitter.setBias(tile.epilogue, in: registers.results, context(registers))
        for set in registers.accumulators.dropFirst() { for vector in set.joined() { emitter.zero(vector) } }
        writeBatch(rows, registers)
        writeResults(rows, registers)

        advance(.rsi, by: rows, tile.aLayout)
        a.mov(.rax, emitter.argument(\GemmTileArguments.cStride))
        a.imul(.rax, .rax, rows)
        a.add(.rdx, .rax)
        a.mov(.rax, Self.row)
        a.add(.rax, rows)
        a.mov(Self.row, .rax)
        a.mov(.rax, Self.tileCounter)
        a.dec(.rax)
        a.mov(Self.tileCounter, .rax)
        a.jump(.notZero, start)
        a.place(end)
    }

    /// Moves an address of A on by rows.
    private func advance(_ register: GeneralRegister, by rows: Int, _ layout: GemmTile.ALayout) {
        switch layout {
        case .rows:
            assembler.imul(.rax, .r9, rows)
            assembler.add(register, .rax)
        case .fixedRows(let stride): assembler.add(register, rows * stride)
        case .columns: assembler.add(register, rows * 4)
        }
    }

    /// Once all is fetched, the same line is touched again and again, which costs nothing.
    private func limitPrefetch() {
        guard tile.prefetchLines > 0 else { return }
        let a = assembler
        let going = a.makeLabel()
        a.cmp(.r8, emitter.argument(\GemmTileArguments.prefetchEnd))
        a.jump(.below, going)
        a.xor32(.rax, .rax)
        a.mov(Self.prefetchStep, .rax)
        a.mov(.r8, .rsi)
        a.place(going)
    }

    // MARK: The product

    private func writeBatch(_ rows: Int, _ registers: Registers) {
        let a = assembler
        if let mask = registers.bMask {
            let context = EpilogueContext(
                arguments: MemoryOperand(.rdi), temporaries: [mask], general: (.rax, .rcx), tail: tail)
            _ = emitter.mask(context)
        }
        guard tile.isBatched else {
            a.mov(.rcx, emitter.argument(\GemmTileArguments.b))
            a.mov(.rax, .rsi)
            writeProduct(rows, registers)
            return
        }
        a.mov(.r15, emitter.argument(\GemmTileArguments.batch))
        a.mov(.rax, emitter.argument(\GemmTileArguments.batchCount))
        a.mov(Self.batchCounter, .rax)
        let start = a.placedLabel()
        a.mov(.rax, MemoryOperand(.r15, 0))
        a.add(.rax, .rsi)
        a.mov(.rcx, MemoryOperand(.r15, 8))
        a.add(.rcx, emitter.argument(\GemmTileArguments.b))
        a.add(.r15, MemoryLayout<GemmBatchEntry>.stride)
        writeProduct(rows, registers)
        a.mov(.rax, Self.batchCounter)
        a.dec(.rax)
        a.mov(Self.batchCounter, .rax)
        a.jump(.notZero, start)
    }

    /// How many address registers A takes.
    private func baseCount(_ rows: Int) -> Int {
        tile.aLayout == .rows ? (rows + Self.rowsPerBase - 1) / Self.rowsPerBase : 1
    }

    /// An element of A, `k` steps behind the address registers.
    private func element(_ row: Int, _ k: Int) -> MemoryOperand {
        switch tile.aLayout {
        case .fixedRows(let stride): return MemoryOperand(.rax, row * stride + 4 * k)
        case .columns: return MemoryOperand(.rax, 4 * row)
        case .rows:
            let base = Self.bases[row / Self.rowsPerBase]
            switch row % Self.rowsPerBase {
            case 0: return MemoryOperand(base, 4 * k)
            case 1: return MemoryOperand(base, .r9, 1, 4 * k)
            case 2: return MemoryOperand(base, .r9, 2, 4 * k)
            case 3: return MemoryOperand(base, .r10, 1, 4 * k)
            case 4: return MemoryOperand(base, .r9, 4, 4 * k)
            case 5: return MemoryOperand(base, .r11, 1, 4 * k)
            default: return MemoryOperand(base, .r10, 2, 4 * k)
            }
        }
    }

    /// Adds A · B; A's first row is at `rax`, B at `rcx`.
    private func writeProduct(_ rows: Int, _ registers: Registers) {
        let a = assembler
        for base in 1..<max(1, baseCount(rows)) {
            // Seven strides are eight less one.
            a.lea(Self.bases[base], MemoryOperand(Self.bases[base - 1], .r9, 8))
            a.sub(Self.bases[base], .r9)
        }
        let rest = a.makeLabel()
        let end = a.makeLabel()
        a.mov(.r14, emitter.argument(\GemmTileArguments.depth))
        a.shr(.r14, Self.unrolling.trailingZeroBitCount)
        a.jump(.zero, rest)
        a.align(32)
        let main = a.placedLabel()
        for k in 0..<Self.unrolling {
            if tile.prefetchLines > 0, k % max(1, Self.unrolling / tile.prefetchLines) == 0 {
                for line in lines(at: k) { a.prefetch(.t0, MemoryOperand(.r8, 64 * line)) }
            }
            writeStep(rows, registers, k, of: Self.unrolling)
        }
        if tile.prefetchLines > 0 { a.add(.r8, Self.prefetchStep) }
        moveOn(rows, Self.unrolling)
        a.dec(.r14)
        a.jump(.notZero, main)

        a.place(rest)
        a.mov(.r14, emitter.argument(\GemmTileArguments.depth))
        a.and(.r14, Self.unrolling - 1)
        a.jump(.zero, end)
        let single = a.placedLabel()
        writeStep(rows, registers, 0, of: 1)
        moveOn(rows, 1)
        a.dec(.r14)
        a.jump(.notZero, single)
        a.place(end)
    }

    /// The lines that are prefetched before step `k` of the main loop.
    private func lines(at k: Int) -> Range<Int> {
        let perStep = max(1, tile.prefetchLines / Self.unrolling)
        let first = k * tile.prefetchLines / Self.unrolling
        return first..<first + perStep
    }

    /// Moves on by so many k, as far as the steps have not done it.
    private func moveOn(_ rows: Int, _ steps: Int) {
        if tile.aLayout != .columns {
            for base in 0..<baseCount(rows) { assembler.add(Self.bases[base], 4 * steps) }
        }
        switch tile.bLayout {
        case .panel: assembler.add(.rcx, steps * tile.panelVectors * emitter.vectorBytes)
        case .halfPanel: assembler.add(.rcx, steps * tile.panelVectors * emitter.vectorBytes / 2)
        case .rows: break
        }
    }

    private func writeStep(_ rows: Int, _ registers: Registers, _ k: Int, of steps: Int) {
        let a = assembler
        for (column, b) in registers.b.enumerated() { loadB(b, column, k, registers.bMask) }
        let set = registers.accumulators[k % registers.accumulators.count]
        for row in 0..<rows {
            let value = registers.a[(k * rows + row) % registers.a.count]
            emitter.broadcast(value, element(row, k))
            for (column, b) in registers.b.enumerated() {
                emitter.multiplyAdd(set[row][column], b, value.resized(b.width))
            }
        }
        if tile.aLayout == .columns { a.add(.rax, .r9) }
        if tile.bLayout == .rows { a.add(.rcx, .rbp) }
    }

    private func loadB(_ target: VectorRegister, _ column: Int, _ k: Int, _ mask: VectorRegister?) {
        let bytes = emitter.vectorBytes
        switch tile.bLayout {
        case .panel: emitter.load(target, MemoryOperand(.rcx, (k * tile.panelVectors + column) * bytes))
        case .halfPanel: assembler.vcvtph2ps(target, MemoryOperand(.rcx, (k * tile.panelVectors + column) * bytes / 2))
        case .rows:
            let lanes: LaneMask?
            if column < vectors - 1 || !hasTail {
                lanes = nil
            } else {
                lanes = mask.map { LaneMask($0) } ?? LaneMask(.k1)
            }
            emitter.load(target, MemoryOperand(.rcx, column * bytes), lanes)
        }
    }

    // MARK: The result

    private func writeResults(_ rows: Int, _ registers: Registers) {
        let a = assembler
        for set in registers.accumulators.dropFirst() {
            for row in 0..<rows {
                for column in 0..<vectors {
                    let sum = registers.accumulators[0][row][column]
                    a.vaddps(sum, sum, set[row][column])
                }
            }
        }
        let context = context(registers)
        if tile.accumulates {
            let mask = emitter.mask(context)
            walkC(rows) { row, place in
                for (column, result) in registers.results[row].enumerated() {
                    if column == vectors - 1, let mask {
                        emitter.load(registers.temporaries[0], place + column * emitter.vectorBytes, mask)
                        a.vaddps(result, result, registers.temporaries[0])
                    } else {
                        a.vaddps(result, result, place + column * emitter.vectorBytes)
                    }
                }
            }
        }
        emitter.apply(tile.epilogue, to: registers.results, context)
        let mask = emitter.mask(context)
        walkC(rows) { row, place in
            for (column, result) in registers.results[row].enumerated() {
                emitter.store(place + column * emitter.vectorBytes, result, column == vectors - 1 ? mask : nil)
            }
        }
    }

    /// Calls `body` with the place of each row of C.
    private func walkC(_ rows: Int, _ body: (Int, MemoryOperand) -> Void) {
        assembler.mov(.rcx, .rdx)
        for row in 0..<rows {
            body(row, MemoryOperand(.rcx))
            if row < rows - 1 { assembler.add(.rcx, emitter.argument(\GemmTileArguments.cStride)) }
        }
    }
}
