import InferAssembler
import InferKernels

/// Writes the code of ``NormalizationCode`` for slices that are columns: each lane has a mean, squares and a factor of its own.
///
/// Registers: `rdi` arguments, `rsi` input, `rdx` output, `r8` and `r9` their strides, `rcx` the number of columns, `rax` the offset,
/// `r11` a limit, `r10` counts elements, `rbx` and `r12` input and output at one, `r13` and `r14` scale and shift.
struct NormalizationColumnsWriter {
    private let code: NormalizationCode
    private let emitter: KernelEmitter
    private var assembler: Assembler { emitter.assembler }

    init(_ code: NormalizationCode, _ emitter: KernelEmitter) {
        self.code = code
        self.emitter = emitter
    }

    private static let vectors = 4
    private var values: [VectorRegister] { (0..<Self.vectors).map { emitter.vector($0) } }
    /// Sums, then means.
    private var means: [VectorRegister] { (4..<4 + Self.vectors).map { emitter.vector($0) } }
    /// Sums of squares, then factors.
    private var factors: [VectorRegister] { (8..<8 + Self.vectors).map { emitter.vector($0) } }
    private var temporary: VectorRegister { emitter.vector(12) }
    private var shift: VectorRegister { emitter.vector(13) }
    private var tailMask: VectorRegister { emitter.vector(14) }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx, .r12, .r13, .r14]) {
            a.mov(.rsi, emitter.argument(\NormalizationArguments.input))
            a.mov(.rdx, emitter.argument(\NormalizationArguments.output))
            a.mov(.r8, emitter.argument(\NormalizationArguments.inputStride))
            a.mov(.r9, emitter.argument(\NormalizationArguments.outputStride))
            a.mov(.rcx, emitter.argument(\NormalizationArguments.slices))
            let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
            emitter.walk(row) { vectors, lanes in writeColumns(row, vectors, lanes) }
        }
    }

    /// Does `body` for every element of the slices, whose vectors are in ``values``.
    private func forEachElement(_ row: RowWalk, _ count: Int, _ lanes: LaneMask?, _ body: () -> Void) {
        let a = assembler
        a.mov(.rbx, .rsi)
        a.mov(.r12, .rdx)
        a.mov(.r10, emitter.argument(\NormalizationArguments.length))
        emitter.loop(counting: .r10) {
            for vector in 0..<count { emitter.load(values[vector], row.place(.rbx, vector, of: emitter), lanes) }
            body()
            a.add(.rbx, .r8)
            a.add(.r12, .r9)
        }
    }

    private func writeColumns(_ row: RowWalk, _ count: Int, _ lanes: LaneMask?) {
        let a = assembler
        let vectors = 0..<count
        let divisor = emitter.argument(\NormalizationArguments.divisor)
        for vector in vectors {
            emitter.zero(means[vector])
            emitter.zero(factors[vector])
        }
        let takesMoments = code.statistic.takesMoments
        if code.statistic.takesMean {
            forEachElement(row, count, lanes) {
                for vector in vectors {
                    a.vaddps(means[vector], means[vector], values[vector])
                    guard takesMoments else { continue }
                    // Squares are rounded before they are added, as a node of their own would round them.
                    a.vmulps(values[vector], values[vector], values[vector])
                    a.vaddps(factors[vector], factors[vector], values[vector])
                }
            }
            emitter.broadcast(temporary, divisor)
            for vector in vectors { a.vdivps(means[vector], means[vector], temporary) }
        }
        if takesMoments {
            emitter.writeMultipliers(
                code.statistic, Array(factors[vectors]), means: Array(means[vectors]), divisor: divisor, temporary: temporary)
        } else if code.statistic.takesSquares {
            forEachElement(row, count, lanes) {
                for vector in vectors {
                    if code.statistic.takesMean { a.vsubps(values[vector], values[vector], means[vector]) }
                    emitter.multiplyAdd(factors[vector], values[vector], values[vector])
                }
            }
            emitter.writeMultipliers(code.statistic, Array(factors[vectors]), divisor: divisor, temporary: temporary)
        }
        writeResult(row, count, lanes)
    }

    private func writeResult(_ row: RowWalk, _ count: Int, _ lanes: LaneMask?) {
        let a = assembler
        if code.scale != .none { a.mov(.r13, emitter.argument(\NormalizationArguments.scale)) }
        if code.shift != .none { a.mov(.r14, emitter.argument(\NormalizationArguments.shift)) }
        let hasFactor = code.statistic.takesSquares || code.scale == .bySlice
        if code.scale == .bySlice {
            for vector in 0..<count {
                emitter.load(temporary, row.place(.r13, vector, of: emitter), lanes)
                if code.statistic.takesSquares {
                    a.vmulps(factors[vector], factors[vector], temporary)
                } else {
                    emitter.move(factors[vector], temporary)
                }
            }
        }
        forEachElement(row, count, lanes) {
            if code.scale == .byElement {
                emitter.broadcast(temporary, MemoryOperand(.r13))
                a.add(.r13, emitter.argument(\NormalizationArguments.scaleStride))
            }
            if code.shift == .byElement {
                emitter.broadcast(shift, MemoryOperand(.r14))
                a.add(.r14, emitter.argument(\NormalizationArguments.shiftStride))
            }
            for vector in 0..<count {
                let value = values[vector]
                if code.statistic.takesMean { a.vsubps(value, value, means[vector]) }
                if hasFactor { a.vmulps(value, value, factors[vector]) }
                if code.scale == .byElement { a.vmulps(value, value, temporary) }
                if code.shift == .byElement { a.vaddps(value, value, shift) }
                if code.shift == .bySlice {
                    emitter.load(shift, row.place(.r14, vector, of: emitter), lanes)
                    a.vaddps(value, value, shift)
                }
                emitter.store(row.place(.r12, vector, of: emitter), value, lanes)
            }
        }
    }
}
