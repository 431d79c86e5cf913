import InferAssembler
import InferKernels

/// The kernel of softmax along contiguous rows: the largest element, exponentials and their sum, then the division.
///
/// Before that, elements may be scaled and a mask added, as attention does.
package struct SoftmaxRows: KernelSpecification {
    /// What is written.
    package enum Result: Hashable, Sendable {
        case softmax
        case logarithm
        /// Exponentials alone; 1 / their sum goes elsewhere.
        case exponentials
        /// Exponentials of a part of rows whose earlier parts are done; what they are relative to and their sum so far go on in
        /// ``SoftmaxRowState``.
        case partial
    }

    /// What keeps elements out.
    package enum Mask: Hashable, Sendable {
        case none
        /// `Float`s that are added.
        case added
        /// Bytes, of which zero keeps an element out (AVX-512).
        case boolean
    }

    package let instructionSet: InstructionSet
    package let result: Result
    package let isScaled: Bool
    package let mask: Mask

    package init(_ instructionSet: InstructionSet, _ result: Result, isScaled: Bool = false, mask: Mask = .none) {
        self.instructionSet = instructionSet
        self.result = result
        self.isScaled = isScaled
        self.mask = mask
    }

    package var name: String { "softmax_rows_\(instructionSet)" }

    package func emit(_ emitter: KernelEmitter) { SoftmaxRowsWriter(self, emitter).write() }
}

/// The arguments of ``SoftmaxRows``; the code does not change them. Strides are in bytes.
package struct SoftmaxRowsArguments {
    package var input: UnsafeRawPointer
    package var inputStride: Int
    /// May be the input.
    package var output: UnsafeMutableRawPointer
    package var outputStride: Int
    package var rows: Int
    /// Elements of a row, at least one.
    package var count: Int
    package var scale: Float = 1
    package var mask: UnsafeRawPointer?
    package var maskStride = 0
    /// 1 / the sum of each row (``SoftmaxRows/Result/exponentials``), or its ``SoftmaxRowState`` (``SoftmaxRows/Result/partial``).
    package var factors: UnsafeMutableRawPointer?

    package init(
        input: UnsafeRawPointer, inputStride: Int, output: UnsafeMutableRawPointer, outputStride: Int, rows: Int, count: Int
    ) {
        self.input = input
        self.inputStride = inputStride
        self.output = output
        self.outputStride = outputStride
        self.rows = rows
        self.count = count
    }
}

/// A row of which exponentials come part by part.
package struct SoftmaxRowState {
    /// The largest element so far.
    package var maximum: Float = -.infinity
    /// Of the exponentials so far, relative to the maximum.
    package var sum: Float = 0
    /// By what the last part multiplied all exponentials before it, since it found a larger element.
    package var factor: Float = 1
    private var padding: Float = 0

    package init() {}
}

/// Writes the code of ``SoftmaxRows``.
///
/// Registers: `rdi` arguments, `rsi` input, `rdx` output, `r8` mask, `r9` factors, `rcx` the count, `rax` the offset, `r11` a limit,
/// `r10` counts rows. Vectors: values, partial results, one for all lanes, temporaries, the tail's mask.
private struct SoftmaxRowsWriter {
    let kernel: SoftmaxRows
    let emitter: KernelEmitter
    var assembler: Assembler { emitter.assembler }

    init(_ kernel: SoftmaxRows, _ emitter: KernelEmitter) {
        self.kernel = kernel
        self.emitter = emitter
    }

    private static let vectors = 4
    private var values: [VectorRegister] { (0..<Self.vectors).map { emitter.vector($0) } }
    private var partial: [VectorRegister] { (4..<4 + Self.vectors).map { emitter.vector($0) } }
    /// What all lanes share: the largest element, later the sum.
    private var shared: VectorRegister { emitter.vector(8) }
    private var temporaries: [VectorRegister] { (9..<13).map { emitter.vector($0) } }
    private var tailMask: VectorRegister { emitter.vector(13) }
    private var scale: VectorRegister { emitter.vector(14) }

    /// Whether what exponentials are taken of is written first, since it costs more to make than the product of the input and the scale.
    private var prepares: Bool { kernel.mask != .none || (kernel.isScaled && kernel.result == .logarithm) }

    private func state(_ field: PartialKeyPath<SoftmaxRowState>) -> MemoryOperand {
        MemoryOperand(.r9, MemoryLayout<SoftmaxRowState>.offset(of: field) ?? 0)
    }

    func write() {
        let a = assembler
        emitter.function {
            a.mov(.rsi, emitter.argument(\SoftmaxRowsArguments.input))
            a.mov(.rdx, emitter.argument(\SoftmaxRowsArguments.output))
            a.mov(.rcx, emitter.argument(\SoftmaxRowsArguments.count))
            a.mov(.r10, emitter.argument(\SoftmaxRowsArguments.rows))
            if kernel.mask != .none { a.mov(.r8, emitter.argument(\SoftmaxRowsArguments.mask)) }
            let isPartial = kernel.result == .partial
            if isPartial || kernel.result == .exponentials { a.mov(.r9, emitter.argument(\SoftmaxRowsArguments.factors)) }
            if kernel.isScaled { emitter.broadcast(scale, emitter.argument(\SoftmaxRowsArguments.scale)) }
            let row = emitter.rowWalk(count: .rcx, offset: .rax, limit: .r11, vectors: Self.vectors, mask: tailMask)
            emitter.loop(times: .r10) {
                writeRow(row)
                a.add(.rsi, emitter.argument(\SoftmaxRowsArguments.inputStride))
                a.add(.rdx, emitter.argument(\SoftmaxRowsArguments.outputStride))
                if kernel.mask != .none { a.add(.r8, emitter.argument(\SoftmaxRowsArguments.maskStride)) }
                if kernel.result == .exponentials { a.add(.r9, 4) }
                if isPartial { a.add(.r9, MemoryLayout<SoftmaxRowState>.stride) }
            }
        }
    }

    private func writeRow(_ row: RowWalk) {
        let a = assembler
        for register in partial { emitter.set(register, -.infinity) }
        emitter.walk(row) { vectors, lanes in
            for vector in 0..<vectors {
                load(vector, lanes, row)
                if prepares { emitter.store(row.place(.rdx, vector, of: emitter), values[vector], lanes) }
                a.vmaxps(partial[vector], partial[vector], values[vector])
            }
        }
        emitter.combineAll(partial, .maximum)
        emitter.combineLanes(of: partial[0], .maximum, temporary: temporaries[0])
        emitter.move(shared, partial[0])
        if kernel.result == .partial { goOn() }

        let source: GeneralRegister = prepares ? .rdx : .rsi
        for register in partial { emitter.zero(register) }
        emitter.walk(row) { vectors, lanes in
            for vector in 0..<vectors {
                emitter.load(
                    values[vector], row.place(source, vector, of: emitter), lanes, else: -.infinity, temporary: temporaries[0])
                if kernel.isScaled, !prepares { scaleValue(values[vector], lanes) }
                a.vsubps(values[vector], values[vector], shared)
            }
            emitter.apply(.exp, to: Array(values.prefix(vectors)), temporaries: temporaries)
            for vector in 0..<vectors {
                a.vaddps(partial[vector], partial[vector], values[vector])
                if kernel.result != .logarithm { emitter.store(row.place(.rdx, vector, of: emitter), values[vector], lanes) }
            }
        }
        emitter.combineAll(partial, .sum)
        emitter.combineLanes(of: partial[0], .sum, temporary: temporaries[0])
        writeResult(row, source: source)
    }

    /// Makes what exponentials are relative to the largest element of all parts so far, and says what becomes of those before.
    private func goOn() {
        let a = assembler
        let before = values[0]
        emitter.broadcast(before, state(\.maximum))
        a.vmaxps(shared, shared, before)
        a.vmovss(state(\.maximum), shared.resized(.xmm))
        // Where all elements are kept out their exponentials are zeros, not numbers minus the like.
        emitter.set(temporaries[0], -.infinity)
        emitter.zero(temporaries[1])
        emitter.replace(shared, with: temporaries[1], where: shared, .equal, temporaries[0], temporary: temporaries[2])
        a.vsubps(before, before, shared)
        emitter.apply(.exp, to: [before], temporaries: temporaries)
        a.vmovss(state(\.factor), before.resized(.xmm))
    }

    /// Reads a vector, scaled and masked; lanes that do not count become those of the smallest value.
    private func load(_ vector: Int, _ lanes: LaneMask?, _ row: RowWalk) {
        let a = assembler
        let value = values[vector]
        emitter.load(value, row.place(.rsi, vector, of: emitter), lanes, else: -.infinity, temporary: temporaries[0])
        switch kernel.mask {
        case .none: if kernel.isScaled { scaleValue(value, lanes) }
        case .added:
            if kernel.isScaled { scaleValue(value, lanes) }
            if let lanes {
                emitter.load(temporaries[0], row.place(.r8, vector, of: emitter), lanes)
                a.vaddps(value, value, temporaries[0])
            } else {
                a.vaddps(value, value, row.place(.r8, vector, of: emitter))
            }
        case .boolean:
            if kernel.isScaled { scaleValue(value, lanes) }
            let read = lanes == nil ? temporaries[0] : temporaries[0].masked(.k1, zeroing: true)
            // A byte stands for four of the row's.
            a.shr(.rax, 2)
            a.vpmovzxbd(read, MemoryOperand(.r8, .rax, 1, vector * emitter.lanes))
            a.shl(.rax, 2)
            a.vcvtdq2ps(temporaries[0], temporaries[0])
            emitter.zero(temporaries[1])
            emitter.set(temporaries[2], -.infinity)
            emitter.replace(
                value, with: temporaries[2], where: temporaries[0], .equal, temporaries[1], temporary: temporaries[3])
        }
    }

    /// Lanes that do not count must stay the smallest, whatever the scale.
    private func scaleValue(_ value: VectorRegister, _ lanes: LaneMask?) {
        guard let lanes else { return assembler.vmulps(value, value, scale) }
        switch lanes.place {
        case .mask(let mask): assembler.vmulps(value.masked(mask), value, scale)
        case .vector(let vector):
            assembler.vmulps(temporaries[0], value, scale)
            assembler.vblendvps(value, value, temporaries[0], vector)
        }
    }

    /// With the sum of the exponentials in the first partial result.
    private func writeResult(_ row: RowWalk, source: GeneralRegister) {
        let a = assembler
        let sum = partial[0]
        switch kernel.result {
        case .exponentials:
            emitter.set(temporaries[0], 1)
            a.vdivps(sum, temporaries[0], sum)
            a.vmovss(MemoryOperand(.r9), sum.resized(.xmm))
        case .partial:
            emitter.broadcast(temporaries[0], state(\.sum))
            emitter.broadcast(temporaries[1], state(\.factor))
            emitter.multiplyAdd(sum, temporaries[0], temporaries[1])
            a.vmovss(state(\.sum), sum.resized(.xmm))
        case .softmax:
            emitter.set(temporaries[0], 1)
            a.vdivps(sum, temporaries[0], sum)
            emitter.walk(row) { vectors, lanes in
                for vector in 0..<vectors {
                    emitter.load(values[vector], row.place(.rdx, vector, of: emitter), lanes)
                    a.vmulps(values[vector], values[vector], sum)
                    emitter.store(row.place(.rdx, vector, of: emitter), values[vector], lanes)
                }
            }
        case .logarithm:
            emitter.apply(.log, to: [sum], temporaries: temporaries)
            emitter.walk(row) { vectors, lanes in
                for vector in 0..<vectors {
                    emitter.load(values[vector], row.place(source, vector, of: emitter), lanes)
                    // Near the largest element the difference is exact.
                    a.vsubps(values[vector], values[vector], shared)
                    a.vsubps(values[vector], values[vector], sum)
                    emitter.store(row.place(.rdx, vector, of: emitter), values[vector], lanes)
                }
            }
        }
    }
}
