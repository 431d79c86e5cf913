import InferAssembler

/// Writes the application of linear maps to vectors, with as few instructions as their structure allows.
///
/// It hands out the vector registers itself; inputs in registers are given back after their last use.
final class LinearMapEmitter {
    enum Precision {
        case single, double
    }

    /// An input: in a register that is given back once used, or in memory.
    enum Operand {
        case register(VectorRegister)
        case memory(MemoryOperand)
    }

    private let emitter: KernelEmitter
    private let precision: Precision
    private var free: [Int]
    private var factors: [Double: VectorRegister] = [:]

    private var assembler: Assembler { emitter.assembler }

    /// - Parameter reserved: registers that it must leave alone.
    init(_ emitter: KernelEmitter, _ precision: Precision = .single, reserved: Set<Int> = []) {
        self.emitter = emitter
        self.precision = precision
        free = (0..<emitter.registerCount).filter { !reserved.contains($0) }.reversed()
    }

    // MARK: Registers

    func take() -> VectorRegister { emitter.vector(free.removeLast()) }
    func release(_ register: VectorRegister) { free.append(Int(register.index)) }
    var freeCount: Int { free.count }

    /// Loads the factors of maps into registers, as long as `spare` others stay free; the rest are read from memory.
    func loadFactors(_ maps: [LinearMap], leaving spare: Int) {
        for factor in maps.flatMap(\.factors) where factors[factor] == nil && free.count > spare {
            let register = take()
            emitter.load(register, constant(factor))
            factors[factor] = register
        }
    }

    /// A number in all lanes, in memory.
    private func constant(_ value: Double) -> MemoryOperand {
        switch precision {
        case .single:
            return emitter.constant(vector: Array(repeating: Float(value).bitPattern, count: emitter.lanes))
        case .double:
            let bits = value.bitPattern
            let words = [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
            return emitter.constant(vector: (0..<emitter.lanes).map { words[$0 % 2] })
        }
    }

    // MARK: Maps

    /// The given rows of a map applied to inputs; the inputs' registers are given back.
    func apply(_ map: LinearMap, rows: [Int], to inputs: [Operand]) -> [VectorRegister] {
        var sum = LinearSum(self, inputs, map, rows)
        var results: [VectorRegister] = []
        sum.emit { results.append($1) }
        return results
    }

    /// All rows of a map applied to inputs, handed out as soon as each is made; all registers are given back.
    func applyInGroups(_ map: LinearMap, to inputs: [Operand], _ use: (_ row: Int, VectorRegister) -> Void) {
        var sum = LinearSum(self, inputs, map, Array(map.rows.indices))
        sum.emit { row, register in
            use(row, register)
            release(register)
        }
    }

    func load(_ target: VectorRegister, _ source: MemoryOperand) { emitter.load(target, source) }
    func store(_ target: MemoryOperand, _ source: VectorRegister) { emitter.store(target, source) }

    func add(_ target: VectorRegister, _ first: VectorRegister, _ second: Operand) {
        switch (precision, second) {
        case (.single, .register(let second)): assembler.vaddps(target, first, second)
        case (.single, .memory(let second)): assembler.vaddps(target, first, second)
        case (.double, .register(let second)): assembler.vaddpd(target, first, second)
        case (.double, .memory(let second)): assembler.vaddpd(target, first, second)
        }
    }

    func subtract(_ target: VectorRegister, _ first: VectorRegister, _ second: Operand) {
        switch (precision, second) {
        case (.single, .register(let second)): assembler.vsubps(target, first, second)
        case (.single, .memory(let second)): assembler.vsubps(target, first, second)
        case (.double, .register(let second)): assembler.vsubpd(target, first, second)
        case (.double, .memory(let second)): assembler.vsubpd(target, first, second)
        }
    }

    func move(_ target: VectorRegister, _ source: Operand) {
        switch source {
        case .register(let source): emitter.move(target, source)
        case .memory(let source): emitter.load(target, source)
        }
    }

    /// `target = factor · source`
    func multiply(_ target: VectorRegister, _ source: Operand, by factor: Double) {
        let register: VectorRegister
        let other: Operand
        switch (source, factors[factor]) {
        case (.register(let source), let factor?): (register, other) = (source, .register(factor))
        case (.register(let source), nil): (register, other) = (source, .memory(constant(factor)))
        case (.memory, let factor?): (register, other) = (factor, source)
        case (.memory(let source), nil):
            load(target, source)
            (register, other) = (target, .memory(constant(factor)))
        }
        switch (precision, other) {
        case (.single, .register(let other)): assembler.vmulps(target, register, other)
        case (.single, .memory(let other)): assembler.vmulps(target, register, other)
        case (.double, .register(let other)): assembler.vmulpd(target, register, other)
        case (.double, .memory(let other)): assembler.vmulpd(target, register, other)
        }
    }

    /// `target += factor · source`
    func multiplyAdd(_ target: VectorRegister, _ source: Operand, by factor: Double) {
        let magnitude = abs(factor)
        var temporary: VectorRegister?
        let register: VectorRegister
        let other: Operand
        switch (source, factors[magnitude]) {
        case (.register(let source), let factor?): (register, other) = (source, .register(factor))
        case (.register(let source), nil): (register, other) = (source, .memory(constant(magnitude)))
        case (.memory, let factor?): (register, other) = (factor, source)
        case (.memory(let source), nil):
            let loaded = take()
            load(loaded, source)
            temporary = loaded
            (register, other) = (loaded, .memory(constant(magnitude)))
        }
        switch (precision, factor < 0, other) {
        case (.single, false, .register(let other)): assembler.vfmadd231ps(target, register, other)
        case (.single, false, .memory(let other)): assembler.vfmadd231ps(target, register, other)
        case (.single, true, .register(let other)): assembler.vfnmadd231ps(target, register, other)
        case (.single, true, .memory(let other)): assembler.vfnmadd231ps(target, register, other)
        case (.double, false, .register(let other)): assembler.vfmadd231pd(target, register, other)
        case (.double, false, .memory(let other)): assembler.vfmadd231pd(target, register, other)
        case (.double, true, .register(let other)): assembler.vfnmadd231pd(target, register, other)
        case (.double, true, .memory(let other)): assembler.vfnmadd231pd(target, register, other)
        }
        if let temporary { release(temporary) }
    }
}
