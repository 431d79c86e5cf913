import InferAssembler
import InferKernels

extension Activation {
    /// How many registers the code of a function needs, at most four.
    package func temporaryCount(_ instructionSet: InstructionSet) -> Int {
        let demand = demand(instructionSet)
        return demand.shared + demand.own
    }

    /// How many temporaries all values share, for constants, and how many each needs to itself.
    fileprivate func demand(_ instructionSet: InstructionSet) -> (shared: Int, own: Int) {
        switch self {
        case .relu: (1, 0)
        case .leakyRelu(let slope): slope > 0 && slope <= 1 || instructionSet != .avx512 ? (0, 1) : (0, 0)
        case .clamp: (2, 0)
        case .sigmoid, .tanh, .swish, .geluTanh, .mish, .softPlus, .elu, .selu: (0, 3)
        case .erf: (0, instructionSet == .avx512 ? 4 : 3)
        case .hardSwish: (0, 1)
        case .hardSigmoidOverSix, .hardSigmoid: (3, 0)
        case .geluErf: (0, 4)
        case .softSign: (0, 1)
        case .exp: (0, 2)
        case .log: (0, instructionSet == .avx512 ? 3 : 4)
        case .abs, .negate, .sqrt, .square: (0, 0)
        case .linear(let scale, let shift): scale != 1 && shift != 0 ? (1, 0) : (0, 0)
        }
    }
}

extension KernelEmitter {
    /// Replaces values by a function of them, to within the errors that the tests state; NaN stays.
    ///
    /// - Parameters:
    ///   - values: in full width.
    ///   - temporaries: at least ``Activation/temporaryCount(_:)``, which are overwritten; with more of them several values are computed
    ///     in turns.
    ///   - mask: is overwritten on AVX-512.
    package func apply(_ activation: Activation, to values: [VectorRegister], temporaries: [VectorRegister], mask: MaskRegister = .k7) {
        let demand = activation.demand(instructionSet)
        guard demand.own > 0 else { return apply(activation, sharing: temporaries, to: values, mask) }
        let groupSize = max(1, temporaries.count / demand.own)
        for start in stride(from: 0, to: values.count, by: groupSize) {
            let group = values[start..<min(start + groupSize, values.count)]
            let registers = group.enumerated().map { index, value in
                FunctionWriter.Registers(x: value, temporaries: Array(temporaries[index * demand.own..<(index + 1) * demand.own]))
            }
            write(activation, FunctionWriter(emitter: self, registers: registers, mask: mask))
        }
    }

    /// Functions of few instructions, which share registers with constants.
    private func apply(_ activation: Activation, sharing t: [VectorRegister], to values: [VectorRegister], _ mask: MaskRegister) {
        let a = assembler
        // Of minima and maxima the second source is what comes of a NaN.
        switch activation {
        case .relu:
            zero(t[0])
            for x in values { a.vmaxps(x, t[0], x) }
        case .leakyRelu(let slope):
            for x in values {
                a.vcmpps(mask, x, constant(0), .less)
                a.vmulps(x.masked(mask), x, constant(slope))
            }
        case .clamp(let low, let high):
            set(t[0], low)
            set(t[1], high)
            for x in values {
                a.vmaxps(x, t[0], x)
                a.vminps(x, t[1], x)
            }
        case .hardSigmoidOverSix: clampedLine(slope: 1 / 6, shift: 0.5, t, values)
        case .hardSigmoid(let alpha, let beta): clampedLine(slope: alpha, shift: beta, t, values)
        case .abs: for x in values { a.vandps(x, x, constant(word: 0x7fff_ffff)) }
        case .negate: for x in values { a.vxorps(x, x, constant(word: 0x8000_0000)) }
        case .sqrt: for x in values { a.vsqrtps(x, x) }
        case .square: for x in values { a.vmulps(x, x, x) }
        case .linear(let scale, 0): for x in values { a.vmulps(x, x, constant(scale)) }
        case .linear(1, let shift): for x in values { a.vaddps(x, x, constant(shift)) }
        case .linear(let scale, let shift):
            set(t[0], scale)
            for x in values { a.vfmadd213ps(x, t[0], constant(shift)) }
        default: break
        }
    }

    /// clamp(slope·x + shift, 0, 1)
    private func clampedLine(slope: Float, shift: Float, _ t: [VectorRegister], _ values: [VectorRegister]) {
        set(t[0], slope)
        zero(t[1])
        set(t[2], 1)
        for x in values { assembler.vfmadd213ps(x, t[0], constant(shift)) }
        for x in values { assembler.vmaxps(x, t[1], x) }
        for x in values { assembler.vminps(x, t[2], x) }
    }

    /// Functions that need temporaries for each value.
    private func write(_ activation: Activation, _ writer: FunctionWriter) {
        switch activation {
        case .leakyRelu(let slope): writer.leakyRelu(slope)
        case .hardSwish: writer.hardSwish()
        case .softSign: writer.softSign()
        case .sigmoid: writer.sigmoid()
        case .tanh: writer.tanh()
        case .swish(let beta): writer.swish(beta: beta)
        case .geluErf: writer.geluErf()
        case .geluTanh: writer.geluTanh()
        case .elu(let alpha): writer.exponentialLinear(positive: 1, negative: alpha)
        case .selu(let alpha, let lambda): writer.exponentialLinear(positive: lambda, negative: alpha * lambda)
        case .mish: writer.mish()
        case .softPlus: writer.softPlus()
        case .exp: writer.exponential()
        case .log: writer.logarithm()
        case .erf: writer.errorFunction()
        default: break
        }
    }
}
