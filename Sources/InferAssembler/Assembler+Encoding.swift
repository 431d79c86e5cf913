extension Assembler {
    /// ModRM, SIB and displacement of a memory operand.
    ///
    /// - Parameters:
    ///   - field: the three bits of ModRM.reg.
    ///   - unit: what a displacement of one byte counts; 1 but for EVEX.
    ///   - trailing: how many bytes of the instruction follow (immediates).
    func emitModRM(_ field: UInt8, _ memory: MemoryOperand, unit: Int = 1, trailing: Int = 0) {
        let field = (field & 7) << 3
        switch memory.address {
        case .label(let label):
            emit(field | 5)
            emitDistance(to: label, addend: memory.displacement, trailing: trailing)
        case .based(let base, let index, let scale):
            let displacement = memory.displacement
            if Int32(exactly: displacement) == nil { fail(.invalidOperands(instruction: "an address beyond 2 GiB")) }
            let needsSIB = index != nil || base.rawValue & 7 == 4
            let isShort = displacement % unit == 0 && Int8(exactly: displacement / unit) != nil
            let mode: UInt8 = displacement == 0 && base.rawValue & 7 != 5 ? 0 : (isShort ? 0x40 : 0x80)
            emit(mode | field | (needsSIB ? 4 : base.rawValue & 7))
            if needsSIB {
                if index == .rsp { fail(.invalidOperands(instruction: "rsp as an index")) }
                let scaleBits = UInt8(scale.trailingZeroBitCount) << 6
                emit(scaleBits | ((index?.rawValue ?? 4) & 7) << 3 | base.rawValue & 7)
            }
            if mode == 0x40 { emit(UInt8(bitPattern: Int8(truncatingIfNeeded: displacement / unit))) }
            if mode == 0x80 { emit32(displacement) }
        }
    }

    /// ModRM of two registers.
    func emitModRM(_ field: UInt8, _ register: UInt8) { emit(0xc0 | (field & 7) << 3 | register & 7) }

    /// The high bits of an address's registers, as REX.B and REX.X have them.
    static func extensionBits(_ memory: MemoryOperand) -> (b: UInt8, x: UInt8) {
        guard case .based(let base, let index, _) = memory.address else { return (0, 0) }
        return (base.rawValue >> 3, (index?.rawValue ?? 0) >> 3)
    }

    // MARK: Vector instructions

    /// An instruction of up to three vector registers: `target`, `first` (VEX.vvvv), and a register or memory.
    func emit(
        _ row: VectorInstruction, _ target: VectorRegister, _ first: VectorRegister? = nil, _ second: some VectorSource,
        immediate: UInt8? = nil
    ) {
        emit(
            row, reg: target.index, target: target, first: first, second.vectorOperand,
            width: row.width(target, first, second.vectorOperand), immediate)
    }

    /// An instruction whose ModRM.reg is a number of the opcode: shifts by immediates.
    func emit(_ row: VectorInstruction, into target: VectorRegister, _ source: some VectorSource, immediate: UInt8) {
        // The VEX form shifts registers alone.
        var needsEVEX = false
        if case .memory = source.vectorOperand { needsEVEX = true }
        emit(
            row, reg: row.extensionDigit ?? 0, target: target, first: target, source.vectorOperand, width: target.width, immediate,
            needsEVEX: needsEVEX, isTargetFirst: true)
    }

    /// An instruction that writes a mask register: comparisons of AVX-512.
    func emit(_ row: VectorInstruction, _ target: MaskRegister, _ first: VectorRegister, _ second: some VectorSource, immediate: UInt8?) {
        emit(row, reg: target.rawValue, target: nil, first: first, second.vectorOperand, width: first.width, immediate, needsEVEX: true)
    }

    private func emit(
        _ row: VectorInstruction, reg: UInt8, target: VectorRegister?, first: VectorRegister?, _ second: VectorOperand, width: VectorWidth,
        _ immediate: UInt8?, needsEVEX: Bool = false, isTargetFirst: Bool = false
    ) {
        var highest = max(isTargetFirst ? 0 : reg, first?.index ?? 0)
        var isBroadcast = false
        var sourceMask: MaskRegister?
        switch second {
        case .register(let register): highest = max(highest, register.index)
        case .memory(let memory):
            isBroadcast = memory.isBroadcast
            if isBroadcast, !row.canBroadcast { fail(.invalidOperands(instruction: "\(row.name) of one element for all lanes")) }
        }
        if let mask = target?.mask { sourceMask = mask }
        let wantsEVEX = needsEVEX || width == .zmm || highest > 15 || isBroadcast || sourceMask != nil
        if !wantsEVEX, let needed = row.vexFeatures {
            require(needed, row.name)
            emitVEX(row, reg, first, second, width, immediate)
            return
        }
        guard let needed = row.evexFeatures else { return fail(.invalidOperands(instruction: row.name)) }
        require(width == .zmm || row.isScalar ? needed : needed.union(.avx512vl), row.name)
        emitEVEX(row, reg, target, first, second, width, immediate, isBroadcast: isBroadcast)
    }

    private func emitVEX(
        _ row: VectorInstruction, _ reg: UInt8, _ first: VectorRegister?, _ second: VectorOperand, _ width: VectorWidth, _ immediate: UInt8?
    ) {
        var b: UInt8 = 0
        var x: UInt8 = 0
        switch second {
        case .register(let register): b = register.index >> 3 & 1
        case .memory(let memory): (b, x) = Assembler.extensionBits(memory)
        }
        emitVEX(
            row.map, row.prefix, wide: row.isWideInVEX, reg: reg, x: x, b: b, first: first?.index ?? 0,
            isLong: width == .ymm && !row.isScalar)
        emit(row.opcode)
        switch second {
        case .register(let register): emitModRM(reg, register.index)
        case .memory(let memory): emitModRM(reg, memory, trailing: immediate == nil ? 0 : 1)
        }
        if let immediate { emit(immediate) }
    }

    /// The VEX prefix, in two bytes where they suffice; `x` and `b` are the high bits of an address's index and of a base or register.
    func emitVEX(
        _ map: VectorInstruction.Map, _ prefix: VectorInstruction.Prefix, wide: Bool = false, reg: UInt8, x: UInt8 = 0, b: UInt8,
        first: UInt8 = 0, isLong: Bool = false
    ) {
        let r = reg >> 3 & 1
        let last = (~first & 0xf) << 3 | (isLong ? 4 : 0) | prefix.rawValue
        if b == 0, x == 0, map == .x0F, !wide {
            emit(0xc5)
            emit((r ^ 1) << 7 | last)
        } else {
            emit(0xc4)
            emit((r ^ 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | map.rawValue)
            emit((wide ? 0x80 : 0) | last)
        }
    }

    private func emitEVEX(
        _ row: VectorInstruction, _ reg: UInt8, _ target: VectorRegister?, _ first: VectorRegister?, _ second: VectorOperand,
        _ width: VectorWidth, _ immediate: UInt8?, isBroadcast: Bool
    ) {
        var b: UInt8 = 0
        var x: UInt8 = 0
        switch second {
        case .register(let register):
            b = register.index >> 3 & 1
            x = register.index >> 4 & 1
        case .memory(let memory): (b, x) = Assembler.extensionBits(memory)
        }
        let vvvv = first?.index ?? 0
        let mask = target?.mask?.rawValue ?? 0
        let zeroes: UInt8 = target?.zeroes ?? false ? 0x80 : 0
        let length: UInt8 = row.isScalar ? 0 : width.rawValue << 5
        emit(0x62)
        emit((reg >> 3 & 1 ^ 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | (reg >> 4 & 1 ^ 1) << 4 | row.map.rawValue)
        emit((row.wide ? 0x80 : 0) | (~vvvv & 0xf) << 3 | 4 | row.prefix.rawValue)
        emit(zeroes | length | (isBroadcast ? 0x10 : 0) | (vvvv >> 4 & 1 ^ 1) << 3 | mask)
        emit(row.opcode)
        switch second {
        case .register(let register): emitModRM(reg, register.index)
        case .memory(let memory):
            emitModRM(reg, memory, unit: row.displacementUnit(width, isBroadcast: isBroadcast), trailing: immediate == nil ? 0 : 1)
        }
        if let immediate { emit(immediate) }
    }
}

extension VectorInstruction {
    /// Whether the vector length does not matter.
    var isScalar: Bool {
        if case .bytes(let count) = tuple, count <= 8 { return !ignoresScalarLength }
        return false
    }

    /// Broadcasts read few bytes and write whole vectors.
    private var ignoresScalarLength: Bool { name.hasPrefix("vbroadcast") || name.hasPrefix("vpbroadcast") }

    /// The vector length of an instruction: that of the widest operand, since conversions and extractions mix widths.
    func width(_ target: VectorRegister, _ first: VectorRegister?, _ second: VectorOperand) -> VectorWidth {
        var width = max(target.width, first?.width ?? .xmm)
        if case .register(let register) = second { width = max(width, register.width) }
        return width
    }
}
