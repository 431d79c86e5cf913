import InferAssembler
import InferGenerated
import InferKernels
import InferTensors

/// A normalisation of fixed shapes: by generated code where there is some for the way that the tensors lie.
final class BoundNormalization: BoundKernel, @unchecked Sendable {  // Immutable.
    private let plan: Normalization
    private let generated: GeneratedNormalization?
    private let scale: Int?
    private let shift: Int?

    /// - Parameters:
    ///   - scale: the input that the result is multiplied with, if there is one.
    ///   - shift: the input that is added.
    init(_ plan: Normalization, scale: Int? = nil, shift: Int? = nil, _ instructionSet: InstructionSet) throws {
        self.plan = plan
        self.scale = scale
        self.shift = shift
        generated = try GeneratedNormalization(plan, hasScale: scale != nil, hasShift: shift != nil, instructionSet)
        super.init(inPlaceInputs: [0])
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        let (input, output) = (memory.input(0, as: Float.self), memory.output(0, as: Float.self))
        var factors: UnsafePointer<Float>?
        var terms: UnsafePointer<Float>?
        if let scale { factors = memory.input(scale, as: Float.self) }
        if let shift { terms = memory.input(shift, as: Float.self) }
        if let generated {
            generated.run(input, output, scale: factors, shift: terms, team: memory.team)
        } else {
            plan.run(input, output, scale: factors, shift: terms, team: memory.team)
        }
    }
}
