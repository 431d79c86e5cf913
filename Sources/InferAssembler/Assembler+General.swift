/// Instructions on integer registers, jumps, and what else is not a vector instruction.
extension Assembler {
    /// An arithmetic operation in the two forms that share a number: opcodes `8·n + 1` and `8·n + 3`, and `81 /n` with an immediate.
    private enum Arithmetic: UInt8 {
        case add, or, adc, sbb, and, sub, xor, cmp
    }

    private func rex(_ reg: UInt8, _ memory: MemoryOperand, wide: Bool = true) {
        let (b, x) = Assembler.extensionBits(memory)
        let bits = (wide ? 8 : 0) | (reg >> 3) << 2 | x << 1 | b
        if bits != 0 { emit(0x40 | bits) }
    }

    private func rex(_ reg: UInt8, _ register: UInt8, wide: Bool = true) {
        let bits = (wide ? 8 : 0) | (reg >> 3) << 2 | register >> 3
        if bits != 0 { emit(0x40 | bits) }
    }

    private func arithmetic(_ operation: Arithmetic, _ target: GeneralRegister, _ source: GeneralRegister) {
        rex(source.rawValue, target.rawValue)
        emit(operation.rawValue << 3 | 1)
        emitModRM(source.rawValue, target.rawValue)
    }

    private func arithmetic(_ operation: Arithmetic, _ target: GeneralRegister, _ source: MemoryOperand) {
        rex(target.rawValue, source)
        emit(operation.rawValue << 3 | 3)
        emitModRM(target.rawValue, source)
    }

    private func arithmetic(_ operation: Arithmetic, _ target: GeneralRegister, _ value: Int) {
        rex(0, target.rawValue)
        if let short = Int8(exactly: value) {
            emit(0x83)
            emitModRM(operation.rawValue, target.rawValue)
            emit(UInt8(bitPattern: short))
            return
        }
        if Int32(exactly: value) == nil { fail(.invalidOperands(instruction: "\(operation) with an immediate beyond 32 bits")) }
        if target == .rax {
            emit(operation.rawValue << 3 | 5)
        } else {
            emit(0x81)
            emitModRM(operation.rawValue, target.rawValue)
        }
        emit32(value)
    }

    package func add(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.add, target, source) }
    package func add(_ target: GeneralRegister, _ source: MemoryOperand) { arithmetic(.add, target, source) }
    package func add(_ target: GeneralRegister, _ value: Int) { arithmetic(.add, target, value) }
    package func sub(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.sub, target, source) }
    package func sub(_ target: GeneralRegister, _ source: MemoryOperand) { arithmetic(.sub, target, source) }
    package func sub(_ target: GeneralRegister, _ value: Int) { arithmetic(.sub, target, value) }
    package func and(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.and, target, source) }
    package func and(_ target: GeneralRegister, _ value: Int) { arithmetic(.and, target, value) }
    package func or(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.or, target, source) }
    package func xor(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.xor, target, source) }
    package func cmp(_ target: GeneralRegister, _ source: GeneralRegister) { arithmetic(.cmp, target, source) }
    package func cmp(_ target: GeneralRegister, _ source: MemoryOperand) { arithmetic(.cmp, target, source) }
    package func cmp(_ target: GeneralRegister, _ value: Int) { arithmetic(.cmp, target, value) }

    package func test(_ first: GeneralRegister, _ second: GeneralRegister) {
        rex(second.rawValue, first.rawValue)
        emit(0x85)
        emitModRM(second.rawValue, first.rawValue)
    }

    package func inc(_ target: GeneralRegister) { add(target, 1) }

    package func dec(_ target: GeneralRegister) {
        rex(0, target.rawValue)
        emit(0xff)
        emitModRM(1, target.rawValue)
    }

    package func neg(_ target: GeneralRegister) {
        rex(0, target.rawValue)
        emit(0xf7)
        emitModRM(3, target.rawValue)
    }

    package func imul(_ target: GeneralRegister, _ source: GeneralRegister) {
        rex(target.rawValue, source.rawValue)
        emit(0x0f)
        emit(0xaf)
        emitModRM(target.rawValue, source.rawValue)
    }

    package func imul(_ target: GeneralRegister, _ source: MemoryOperand) {
        rex(target.rawValue, source)
        emit(0x0f)
        emit(0xaf)
        emitModRM(target.rawValue, source)
    }

    package func imul(_ target: GeneralRegister, _ source: GeneralRegister, _ value: Int) {
        if Int32(exactly: value) == nil { fail(.invalidOperands(instruction: "imul with an immediate beyond 32 bits")) }
        rex(target.rawValue, source.rawValue)
        let short = Int8(exactly: value)
        emit(short == nil ? 0x69 : 0x6b)
        emitModRM(target.rawValue, source.rawValue)
        if let short { emit(UInt8(bitPattern: short)) } else { emit32(value) }
    }

    private func shift(_ digit: UInt8, _ target: GeneralRegister, _ count: Int) {
        rex(0, target.rawValue)
        emit(0xc1)
        emitModRM(digit, target.rawValue)
        emit(UInt8(truncatingIfNeeded: count))
    }

    package func shl(_ target: GeneralRegister, _ count: Int) { shift(4, target, count) }
    package func shr(_ target: GeneralRegister, _ count: Int) { shift(5, target, count) }
    package func sar(_ target: GeneralRegister, _ count: Int) { shift(7, target, count) }

    // MARK: Moves

    package func mov(_ target: GeneralRegister, _ source: GeneralRegister) {
        rex(source.rawValue, target.rawValue)
        emit(0x89)
        emitModRM(source.rawValue, target.rawValue)
    }

    package func mov(_ target: GeneralRegister, _ source: MemoryOperand) {
        rex(target.rawValue, source)
        emit(0x8b)
        emitModRM(target.rawValue, source)
    }

    package func mov(_ target: MemoryOperand, _ source: GeneralRegister) {
        rex(source.rawValue, target)
        emit(0x89)
        emitModRM(source.rawValue, target)
    }

    /// Any 64-bit number; zero changes the flags.
    package func mov(_ target: GeneralRegister, _ value: Int) {
        if value == 0 { return xor32(target, target) }
        if value > 0, value <= Int(UInt32.max) { return mov32(target, value) }
        if Int32(exactly: value) != nil {
            rex(0, target.rawValue)
            emit(0xc7)
            emitModRM(0, target.rawValue)
            return emit32(value)
        }
        rex(0, target.rawValue)
        emit(0xb8 | target.rawValue & 7)
        emit64(UInt64(bitPattern: Int64(value)))
    }

    /// 32 bits; the upper half becomes zero.
    package func mov32(_ target: GeneralRegister, _ source: MemoryOperand) {
        rex(target.rawValue, source, wide: false)
        emit(0x8b)
        emitModRM(target.rawValue, source)
    }

    package func mov32(_ target: MemoryOperand, _ source: GeneralRegister) {
        rex(source.rawValue, target, wide: false)
        emit(0x89)
        emitModRM(source.rawValue, target)
    }

    package func mov32(_ target: GeneralRegister, _ value: Int) {
        rex(0, target.rawValue, wide: false)
        emit(0xb8 | target.rawValue & 7)
        emit32(value)
    }

    /// A sign-extended 32-bit number.
    package func movsxd(_ target: GeneralRegister, _ source: MemoryOperand) {
        rex(target.rawValue, source)
        emit(0x63)
        emitModRM(target.rawValue, source)
    }

    package func xor32(_ target: GeneralRegister, _ source: GeneralRegister) {
        rex(source.rawValue, target.rawValue, wide: false)
        emit(0x31)
        emitModRM(source.rawValue, target.rawValue)
    }

    package func lea(_ target: GeneralRegister, _ address: MemoryOperand) {
        rex(target.rawValue, address)
        emit(0x8d)
        emitModRM(target.rawValue, address)
    }

    package func push(_ source: GeneralRegister) {
        if source.rawValue > 7 { emit(0x41) }
        emit(0x50 | source.rawValue & 7)
    }

    package func pop(_ target: GeneralRegister) {
        if target.rawValue > 7 { emit(0x41) }
        emit(0x58 | target.rawValue & 7)
    }

    /// `target = condition ? source : target`
    package func cmov(_ condition: Condition, _ target: GeneralRegister, _ source: GeneralRegister) {
        rex(target.rawValue, source.rawValue)
        emit(0x0f)
        emit(0x40 | condition.rawValue)
        emitModRM(target.rawValue, source.rawValue)
    }

    /// The lowest `count` bits of a number (BMI2).
    package func bzhi(_ target: GeneralRegister, _ source: GeneralRegister, _ count: GeneralRegister) {
        require(.bmi2, "bzhi")
        emitVEX(.x0F38, .none, wide: true, reg: target.rawValue, b: source.rawValue >> 3, first: count.rawValue)
        emit(0xf5)
        emitModRM(target.rawValue, source.rawValue)
    }

    // MARK: Jumps

    /// What flags a jump looks at.
    package enum Condition: UInt8, Sendable {
        case overflow = 0
        case below = 2
        case aboveOrEqual, zero, notZero, belowOrEqual, above, negative, notNegative
        case less = 12
        case greaterOrEqual, lessOrEqual, greater
    }

    package func jump(_ condition: Condition, _ label: Label) {
        if let back = distanceBack(to: label), back <= 126 {
            emit(0x70 | condition.rawValue)
            emit(UInt8(bitPattern: Int8(-(back + 2))))
            return
        }
        emit(0x0f)
        emit(0x80 | condition.rawValue)
        emitDistance(to: label)
    }

    package func jump(_ label: Label) {
        emit(0xe9)
        emitDistance(to: label)
    }

    /// To an address in a register.
    package func jump(_ target: GeneralRegister) {
        if target.rawValue > 7 { emit(0x41) }
        emit(0xff)
        emitModRM(4, target.rawValue)
    }

    /// To a routine in the same code.
    package func call(_ label: Label) {
        emit(0xe8)
        emitDistance(to: label)
    }

    package func ret() { emit(0xc3) }

    // MARK: Others

    package func nop(_ length: Int = 1) {
        let forms: [[UInt8]] = [
            [0x90], [0x66, 0x90], [0x0f, 0x1f, 0x00], [0x0f, 0x1f, 0x40, 0x00], [0x0f, 0x1f, 0x44, 0x00, 0x00],
            [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00], [0x0f, 0x1f, 0x80, 0, 0, 0, 0], [0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0],
            [0x66, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0],
        ]
        for byte in forms[max(1, min(length, forms.count)) - 1] { emit(byte) }
    }

    /// How near a prefetched line shall come.
    package enum PrefetchHint: UInt8, Sendable {
        case nta, t0, t1, t2
    }

    package func prefetch(_ hint: PrefetchHint, _ address: MemoryOperand) {
        rex(0, address, wide: false)
        emit(0x0f)
        emit(0x18)
        emitModRM(hint.rawValue, address)
    }

    package func cpuid() {
        emit(0x0f)
        emit(0xa2)
    }

    package func xgetbv() {
        emit(0x0f)
        emit(0x01)
        emit(0xd0)
    }

    package func rdtsc() {
        emit(0x0f)
        emit(0x31)
    }

    package func pause() {
        emit(0xf3)
        emit(0x90)
    }

    package func vzeroupper() {
        require(.avx, "vzeroupper")
        emit(0xc5)
        emit(0xf8)
        emit(0x77)
    }

    /// Reads the control and status of vector arithmetic.
    package func vstmxcsr(_ target: MemoryOperand) { controlStatus(3, target) }
    /// Sets it.
    package func vldmxcsr(_ source: MemoryOperand) { controlStatus(2, source) }

    private func controlStatus(_ digit: UInt8, _ memory: MemoryOperand) {
        // The legacy form, which every x86-64 has.
        rex(0, memory, wide: false)
        emit(0x0f)
        emit(0xae)
        emitModRM(digit, memory)
    }
}
