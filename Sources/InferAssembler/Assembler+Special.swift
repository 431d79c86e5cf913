/// Vector instructions whose operands take other forms: stores, extractions, comparisons, masks, and moves between register files.
extension Assembler {
    /// Writes a register, or the lanes that its mask selects, to memory.
    func emitStore(_ row: VectorInstruction, _ target: MemoryOperand, _ source: VectorRegister, immediate: UInt8? = nil) {
        emit(row, source, nil, target, immediate: immediate)
    }

    /// Puts a part of a register into another; the wide one is ModRM.reg.
    func emitExtract(_ row: VectorInstruction, _ target: VectorRegister, _ source: VectorRegister, immediate: UInt8) {
        let source = target.mask.map { source.masked($0, zeroing: target.zeroes) } ?? source
        emit(row, source, nil, target, immediate: immediate)
    }

    /// What `vcmpps` compares by; unordered comparisons are false but for `notEqual`, `notLess` and `notLessOrEqual`.
    package enum Comparison: UInt8, Sendable {
        case equal, less, lessOrEqual, unordered, notEqual, notLess, notLessOrEqual, ordered
        case greaterOrEqual = 13
        case greater = 14
    }

    private static let compareRow = VectorInstruction("vcmpps", .x0F, .none, 0xc2, .both(.avx, .avx512f))
    private static let blendRow = VectorInstruction("vblendvps", .x0F3A, .x66, 0x4a, .vex(.avx))
    private static let maskedLoadRow = VectorInstruction("vmaskmovps", .x0F38, .x66, 0x2c, .vex(.avx))
    private static let maskedStoreRow = VectorInstruction("vmaskmovps", .x0F38, .x66, 0x2e, .vex(.avx))

    /// All bits of the lanes where the comparison holds.
    package func vcmpps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ comparison: Comparison) {
        emit(Assembler.compareRow, target, first, second, immediate: comparison.rawValue)
    }

    /// A mask of the lanes where the comparison holds (AVX-512).
    package func vcmpps(_ target: MaskRegister, _ first: VectorRegister, _ second: some VectorSource, _ comparison: Comparison) {
        emit(Assembler.compareRow, target, first, second, immediate: comparison.rawValue)
    }

    /// The lanes of `second` where the sign of `selector` is set, else of `first` (AVX).
    package func vblendvps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ selector: VectorRegister) {
        emit(Assembler.blendRow, target, first, second, immediate: selector.index << 4)
    }

    /// Reads the lanes where the sign of `mask` is set, others become zero (AVX).
    package func vmaskmovps(_ target: VectorRegister, _ mask: VectorRegister, _ source: MemoryOperand) {
        emit(Assembler.maskedLoadRow, target, mask, source)
    }

    /// Writes the lanes where the sign of `mask` is set (AVX).
    package func vmaskmovps(_ target: MemoryOperand, _ mask: VectorRegister, _ source: VectorRegister) {
        emit(Assembler.maskedStoreRow, source, mask, target)
    }

    // MARK: Between register files

    /// The lowest 32 bits of a vector register from an integer register.
    package func vmovd(_ target: VectorRegister, _ source: GeneralRegister) { move32(0x6e, target, source) }

    /// The lowest 32 bits of a vector register to an integer register.
    package func vmovd(_ target: GeneralRegister, _ source: VectorRegister) { move32(0x7e, source, target) }

    private func move32(_ opcode: UInt8, _ vector: VectorRegister, _ general: GeneralRegister) {
        require(.avx, "vmovd")
        if vector.index > 15 { fail(.invalidOperands(instruction: "vmovd")) }
        emitVEX(.x0F, .x66, reg: vector.index, b: general.rawValue >> 3)
        emit(opcode)
        emitModRM(vector.index, general.rawValue)
    }

    // MARK: Masks of AVX-512

    private func mask(
        _ prefix: VectorInstruction.Prefix, _ wide: Bool, _ opcode: UInt8, reg: UInt8, rm: UInt8, first: UInt8 = 0, isLong: Bool = false
    ) {
        require(wide ? .avx512bw : .avx512f, "an instruction on masks")
        emitVEX(.x0F, prefix, wide: wide, reg: reg, b: rm >> 3, first: first, isLong: isLong)
        emit(opcode)
        emitModRM(reg, rm)
    }

    /// 16 bits from an integer register.
    package func kmovw(_ target: MaskRegister, _ source: GeneralRegister) {
        mask(.none, false, 0x92, reg: target.rawValue, rm: source.rawValue)
    }
    /// 16 bits to an integer register.
    package func kmovw(_ target: GeneralRegister, _ source: MaskRegister) {
        mask(.none, false, 0x93, reg: target.rawValue, rm: source.rawValue)
    }
    /// 64 bits from an integer register.
    package func kmovq(_ target: MaskRegister, _ source: GeneralRegister) {
        mask(.xF2, true, 0x92, reg: target.rawValue, rm: source.rawValue)
    }
    /// 64 bits to an integer register.
    package func kmovq(_ target: GeneralRegister, _ source: MaskRegister) {
        mask(.xF2, true, 0x93, reg: target.rawValue, rm: source.rawValue)
    }
    package func knotw(_ target: MaskRegister, _ source: MaskRegister) {
        mask(.none, false, 0x44, reg: target.rawValue, rm: source.rawValue)
    }

    package func kandw(_ target: MaskRegister, _ first: MaskRegister, _ second: MaskRegister) {
        mask(.none, false, 0x41, reg: target.rawValue, rm: second.rawValue, first: first.rawValue, isLong: true)
    }

    package func korw(_ target: MaskRegister, _ first: MaskRegister, _ second: MaskRegister) {
        mask(.none, false, 0x45, reg: target.rawValue, rm: second.rawValue, first: first.rawValue, isLong: true)
    }

    package func kxnorw(_ target: MaskRegister, _ first: MaskRegister, _ second: MaskRegister) {
        mask(.none, false, 0x46, reg: target.rawValue, rm: second.rawValue, first: first.rawValue, isLong: true)
    }

    package func kortestw(_ first: MaskRegister, _ second: MaskRegister) {
        mask(.none, false, 0x98, reg: first.rawValue, rm: second.rawValue)
    }

    // MARK: Gathers

    /// Reads `[base + index · scale + displacement]` for each lane of `indices` where the sign of `mask` is set; clears `mask` (AVX2).
    package func vgatherdps(
        _ target: VectorRegister, _ base: GeneralRegister, _ indices: VectorRegister, scale: Int, displacement: Int = 0,
        _ mask: VectorRegister
    ) {
        require(.avx2, "vgatherdps")
        if max(target.index, indices.index, mask.index) > 15 { fail(.invalidOperands(instruction: "vgatherdps")) }
        emitVEX(
            .x0F38, .x66, reg: target.index, x: indices.index >> 3, b: base.rawValue >> 3, first: mask.index, isLong: target.width == .ymm)
        emit(0x92)
        emitVectorAddress(target.index, base, indices, scale, displacement, unit: 1)
    }

    /// Reads `[base + index · scale + displacement]` for each lane of `indices` whose bit is set; clears the mask (AVX-512).
    package func vgatherdps(
        _ target: VectorRegister, _ mask: MaskRegister, _ base: GeneralRegister, _ indices: VectorRegister, scale: Int,
        displacement: Int = 0
    ) {
        require(target.width == .zmm ? .avx512f : [.avx512f, .avx512vl], "vgatherdps")
        let (reg, index) = (target.index, indices.index)
        emit(0x62)
        emit((reg >> 3 & 1 ^ 1) << 7 | (index >> 3 & 1 ^ 1) << 6 | (base.rawValue >> 3 ^ 1) << 5 | (reg >> 4 & 1 ^ 1) << 4 | 2)
        emit(0x78 | 4 | 1)
        emit(target.width.rawValue << 5 | (index >> 4 & 1 ^ 1) << 3 | mask.rawValue)
        emit(0x92)
        emitVectorAddress(reg, base, indices, scale, displacement, unit: 4)
    }

    private func emitVectorAddress(
        _ reg: UInt8, _ base: GeneralRegister, _ indices: VectorRegister, _ scale: Int, _ displacement: Int, unit: Int
    ) {
        let isShort = displacement % unit == 0 && Int8(exactly: displacement / unit) != nil
        let mode: UInt8 = displacement == 0 && base.rawValue & 7 != 5 ? 0 : (isShort ? 0x40 : 0x80)
        emit(mode | (reg & 7) << 3 | 4)
        emit(UInt8(scale.trailingZeroBitCount) << 6 | (indices.index & 7) << 3 | base.rawValue & 7)
        if mode == 0x40 { emit(UInt8(bitPattern: Int8(truncatingIfNeeded: displacement / unit))) }
        if mode == 0x80 { emit32(displacement) }
    }
}
