import InferAssembler
import InferKernels

/// Writes the code of ``NormalizationCode`` for slices that are rows: the mean, the squares of differences, the result.
///
/// Registers: `rdi` arguments, `rsi` input, `rdx` output, `r8` scale, `r9` shift, `rcx` the length, `rax` the offset, `r11` a limit,
/// `r10` counts slices.
struct NormalizationRowsWriter {
    private let code: NormalizationCode
    private let emitter: KernelEmitter
    private var assembler: Assembler { emitter.assembler }

    init(_ code: NormalizationCode, _ emitter: KernelEmitter) {
        self.code = code
        self.emitter = emitter
    }

    private static let vectors = 4
    private var values: [VectorRegister] { (0..<Self.vectors).map { emitter.vector($0) } }
    private var partial: [VectorRegister] { (4..<4 + Self.vectors).map { emitter.vector($0) } }
    private var mean: VectorRegister { emitter.vector(8) }
    private var factor: VectorRegister { emitter.vector(9) }
    private var shift: VectorRegister { emitter.vector(10) }
    private var temporary: VectorRegister { emitter.vector(11) }
    private var tailMask: VectorRegister { emitter.vector(12) }

    func write() {
        let a = assembler
        emitter.function {
            a.mov(.rsi, emitter.argument(\NormalizationArguments.input))
            a.mov(.rdx, emitter.argument(\NormalizationArguments.output))
            a.mov(.rcx, emitter.argument(\NormalizationArguments.length))
            if code.scale != .none { a.mov(.r8, emitter.argument(\NormalizationArguments.scale)) }
            if code.shift != .none { a.mov(.r9, emitter.argument(\NormalizationArguments.shift)) }
            a.mov(.r10, emitter.argument(\NormalizationArguments.slices))
            let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
            emitter.loop(times: .r10) {
                writeSlice(row)
                a.add(.rsi, emitter.argument(\NormalizationArguments.inputStride))
                a.add(.rdx, emitter.argument(\NormalizationArguments.outputStride))
                if code.scale == .bySlice { a.add(.r8, emitter.argument(\NormalizationArguments.scaleStride)) }
                if code.shift == .bySlice { a.add(.r9, emitter.argument(\NormalizationArguments.shiftStride)) }
            }
        }
    }

    /// Adds up what `body` makes of a row's vectors; the first partial result then holds the sum in all lanes.
    private func sum(_ row: RowWalk, _ body: (_ vector: Int, _ lanes: LaneMask?) -> Void) {
        for register in partial { emitter.zero(register) }
        emitter.walk(row) { vectors, lanes in
            for vector in 0..<vectors {
                emitter.load(values[vector], row.place(.rsi, vector, of: emitter), lanes)
                body(vector, lanes)
            }
        }
        emitter.combineAll(partial, .sum)
        emitter.combineLanes(of: partial[0], .sum, temporary: temporary)
    }

    private func writeSlice(_ row: RowWalk) {
        let a = assembler
        if code.statistic.takesMean {
            sum(row) { vector, _ in a.vaddps(partial[vector], partial[vector], values[vector]) }
            emitter.broadcast(temporary, emitter.argument(\NormalizationArguments.divisor))
            a.vdivps(mean, partial[0], temporary)
        }
        if code.statistic.takesSquares {
            sum(row) { vector, lanes in
                if code.statistic.takesMean { subtractMean(values[vector], lanes) }
                emitter.multiplyAdd(partial[vector], values[vector], values[vector])
            }
            emitter.writeMultipliers(
                code.statistic, [partial[0]], divisor: emitter.argument(\NormalizationArguments.divisor), temporary: temporary)
            emitter.move(factor, partial[0])
        }
        writeResult(row)
    }

    /// Takes the mean off the lanes that count; the others stay zero.
    private func subtractMean(_ value: VectorRegister, _ lanes: LaneMask?) {
        switch lanes?.place {
        case nil: assembler.vsubps(value, value, mean)
        case .mask(let mask): assembler.vsubps(value.masked(mask), value, mean)
        case .vector(let vector):
            assembler.vandps(temporary, mean, vector)
            assembler.vsubps(value, value, temporary)
        }
    }

    private func writeResult(_ row: RowWalk) {
        let a = assembler
        if code.scale == .bySlice {
            emitter.broadcast(temporary, MemoryOperand(.r8))
            if code.statistic.takesSquares { a.vmulps(factor, factor, temporary) } else { emitter.move(factor, temporary) }
        }
        if code.shift == .bySlice { emitter.broadcast(shift, MemoryOperand(.r9)) }
        let hasFactor = code.statistic.takesSquares || code.scale == .bySlice
        emitter.walk(row) { vectors, lanes in
            for vector in 0..<vectors {
                let value = values[vector]
                emitter.load(value, row.place(.rsi, vector, of: emitter), lanes)
                if code.statistic.takesMean { a.vsubps(value, value, mean) }
                if hasFactor { a.vmulps(value, value, factor) }
                if code.scale == .byElement {
                    let place = row.place(.r8, vector, of: emitter)
                    if let lanes {
                        emitter.load(temporary, place, lanes)
                        a.vmulps(value, value, temporary)
                    } else {
                        a.vmulps(value, value, place)
                    }
                }
                switch code.shift {
                case .none: break
                case .bySlice: a.vaddps(value, value, shift)
                case .byElement:
                    let place = row.place(.r9, vector, of: emitter)
                    if let lanes {
                        emitter.load(temporary, place, lanes)
                        a.vaddps(value, value, temporary)
                    } else {
                        a.vaddps(value, value, place)
                    }
                }
                emitter.store(row.place(.rdx, vector, of: emitter), value, lanes)
            }
        }
    }
}
