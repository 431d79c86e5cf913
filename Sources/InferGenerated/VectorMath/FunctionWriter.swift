import InferAssembler

/// Writes a function of several registers: each instruction for all of them, so that their latencies overlap.
struct FunctionWriter {
    /// A value, and the temporaries that are its own.
    struct Registers {
        let x: VectorRegister
        let temporaries: [VectorRegister]

        var t0: VectorRegister { temporaries[0] }
        var t1: VectorRegister { temporaries[1] }
        var t2: VectorRegister { temporaries[2] }
        var t3: VectorRegister { temporaries[3] }
    }

    /// One of a value's registers.
    typealias Place = KeyPath<Registers, VectorRegister>

    let emitter: KernelEmitter
    let registers: [Registers]
    /// What comparisons may write on AVX-512.
    let mask: MaskRegister

    /// Whether powers of two come from `vscalefps`, which takes any exponent, and not from shifts.
    var scalesByInstruction: Bool { emitter.hasMaskRegisters }

    /// Writes an instruction, or a few that belong together, for every value.
    func each(_ write: (_ assembler: Assembler, _ registers: Registers) -> Void) {
        for value in registers { write(emitter.assembler, value) }
    }

    func constant(_ value: Float) -> MemoryOperand { emitter.constant(value) }
    func constant(word: UInt32) -> MemoryOperand { emitter.constant(word: word) }

    func set(_ place: Place, _ value: Float) { each { emitter.set($1[keyPath: place], value) } }
    func move(_ target: Place, _ source: Place) { each { emitter.move($1[keyPath: target], $1[keyPath: source]) } }

    /// `accumulator = (…(cₙ·v + cₙ₋₁)·v + …)·v + c₀`
    func polynomial(_ accumulator: Place, of variable: Place, _ coefficients: [Float]) {
        guard let last = coefficients.last else { return }
        set(accumulator, last)
        for coefficient in coefficients.dropLast().reversed() {
            let operand = constant(coefficient)
            each { $0.vfmadd213ps($1[keyPath: accumulator], $1[keyPath: variable], operand) }
        }
    }

    /// `place = min(place, bound)`; NaN stays.
    func boundAbove(_ place: Place, _ bound: Float, scratch: Place) {
        set(scratch, bound)
        // The second source is what comes of a NaN.
        each { $0.vminps($1[keyPath: place], $1[keyPath: scratch], $1[keyPath: place]) }
    }

    /// `place = max(place, bound)`; NaN stays.
    func boundBelow(_ place: Place, _ bound: Float, scratch: Place) {
        set(scratch, bound)
        each { $0.vmaxps($1[keyPath: place], $1[keyPath: scratch], $1[keyPath: place]) }
    }
}
