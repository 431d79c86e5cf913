import InferAssembler

/// The kernel of softmax along an axis whose neighbours lie apart: each lane is a softmax of its own.
package struct SoftmaxColumns: KernelSpecification {
    package let instructionSet: InstructionSet
    package let isLogarithmic: Bool

    package init(_ instructionSet: InstructionSet, isLogarithmic: Bool) {
        self.instructionSet = instructionSet
        self.isLogarithmic = isLogarithmic
    }

    package var name: String { "softmax_columns_\(instructionSet)" }

    package func emit(_ emitter: KernelEmitter) { SoftmaxColumnsWriter(isLogarithmic: isLogarithmic, emitter: emitter).write() }
}

/// The arguments of ``SoftmaxColumns``; the code does not change them. Strides are in bytes.
package struct SoftmaxColumnsArguments {
    package var input: UnsafeRawPointer
    /// From one element of a softmax to the next.
    package var inputStride: Int
    /// May be the input.
    package var output: UnsafeMutableRawPointer
    package var outputStride: Int
    /// Elements of a softmax, at least one.
    package var length: Int
    /// How many lie side by side.
    package var columns: Int

    package init(
        input: UnsafeRawPointer, inputStride: Int, output: UnsafeMutableRawPointer, outputStride: Int, length: Int, columns: Int
    ) {
        self.input = input
        self.inputStride = inputStride
        self.output = output
        self.outputStride = outputStride
        self.length = length
        self.columns = columns
    }
}

/// Writes the code of ``SoftmaxColumns``.
///
/// Registers: `rdi` arguments, `rsi` input, `rdx` output, `r8` and `r9` their strides, `rcx` the count, `rax` the offset, `r11` a limit,
/// `r10` counts elements, `rbx` and `r12` input and output at one.
private struct SoftmaxColumnsWriter {
    let isLogarithmic: Bool
    let emitter: KernelEmitter
    var assembler: Assembler { emitter.assembler }

    private static let vectors = 3
    private var values: [VectorRegister] { (0..<Self.vectors).map { emitter.vector($0) } }
    private var largest: [VectorRegister] { (3..<6).map { emitter.vector($0) } }
    private var sums: [VectorRegister] { (6..<9).map { emitter.vector($0) } }
    private var temporaries: [VectorRegister] { (9..<13).map { emitter.vector($0) } }
    private var tailMask: VectorRegister { emitter.vector(13) }

    func write() {
        let a = assembler
        emitter.function(preserving: [.rbx, .r12]) {
            a.mov(.rsi, emitter.argument(\SoftmaxColumnsArguments.input))
            a.mov(.rdx, emitter.argument(\SoftmaxColumnsArguments.output))
            a.mov(.r8, emitter.argument(\SoftmaxColumnsArguments.inputStride))
            a.mov(.r9, emitter.argument(\SoftmaxColumnsArguments.outputStride))
            a.mov(.rcx, emitter.argument(\SoftmaxColumnsArguments.columns))
            let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
            emitter.walk(row) { vectors, lanes in writeColumns(row, vectors, lanes) }
        }
    }

    /// Does `body` for every element of the axis.
    private func forEachElement(_ body: () -> Void) {
        let a = assembler
        a.mov(.rbx, .rsi)
        a.mov(.r12, .rdx)
        a.mov(.r10, emitter.argument(\SoftmaxColumnsArguments.length))
        emitter.loop(counting: .r10) {
            body()
            a.add(.rbx, .r8)
            a.add(.r12, .r9)
        }
    }

    private func writeColumns(_ row: RowWalk, _ count: Int, _ lanes: LaneMask?) {
        let a = assembler
        let vectors = 0..<count
        for vector in vectors {
            emitter.set(largest[vector], -.infinity)
            emitter.zero(sums[vector])
        }
        forEachElement {
            for vector in vectors {
                emitter.load(values[vector], row.place(.rbx, vector, of: emitter), lanes)
                a.vmaxps(largest[vector], largest[vector], values[vector])
            }
        }
        forEachElement {
            for vector in vectors {
                emitter.load(values[vector], row.place(.rbx, vector, of: emitter), lanes)
                a.vsubps(values[vector], values[vector], largest[vector])
            }
            emitter.apply(.exp, to: Array(values[vectors]), temporaries: temporaries)
            for vector in vectors {
                a.vaddps(sums[vector], sums[vector], values[vector])
                if !isLogarithmic { emitter.store(row.place(.r12, vector, of: emitter), values[vector], lanes) }
            }
        }
        if isLogarithmic {
            emitter.apply(.log, to: Array(sums[vectors]), temporaries: temporaries)
        } else {
            emitter.set(temporaries[0], 1)
            for vector in vectors { a.vdivps(sums[vector], temporaries[0], sums[vector]) }
        }
        forEachElement {
            for vector in vectors {
                let value = values[vector]
                emitter.load(value, row.place(isLogarithmic ? .rbx : .r12, vector, of: emitter), lanes)
                if isLogarithmic {
                    a.vsubps(value, value, largest[vector])
                    a.vsubps(value, value, sums[vector])
                } else {
                    a.vmulps(value, value, sums[vector])
                }
                emitter.store(row.place(.r12, vector, of: emitter), value, lanes)
            }
        }
    }
}
