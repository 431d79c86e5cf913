import InferAssembler

/// The kernel of one vector's products with many: for each row of a matrix, the sum of its products with the vector.
///
/// It reads the matrix once and where it lies, for what is not worth packing it.
package struct DotProducts: KernelSpecification {
    package let instructionSet: InstructionSet
    /// Elements of the vector and of a row.
    package let depth: Int

    /// The greatest ``depth``: the code is written out along it.
    package static let mostDepth = 256

    package init(_ instructionSet: InstructionSet, depth: Int) {
        self.instructionSet = instructionSet
        self.depth = depth
    }

    package var name: String { "dot_products_\(instructionSet)_\(depth)" }

    package func emit(_ emitter: KernelEmitter) { DotProductsWriter(self, emitter).write() }
}

/// The arguments of ``DotProducts``; the code does not change them.
package struct DotProductsArguments {
    package var vector: UnsafeRawPointer
    package var matrix: UnsafeRawPointer
    /// Bytes from one row of the matrix to the next.
    package var stride: Int
    package var rows: Int
    /// A `Float` for each row.
    package var results: UnsafeMutableRawPointer

    package init(
        vector: UnsafeRawPointer, matrix: UnsafeRawPointer, stride: Int, rows: Int, results: UnsafeMutableRawPointer
    ) {
        self.vector = vector
        self.matrix = matrix
        self.stride = stride
        self.rows = rows
        self.results = results
    }
}

/// Writes the code of ``DotProducts``: as many rows at a time as a vector has lanes, then single ones.
///
/// Registers: `rdi` the vector, `rsi` and `rbx` rows of the matrix, `rdx` results, `rcx` counts; `r8`–`r11` 1, 3, 5 and 7 strides.
private struct DotProductsWriter {
    let kernel: DotProducts
    let emitter: KernelEmitter
    var assembler: Assembler { emitter.assembler }

    init(_ kernel: DotProducts, _ emitter: KernelEmitter) {
        self.kernel = kernel
        self.emitter = emitter
    }

    private var sums: [VectorRegister] { (0..<emitter.lanes).map { emitter.vector($0) } }
    private var part: VectorRegister { emitter.vector(emitter.lanes) }
    private var temporaries: [VectorRegister] { (1...2).map { emitter.vector(emitter.lanes + $0) } }
    private var tailMask: VectorRegister { emitter.vector(emitter.lanes + 3) }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx, .r12]) {
            a.mov(.rsi, emitter.argument(\DotProductsArguments.matrix))
            a.mov(.rdx, emitter.argument(\DotProductsArguments.results))
            a.mov(.r12, emitter.argument(\DotProductsArguments.rows))
            a.mov(.r8, emitter.argument(\DotProductsArguments.stride))
            a.mov(.rdi, emitter.argument(\DotProductsArguments.vector))
            a.lea(.r9, MemoryOperand(.r8, .r8, 2))
            a.lea(.r10, MemoryOperand(.r8, .r8, 4))
            a.lea(.r11, MemoryOperand(.r9, .r8, 4))
            let rest = kernel.depth % emitter.lanes
            let tail = rest == 0 ? nil : emitter.laneMask(rest, mask: .k1, vector: tailMask)
            a.mov(.rcx, .r12)
            a.shr(.rcx, emitter.lanes.trailingZeroBitCount)
            emitter.loop(times: .rcx) { writeBlock(tail) }
            a.mov(.rcx, .r12)
            a.and(.rcx, emitter.lanes - 1)
            emitter.loop(times: .rcx) { writeSingle(tail) }
        }
    }

    /// Calls `body` with the offset and the lanes of each part of a row.
    private func forEachPart(_ tail: LaneMask?, _ body: (_ offset: Int, _ lanes: LaneMask?) -> Void) {
        let whole = kernel.depth / emitter.lanes
        for index in 0..<whole { body(index * emitter.vectorBytes, nil) }
        if tail != nil { body(whole * emitter.vectorBytes, tail) }
    }

    private func place(_ row: Int, _ offset: Int) -> MemoryOperand {
        let base: GeneralRegister = row < 8 ? .rsi : .rbx
        switch row % 8 {
        case 0: return MemoryOperand(base, offset)
        case 1: return MemoryOperand(base, .r8, 1, offset)
        case 2: return MemoryOperand(base, .r8, 2, offset)
        case 3: return MemoryOperand(base, .r9, 1, offset)
        case 4: return MemoryOperand(base, .r8, 4, offset)
        case 5: return MemoryOperand(base, .r10, 1, offset)
        case 6: return MemoryOperand(base, .r9, 2, offset)
        default: return MemoryOperand(base, .r11, 1, offset)
        }
    }

    private func writeBlock(_ tail: LaneMask?) {
        let a = assembler
        if emitter.lanes > 8 { a.lea(.rbx, MemoryOperand(.rsi, .r8, 8)) }
        for sum in sums { emitter.zero(sum) }
        forEachPart(tail) { offset, lanes in
            emitter.load(part, MemoryOperand(.rdi, offset), lanes)
            for (row, sum) in sums.enumerated() {
                if let lanes {
                    emitter.load(temporaries[0], place(row, offset), lanes)
                    emitter.multiplyAdd(sum, part, temporaries[0])
                } else {
                    emitter.multiplyAdd(sum, part, place(row, offset))
                }
            }
        }
        emitter.store(MemoryOperand(.rdx), emitter.sumEach(of: sums, temporaries: temporaries))
        a.add(.rdx, emitter.vectorBytes)
        a.lea(.rsi, MemoryOperand(.rsi, .r8, 8))
        if emitter.lanes > 8 { a.lea(.rsi, MemoryOperand(.rsi, .r8, 8)) }
    }

    private func writeSingle(_ tail: LaneMask?) {
        let a = assembler
        emitter.zero(sums[0])
        forEachPart(tail) { offset, lanes in
            emitter.load(part, MemoryOperand(.rdi, offset), lanes)
            emitter.load(temporaries[0], MemoryOperand(.rsi, offset), lanes)
            emitter.multiplyAdd(sums[0], part, temporaries[0])
        }
        emitter.combineLanes(of: sums[0], .sum, temporary: temporaries[0])
        a.vmovss(MemoryOperand(.rdx), sums[0].resized(.xmm))
        a.add(.rdx, 4)
        a.add(.rsi, .r8)
    }
}

extension KernelEmitter {
    /// A register whose lane `i` is the sum of all lanes of register `i`; there are as many as a vector has lanes, and all are changed.
    package func sumEach(of registers: [VectorRegister], temporaries: [VectorRegister]) -> VectorRegister {
        let a = assembler
        /// The sum of two halves of a pair, each put together from both registers.
        func pair(_ first: VectorRegister, _ second: VectorRegister, _ low: (VectorRegister) -> Void, _ high: (VectorRegister) -> Void)
            -> VectorRegister
        {
            low(temporaries[0])
            high(temporaries[1])
            a.vaddps(first, temporaries[0], temporaries[1])
            return first
        }
        func pairs(_ registers: [VectorRegister], _ level: Int) -> [VectorRegister] {
            stride(from: 0, to: registers.count, by: 2).map { index in
                let (x, y) = (registers[index], registers[index + 1])
                return switch level {
                case 0: pair(x, y, { a.vunpcklps($0, x, y) }, { a.vunpckhps($0, x, y) })
                case 1: pair(x, y, { a.vunpcklpd($0, x, y) }, { a.vunpckhpd($0, x, y) })
                default:
                    lanes == 16
                        ? pair(x, y, { a.vshuff32x4($0, x, y, 0x88) }, { a.vshuff32x4($0, x, y, 0xdd) })
                        : pair(x, y, { a.vperm2f128($0, x, y, 0x20) }, { a.vperm2f128($0, x, y, 0x31) })
                }
            }
        }
        var rest = registers
        var level = 0
        while rest.count > 1 {
            rest = pairs(rest, level)
            level += 1
        }
        return rest[0]
    }
}
