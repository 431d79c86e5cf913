import InferAssembler
import InferGenerated
import InferKernels
import InferTensors

/// Copies of whole tensors into another order of their axes.
enum TransposingKernel {
    /// A kernel that copies input 0 to output 0: by generated code where it takes the sizes.
    ///
    /// - Parameters:
    ///   - output: the strides of the shape's axes in bytes.
    ///   - input: likewise.
    static func make(
        _ type: ElementType, _ shape: [Int], output: [Int], input: [Int], _ instructionSet: InstructionSet, _ binding: KernelBinding
    ) throws -> BoundKernel {
        if type.bitwidth == 32,
            let transpose = try GeneratedTranspose(
                instructionSet, shape: shape, output: output, input: input, threads: binding.threads)
        {
            return ClosureKernel { memory in transpose.run(output: memory.output(0), input: memory.input(0), team: memory.team) }
        }
        let plan = try CopyKernel.plan(type, shape, output: output, input: input, binding.subject)
        return ClosureKernel { memory in plan.run(output: memory.output(0), input: memory.input(0), team: memory.team) }
    }
}

/// A transposition: a copy whose axes come in an order that an input says.
struct TransposeKernel: Kernel {
    let instructionSet: InstructionSet

    var name: String { "transpose_\(instructionSet.name)" }
    var valueInputs: [Int] { [1] }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let given = try binding.inputs[1].integers(binding.subject)
        let axes = given.isEmpty ? Array(input.shape.indices.reversed()) : given
        let strides = input.byteStrides
        return try TransposingKernel.make(
            input.type, Array(binding.outputs[0].shape), output: binding.outputs[0].byteStrides, input: axes.map { strides[$0] },
            instructionSet, binding)
    }
}
