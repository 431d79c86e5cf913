import InferAssembler
import InferKernels

/// The code of a chain of elementwise functions over rows, whose operands are each contiguous or the same along a row.
struct ChainCode: KernelSpecification {
    let instructionSet: InstructionSet
    let steps: [ChainStep]
    /// For each input whether it varies along a row.
    let isContiguous: [Bool]

    var name: String { "elementwise_\(steps.count)" }

    /// How many inputs there may be.
    static let capacity = 6

    /// The block of arguments; strides are bytes from row to row.
    struct Arguments {
        struct Operand {
            var pointer: UnsafeRawPointer?
            var rowStride = 0
        }

        var output: UnsafeMutableRawPointer?
        var outputRowStride = 0
        /// At least 1.
        var rows = 0
        /// At least 1.
        var columns = 0
        var inputs: (Operand, Operand, Operand, Operand, Operand, Operand) = (
            Operand(), Operand(), Operand(), Operand(), Operand(), Operand()
        )

        static func offset(ofInput index: Int) -> Int {
            (MemoryLayout<Arguments>.offset(of: \.inputs) ?? 0) + index * MemoryLayout<Operand>.stride
        }
    }

    private static let pointers: [GeneralRegister] = [.r8, .r9, .r10, .r11, .rbx, .r12]

    /// Whether there are registers enough.
    var isPossible: Bool {
        isContiguous.count <= Self.capacity && ChainRegisters(steps, isContiguous: isContiguous, KernelEmitter(instructionSet)) != nil
    }

    func emit(_ emitter: KernelEmitter) throws {
        guard let registers = ChainRegisters(steps, isContiguous: isContiguous, emitter) else {
            throw AssemblyError.invalidOperands(instruction: "an elementwise chain of too many values")
        }
        let a = emitter.assembler
        let (output, offset, end, rows, next) = (
            GeneralRegister.rsi, GeneralRegister.rcx, GeneralRegister.rdx, GeneralRegister.r13, GeneralRegister.rax
        )
        emitter.function(preserving: [.rbx, .r12, .r13]) {
            a.mov(output, emitter.argument(\Arguments.output))
            for input in isContiguous.indices { a.mov(Self.pointers[input], MemoryOperand(.rdi, Arguments.offset(ofInput: input))) }
            a.mov(end, emitter.argument(\Arguments.columns))
            a.mov(rows, end)
            a.and(rows, emitter.lanes - 1)
            let tail = emitter.laneMask(counted: rows, mask: .k1, vector: registers.mask, general: next)
            a.shl(end, 2)
            a.mov(rows, emitter.argument(\Arguments.rows))
            emitter.loop(counting: rows) {
                for (index, input) in registers.rowConstants.enumerated() {
                    emitter.broadcast(registers.rowConstant(index), MemoryOperand(Self.pointers[input]))
                }
                a.mov(offset, 0)
                let finished = a.makeLabel()
                for vectors in Set([registers.vectors, 1]).sorted(by: >) {
                    let (start, done) = (a.makeLabel(), a.makeLabel())
                    a.lea(next, MemoryOperand(offset, vectors * emitter.vectorBytes))
                    a.cmp(next, end)
                    a.jump(.greater, done)
                    a.align(16)
                    a.place(start)
                    emitBody(emitter, registers, vectors: vectors, output, offset, nil)
                    a.mov(offset, next)
                    a.add(next, vectors * emitter.vectorBytes)
                    a.cmp(next, end)
                    a.jump(.lessOrEqual, start)
                    a.place(done)
                }
                a.cmp(offset, end)
                a.jump(.greaterOrEqual, finished)
                emitBody(emitter, registers, vectors: 1, output, offset, tail)
                a.place(finished)
                a.add(output, emitter.argument(\Arguments.outputRowStride))
                for input in isContiguous.indices { a.add(Self.pointers[input], MemoryOperand(.rdi, Arguments.offset(ofInput: input) + 8)) }
            }
        }
    }

    private func emitBody(
        _ emitter: KernelEmitter, _ registers: ChainRegisters, vectors: Int, _ output: GeneralRegister, _ offset: GeneralRegister,
        _ tail: LaneMask?
    ) {
        for placed in registers.steps {
            for load in placed.loads {
                for vector in 0..<vectors {
                    emitter.load(
                        registers.register(.group(load.group), vector),
                        MemoryOperand(Self.pointers[load.input], offset, 1, vector * emitter.vectorBytes), tail)
                }
            }
            let results = (0..<vectors).map { registers.register(.group(placed.result), $0) }
            switch placed.step {
            case .unary(let function, _):
                for vector in 0..<vectors { emitter.move(results[vector], registers.register(placed.operands[0], vector)) }
                emitter.apply(function, to: results, temporaries: registers.temporaries)
            case .binary(let combination, _, _):
                for vector in 0..<vectors {
                    emitter.combine(
                        combination, results[vector], registers.register(placed.operands[0], vector),
                        registers.register(placed.operands[1], vector), temporary: registers.temporaries.first)
                }
            }
        }
        guard let last = registers.steps.last else { return }
        for vector in 0..<vectors {
            emitter.store(
                MemoryOperand(output, offset, 1, vector * emitter.vectorBytes), registers.register(.group(last.result), vector), tail)
        }
    }
}
