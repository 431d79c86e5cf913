import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// Elementwise functions of f32 tensors, which broadcast together, in one pass: by generated code where the tensors lie so that it can
/// walk them.
struct ChainKernel: Kernel {
    let steps: [ElementwiseChain.Step]
    let instructionSet: InstructionSet

    var name: String { "elementwise_chain_\(instructionSet.name)_f32" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let output = binding.outputs[0]
        let shape = Array(output.shape)
        let inputs = try binding.inputs.map { try $0.operand(broadcastTo: output.shape, binding.subject) }
        let inPlace = inputs.indices.filter { binding.inputs[$0].shape == output.shape }
        let result = StridedOperand(strides: output.byteStrides)
        if let generated = try BoundGeneratedChain(
            steps, shape: shape, output: result, inputs: inputs, instructionSet, inPlaceInputs: inPlace)
        {
            return generated
        }
        guard let chain = ElementwiseChain(steps, shape: shape, output: result, inputs: inputs) else {
            throw binding.unsupported(output.type)
        }
        return BoundChain(chain, inputs: inputs.count, threads: binding.threads)
    }
}

/// Elementwise functions by generated code, over fixed shapes.
final class BoundGeneratedChain: BoundKernel, @unchecked Sendable {  // Immutable.
    private let chain: GeneratedChain
    private let inputCount: Int

    /// nil where there is no code for the functions, or where it cannot walk the operands.
    init?(
        _ steps: [ElementwiseChain.Step], shape: [Int], output: StridedOperand, inputs: [StridedOperand],
        _ instructionSet: InstructionSet, inPlaceInputs: [Int]
    ) throws {
        guard instructionSet != .portable else { return nil }
        var generated: [ChainStep] = []
        for step in steps {
            guard let code = ChainStep(step) else { return nil }
            generated.append(code)
        }
        guard let chain = try GeneratedChain(generated, shape: shape, output: output, inputs: inputs, instructionSet) else { return nil }
        self.chain = chain
        inputCount = inputs.count
        super.init(inPlaceInputs: inPlaceInputs)
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        var inputs = GeneratedChain.Inputs()
        var index = 0
        while index < inputCount {
            inputs[index] = memory.input(index)
            index += 1
        }
        chain.run(output: memory.output(0), inputs: inputs, team: memory.team)
    }
}

/// Elementwise functions block by block, over fixed shapes.
private final class BoundChain: BoundKernel, @unchecked Sendable {  // Immutable.
    private let chain: ElementwiseChain
    private let inputCount: Int

    init(_ chain: ElementwiseChain, inputs: Int, threads: Int) {
        self.chain = chain
        inputCount = inputs
        // Not in place: a block's inputs may be read again after its output has been written.
        super.init(scratchBytes: chain.scratchBytes(threads: threads))
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: inputCount) { inputs in
            var index = 0
            while index < inputCount {
                inputs.initializeElement(at: index, to: memory.input(index))
                index += 1
            }
            guard let first = inputs.baseAddress else { return }
            chain.run(output: memory.output(0), inputs: UnsafePointer(first), scratch: memory.scratch, team: memory.team)
        }
    }
}
