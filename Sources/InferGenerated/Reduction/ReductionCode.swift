import InferAssembler
import InferKernels

/// The kernel of reductions: of contiguous rows, or of columns of which every lane of a vector has one.
package struct ReductionCode: KernelSpecification {
    package let instructionSet: InstructionSet
    package let slices: NormalizationCode.Slices
    package let operation: ReductionOperation

    /// - Returns: nil where there is no code for the operation.
    package init?(_ instructionSet: InstructionSet, _ slices: NormalizationCode.Slices, _ operation: ReductionOperation) {
        switch operation {
        case .sum, .mean, .l1, .l2, .maximum, .minimum: break
        default: return nil
        }
        self.instructionSet = instructionSet
        self.slices = slices
        self.operation = operation
    }

    package var name: String { "reduce_\(operation)_\(slices)_\(instructionSet)" }

    package func emit(_ emitter: KernelEmitter) { ReductionWriter(self, emitter).write() }
}

/// The arguments of ``ReductionCode``; the code does not change them. Strides are in bytes.
package struct ReductionArguments {
    package var input: UnsafeRawPointer
    /// From one slice to the next, or from one element of a slice to the next where slices are columns.
    package var inputStride: Int
    package var output: UnsafeMutableRawPointer
    /// From one slice to the next where slices are rows; columns' results follow one another.
    package var outputStride: Int
    package var slices: Int
    /// Elements of a slice, at least one.
    package var length: Int
    /// The same as a `Float`.
    package var divisor: Float

    package init(
        input: UnsafeRawPointer, inputStride: Int, output: UnsafeMutableRawPointer, outputStride: Int, slices: Int, length: Int
    ) {
        self.input = input
        self.inputStride = inputStride
        self.output = output
        self.outputStride = outputStride
        self.slices = slices
        self.length = length
        divisor = Float(length)
    }
}

/// Writes the code of ``ReductionCode``.
///
/// Registers: `rdi` arguments, `rsi` input, `rdx` output, `r8` and `r9` strides, `rcx` the length of a row, `rax` the offset, `r11` a
/// limit, `r10` counts slices or elements, `rbx` the input at an element, `r12` counts the elements of later parts.
private struct ReductionWriter {
    let code: ReductionCode
    let emitter: KernelEmitter
    var assembler: Assembler { emitter.assembler }

    init(_ code: ReductionCode, _ emitter: KernelEmitter) {
        self.code = code
        self.emitter = emitter
    }

    private static let vectors = 4
    /// Elements of a column that are summed by themselves, so that rounding does not grow with the length of all.
    private static let partLength = 1 << 11
    private var values: [VectorRegister] { (0..<Self.vectors).map { emitter.vector($0) } }
    private var partial: [VectorRegister] { (4..<4 + Self.vectors).map { emitter.vector($0) } }
    private var totals: [VectorRegister] { (10..<10 + Self.vectors).map { emitter.vector($0) } }
    private var temporary: VectorRegister { emitter.vector(8) }
    private var tailMask: VectorRegister { emitter.vector(9) }

    private var combination: KernelEmitter.Combination {
        switch code.operation {
        case .maximum: .maximum
        case .minimum: .minimum
        default: .sum
        }
    }

    /// What a result begins with, and what lanes that do not count hold.
    private var initial: Float {
        switch combination {
        case .sum: 0
        case .maximum: -.infinity
        case .minimum: .infinity
        }
    }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx, .r12]) {
            a.mov(.rsi, emitter.argument(\ReductionArguments.input))
            a.mov(.rdx, emitter.argument(\ReductionArguments.output))
            a.mov(.r8, emitter.argument(\ReductionArguments.inputStride))
            a.mov(.r9, emitter.argument(\ReductionArguments.outputStride))
            switch code.slices {
            case .rows: writeRows()
            case .columns: writeColumns()
            }
        }
    }

    /// Adds a vector to a partial result.
    private func add(_ vector: Int) {
        let (value, result) = (values[vector], partial[vector])
        switch code.operation {
        case .l1:
            assembler.vandps(value, value, emitter.constant(word: 0x7fff_ffff))
            assembler.vaddps(result, result, value)
        case .l2: emitter.multiplyAdd(result, value, value)
        case .maximum, .minimum:
            // With the new value first, one that is not a number leaves the result as it is.
            combination == .maximum ? assembler.vmaxps(result, value, result) : assembler.vminps(result, value, result)
        default: assembler.vaddps(result, result, value)
        }
    }

    private func finish(_ results: [VectorRegister]) {
        switch code.operation {
        case .mean:
            emitter.broadcast(temporary, emitter.argument(\ReductionArguments.divisor))
            for result in results { assembler.vdivps(result, result, temporary) }
        case .l2: for result in results { assembler.vsqrtps(result, result) }
        default: break
        }
    }

    private func writeRows() {
        let a = assembler
        a.mov(.rcx, emitter.argument(\ReductionArguments.length))
        a.mov(.r10, emitter.argument(\ReductionArguments.slices))
        let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
        emitter.loop(times: .r10) {
            for register in partial { emitter.set(register, initial) }
            emitter.walk(row) { vectors, lanes in
                for vector in 0..<vectors {
                    emitter.load(values[vector], row.place(.rsi, vector, of: emitter), lanes, else: initial, temporary: temporary)
                    add(vector)
                }
            }
            emitter.combineAll(partial, combination)
            emitter.combineLanes(of: partial[0], combination, temporary: temporary)
            finish([partial[0]])
            a.vmovss(MemoryOperand(.rdx), partial[0].resized(.xmm))
            a.add(.rsi, .r8)
            a.add(.rdx, .r9)
        }
    }

    private func writeColumns() {
        let a = assembler
        a.mov(.rcx, emitter.argument(\ReductionArguments.slices))
        let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
        emitter.walk(row) { vectors, lanes in
            for vector in 0..<vectors { emitter.set(totals[vector], initial) }
            a.mov(.rbx, .rsi)
            a.mov(.r12, emitter.argument(\ReductionArguments.length))
            let part = a.placedLabel()
            let isLast = a.makeLabel()
            a.mov(.r10, .r12)
            a.cmp(.r12, Self.partLength)
            a.jump(.lessOrEqual, isLast)
            a.mov(.r10, Self.partLength)
            a.place(isLast)
            a.sub(.r12, .r10)
            for vector in 0..<vectors { emitter.set(partial[vector], initial) }
            emitter.loop(counting: .r10) {
                for vector in 0..<vectors {
                    emitter.load(values[vector], row.place(.rbx, vector, of: emitter), lanes)
                    add(vector)
                }
                a.add(.rbx, .r8)
            }
            for vector in 0..<vectors {
                switch combination {
                case .sum: a.vaddps(totals[vector], totals[vector], partial[vector])
                case .maximum: a.vmaxps(totals[vector], partial[vector], totals[vector])
                case .minimum: a.vminps(totals[vector], partial[vector], totals[vector])
                }
            }
            a.test(.r12, .r12)
            a.jump(.notZero, part)
            finish(Array(totals[0..<vectors]))
            for vector in 0..<vectors { emitter.store(row.place(.rdx, vector, of: emitter), totals[vector], lanes) }
        }
    }
}
