import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// A recurrent network over a sequence, or one step of it.
struct RecurrentKernel: Kernel {
    let cell: RecurrentLayer.Cell
    let direction: RecurrentLayer.Direction
    let clip: Float
    let stateCount: Int
    /// The type of the input that says how long each sequence is; nil for a single step.
    let lengths: IndexType?
    let instructionSet: InstructionSet
    /// The weights, when they are part of the program.
    let packed: PackedWeights?

    var name: String { "\(cell.name)_\(lengths == nil ? "cell" : "sequence")_\(instructionSet)_f32" }

    /// The input with the weights of the data; recurrent weights and biases follow.
    private var weightsIndex: Int { 1 + stateCount + (lengths == nil ? 0 : 1) }

    var spentInputs: [Int] { packed == nil ? [] : [weightsIndex, weightsIndex + 1, weightsIndex + 2] }

    /// How the weights are packed.
    private func form(weights: Shape, recurrent: Shape) throws -> RecurrentForm {
        guard let input = weights.last, let hidden = recurrent.last else {
            throw RuntimeError(.mismatch, "recurrent weights have shapes \(weights) and \(recurrent)")
        }
        let layer = try RecurrentLayer(cell, direction, inputSize: input, hiddenSize: hidden, clip: clip)
        return instructionSet == .portable ? .portable(layer) : .generated(GeneratedRecurrentWeights(layer, instructionSet))
    }

    /// The kernel with its weights packed, when they are constants.
    func packing(_ context: LoweringContext) throws -> RecurrentKernel {
        guard let weights = try context.constant(weightsIndex), let recurrent = try context.constant(weightsIndex + 1) else { return self }
        let hasBias = context.inputCount > weightsIndex + 2
        let bias = try context.constant(weightsIndex + 2)
        if hasBias, bias == nil { return self }
        let form = try form(weights: weights.shape, recurrent: recurrent.shape)
        let sources = try [weights, recurrent, bias].map { try $0?.snapshot.data.assumingMemoryBound(to: Float.self) }
        guard let first = sources[0], let second = sources[1] else { return self }
        let packed = try PackedWeights(count: form.packedCount) {
            form.pack(weights: first, recurrent: second, bias: sources[2].map { UnsafePointer($0) }, into: $0)
        }
        return RecurrentKernel(
            cell: cell, direction: direction, clip: clip, stateCount: stateCount, lengths: lengths,
            instructionSet: instructionSet, packed: packed)
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let form = try form(weights: binding.inputs[weightsIndex].shape, recurrent: binding.inputs[weightsIndex + 1].shape)
        let steps = lengths == nil ? 1 : input.shape[1]
        let sequence = try form.bind(batches: input.shape[0], steps: steps, threads: binding.threads)
        let packingOffset = (sequence.scratchBytes + 63) / 64 * 64
        let kernel = self
        let hasBias = binding.inputs.count > weightsIndex + 2
        return ClosureKernel(scratchBytes: packingOffset + (packed == nil ? form.packedCount * 4 : 0)) { memory in
            let weights: UnsafePointer<Float>
            if let packed = kernel.packed {
                weights = packed.pointer
            } else {
                let target = (memory.scratch + packingOffset).assumingMemoryBound(to: Float.self)
                let first = kernel.weightsIndex
                form.pack(
                    weights: memory.input(first, as: Float.self), recurrent: memory.input(first + 1, as: Float.self),
                    bias: hasBias ? memory.input(first + 2, as: Float.self) : nil, into: target)
                weights = UnsafePointer(target)
            }
            sequence.run(kernel.tensors(memory, weights), scratch: memory.scratch, team: memory.team)
        }
    }

    private func tensors(_ memory: borrowing KernelMemory, _ packed: UnsafePointer<Float>) -> InferKernels.RecurrentSequence.Tensors {
        let isSequence = lengths != nil
        let steps: InferKernels.RecurrentSequence.Lengths =
            switch lengths {
            case .i32: .i32(memory.input(1 + stateCount, as: Int32.self))
            case .i64: .i64(memory.input(1 + stateCount, as: Int64.self))
            case nil: .all
            }
        let firstState = isSequence ? 1 : 0
        return InferKernels.RecurrentSequence.Tensors(
            input: memory.input(0, as: Float.self), hiddenState: memory.input(1, as: Float.self),
            cellState: stateCount > 1 ? memory.input(2, as: Float.self) : nil, lengths: steps, packed: packed,
            output: isSequence ? memory.output(0, as: Float.self) : nil, lastHiddenState: memory.output(firstState, as: Float.self),
            lastCellState: stateCount > 1 ? memory.output(firstState + 1, as: Float.self) : nil)
    }
}
