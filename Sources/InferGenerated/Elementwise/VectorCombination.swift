import InferAssembler
import InferKernels

/// A function of two `Float`s that generated chains compute.
package enum VectorCombination: Hashable, Sendable {
    case add, subtract, multiply, divide, maximum, minimum, squaredDifference
    /// The first operand, or its product with the second where the first is below zero.
    case slope

    /// nil for functions that there is no code for.
    package init?(_ operation: BinaryOperation) {
        guard let found = Self.plain[operation] else { return nil }
        self = found
    }

    private static let plain: [BinaryOperation: VectorCombination] = [
        .add: .add, .subtract: .subtract, .multiply: .multiply, .divide: .divide, .divideFloor: .divide, .maximum: .maximum,
        .minimum: .minimum, .squaredDifference: .squaredDifference, .prelu: .slope,
    ]

    var temporaryCount: Int { self == .slope ? 1 : 0 }
    var cost: Int { self == .divide ? 3 : 1 }
}

extension KernelEmitter {
    /// `target = first ∘ second`; the target may be one of them.
    func combine(
        _ combination: VectorCombination, _ target: VectorRegister, _ first: VectorRegister, _ second: VectorRegister,
        temporary: VectorRegister?, mask: MaskRegister = .k7
    ) {
        switch combination {
        case .add: assembler.vaddps(target, first, second)
        case .subtract: assembler.vsubps(target, first, second)
        case .multiply: assembler.vmulps(target, first, second)
        case .divide: assembler.vdivps(target, first, second)
        // The second source is what comes of a NaN: here the first operand, whose NaN stays.
        case .maximum: assembler.vmaxps(target, second, first)
        case .minimum: assembler.vminps(target, second, first)
        case .squaredDifference:
            assembler.vsubps(target, first, second)
            assembler.vmulps(target, target, target)
        case .slope:
            guard let temporary else { return }
            assembler.vmulps(temporary, first, second)
            if hasMaskRegisters {
                assembler.vcmpps(mask, first, constant(0), .less)
                move(target, first)
                assembler.vmovaps(target.masked(mask), temporary)
            } else {
                assembler.vblendvps(target, first, temporary, first)
            }
        }
    }
}
