import InferAssembler

/// What generated kernels are written with: an assembler, and vectors of `Float` whose width the instruction set decides.
///
/// Kernels are written once over ``lanes`` and ``registerCount``. A kernel is a function of one pointer, to a block of arguments, which
/// stays in `rdi` unless the kernel moves it.
package final class KernelEmitter {
    package let assembler: Assembler
    package let instructionSet: InstructionSet

    package init(_ instructionSet: InstructionSet) {
        self.instructionSet = instructionSet
        assembler = Assembler(features: instructionSet.features)
    }

    /// How many `Float`s a vector holds: 16 or 8.
    package var lanes: Int { instructionSet.width.lanes }
    /// The bytes of a vector.
    package var vectorBytes: Int { instructionSet.width.bytes }
    /// How many vector registers there are: 32 or 16.
    package var registerCount: Int { instructionSet.registerCount }
    /// Whether lanes are selected by mask registers.
    package var hasMaskRegisters: Bool { instructionSet == .avx512 }

    /// A vector register in full width.
    package func vector(_ index: Int) -> VectorRegister { VectorRegister(index, instructionSet.width) }

    // MARK: The frame

    /// Writes a function: saves the registers that must be given back, does the body, restores them and returns.
    ///
    /// - Parameters:
    ///   - registers: those of `GeneralRegister.preserved` that the body changes.
    ///   - stackBytes: room at `rsp`, 64-byte aligned, for the body; `rbp` is then saved and holds the caller's stack.
    package func function(preserving registers: [GeneralRegister] = [], stackBytes: Int = 0, _ body: () throws -> Void) rethrows {
        let saved = registers.filter { $0 != .rbp || stackBytes == 0 }
        if stackBytes > 0 { assembler.push(.rbp) }
        for register in saved { assembler.push(register) }
        if stackBytes > 0 {
            assembler.mov(.rbp, .rsp)
            assembler.sub(.rsp, (stackBytes + 63) / 64 * 64)
            assembler.and(.rsp, -64)
        }
        try body()
        if stackBytes > 0 { assembler.mov(.rsp, .rbp) }
        for register in saved.reversed() { assembler.pop(register) }
        if stackBytes > 0 { assembler.pop(.rbp) }
        assembler.vzeroupper()
        assembler.ret()
    }

    /// Repeats a body, counting a register down to zero; the register must not be zero before.
    package func loop(counting register: GeneralRegister, _ body: () throws -> Void) rethrows {
        assembler.align(16)
        let start = assembler.placedLabel()
        try body()
        assembler.dec(register)
        assembler.jump(.notZero, start)
    }

    // MARK: Constants

    /// A number in all lanes, as the last operand of any vector instruction.
    package func constant(_ value: Float) -> MemoryOperand { constant(word: value.bitPattern) }

    /// 32 bits in all lanes, as the last operand of any vector instruction on 32-bit elements.
    package func constant(word: UInt32) -> MemoryOperand {
        hasMaskRegisters
            ? assembler.constant(words: [word]).broadcast : assembler.constant(words: Array(repeating: word, count: lanes))
    }

    /// A whole vector of constants.
    package func constant(vector words: [UInt32]) -> MemoryOperand { assembler.constant(words: words) }

    // MARK: Moves and arithmetic that the sets write differently

    package func load(_ target: VectorRegister, _ source: MemoryOperand) { assembler.vmovups(target, source) }
    package func store(_ target: MemoryOperand, _ source: VectorRegister) { assembler.vmovups(target, source) }

    /// One element in all lanes.
    package func broadcast(_ target: VectorRegister, _ source: MemoryOperand) { assembler.vbroadcastss(target, source) }

    /// The constant in all lanes of a register.
    package func set(_ target: VectorRegister, _ value: Float) {
        if value.bitPattern == 0 { return zero(target) }
        assembler.vbroadcastss(target, assembler.constant(words: [value.bitPattern]))
    }

    package func move(_ target: VectorRegister, _ source: VectorRegister) {
        if target != source { assembler.vmovaps(target, source) }
    }

    package func zero(_ target: VectorRegister) {
        // The short form clears the whole register.
        if target.index < 16 {
            let short = target.resized(.xmm)
            assembler.vxorps(short, short, short)
        } else {
            assembler.vpxor(target, target, target)
        }
    }

    /// `accumulator += first · second`
    package func multiplyAdd(_ accumulator: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        assembler.vfmadd231ps(accumulator, first, second)
    }

    /// The modes of ``round(_:_:_:)``.
    package enum Rounding: UInt8, Sendable {
        case nearestEven = 8
        case down, up, towardsZero
    }

    package func round(_ target: VectorRegister, _ source: some VectorSource, _ mode: Rounding) {
        if hasMaskRegisters {
            assembler.vrndscaleps(target, source, mode.rawValue)
        } else {
            assembler.vroundps(target, source, mode.rawValue)
        }
    }

    /// `target = (first comparison second) ? chosen : target`; `temporary` is written on AVX2, `mask` on AVX-512.
    package func replace(
        _ target: VectorRegister, with chosen: VectorRegister, where first: VectorRegister, _ comparison: Assembler.Comparison,
        _ second: some VectorSource, temporary: VectorRegister, mask: MaskRegister = .k7
    ) {
        if hasMaskRegisters {
            assembler.vcmpps(mask, first, second, comparison)
            assembler.vblendmps(target.masked(mask), target, chosen)
        } else {
            assembler.vcmpps(temporary, first, second, comparison)
            assembler.vblendvps(target, target, chosen, temporary)
        }
    }
}
