import InferAssembler
import InferKernels

extension KernelEmitter {
    /// Replaces values by a function of them.
    package func apply(_ activation: Activation, to values: [VectorRegister], temporaries: [VectorRegister], mask: MaskRegister = .k7) {
        switch activation {
        case .relu: for value in values { assembler.vmaxps(value, value, constant(0)) }
        case .clamp(let low, let high):
            for value in values {
                assembler.vmaxps(value, value, constant(low))
                assembler.vminps(value, value, constant(high))
            }
        default: preconditionFailure("no code for \(activation)")
        }
    }
}
