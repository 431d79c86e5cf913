import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let recurrent: [Entry] = [
        Entry { (operation: InferGraph.RecurrentSequence, context) in
            let direction: RecurrentLayer.Direction =
                switch operation.direction {
                case .forward: .forward
                case .reverse: .reverse
                case .bidirectional: .bidirectional
                }
            let (lengths, type) = try context.indices(1 + operation.kind.stateCount)
            var inputs = try context.inputs()
            inputs[1 + operation.kind.stateCount] = lengths
            try lowerRecurrent(operation, direction, lengths: type, inputs, context)
        },
        Entry { (operation: RecurrentCell, context) in
            guard !operation.inputForget, operation.weightsFormat == .fico, context.inputCount <= 4 + operation.kind.stateCount else {
                throw context.failure("coupled gates, peepholes and gates in an order other than fico are not supported")
            }
            try lowerRecurrent(operation, .forward, lengths: nil, try context.inputs(), context)
        },
    ]

    private static func lowerRecurrent(
        _ operation: any RecurrentOperation, _ direction: RecurrentLayer.Direction, lengths: IndexType?, _ inputs: [SlotID],
        _ context: LoweringContext
    ) throws {
        try context.requireSingle()
        let kernel = RecurrentKernel(
            cell: try cell(operation, context), direction: direction, clip: operation.clip, stateCount: operation.kind.stateCount,
            lengths: lengths, packed: nil)
        context.emit(try kernel.packing(context), inputs)
    }

    private static func cell(_ operation: any RecurrentOperation, _ context: LoweringContext) throws -> RecurrentLayer.Cell {
        let functions = try operation.activations.indices.map { try activation(operation, $0, context) }
        switch operation.kind {
        case .rnn: return .rnn(functions[0])
        case .gru: return .gru(gates: functions[0], hidden: functions[1], linearBeforeReset: operation.linearBeforeReset)
        case .lstm: return .lstm(gates: functions[0], cell: functions[1], hidden: functions[2])
        }
    }

    private static func activation(_ operation: any RecurrentOperation, _ index: Int, _ context: LoweringContext) throws -> Activation {
        let name = operation.activations[index].lowercased()
        switch name {
        case "sigmoid": return .sigmoid
        case "tanh": return .tanh
        case "relu": return .relu
        case "hardsigmoid":
            let alpha = index < operation.activationsAlpha.count ? operation.activationsAlpha[index] : 0.2
            let beta = index < operation.activationsBeta.count ? operation.activationsBeta[index] : 0.5
            return .hardSigmoid(alpha: alpha, beta: beta)
        default: throw context.failure("activation '\(name)' is not supported")
        }
    }
}

/// A recurrent network over a sequence, or one step of it.
private struct RecurrentKernel: Kernel {
    let cell: RecurrentLayer.Cell
    let direction: RecurrentLayer.Direction
    let clip: Float
    let stateCount: Int
    /// The type of the input that says how long each sequence is; nil for a single step.
    let lengths: IndexType?
    /// The weights, when they are part of the program.
    let packed: PackedWeights?

    var name: String {
        let kind =
            switch cell {
            case .rnn: "rnn"
            case .gru: "gru"
            case .lstm: "lstm"
            }
        return "\(kind)_\(lengths == nil ? "cell" : "sequence")_portable_f32"
    }

    /// The input with the weights of the data; recurrent weights and biases follow.
    private var weightsIndex: Int { 1 + stateCount + (lengths == nil ? 0 : 1) }

    var spentInputs: [Int] { packed == nil ? [] : [weightsIndex, weightsIndex + 1, weightsIndex + 2] }

    private func layer(weights: Shape, recurrent: Shape) throws -> RecurrentLayer {
        guard let input = weights.last, let hidden = recurrent.last else {
            throw RuntimeError(.mismatch, "recurrent weights have shapes \(weights) and \(recurrent)")
        }
        return try RecurrentLayer(cell, direction, inputSize: input, hiddenSize: hidden, clip: clip)
    }

    /// The kernel with its weights packed, when they are constants.
    func packing(_ context: LoweringContext) throws -> RecurrentKernel {
        guard let weights = try context.constant(weightsIndex), let recurrent = try context.constant(weightsIndex + 1) else { return self }
        let hasBias = context.inputCount > weightsIndex + 2
        let bias = try context.constant(weightsIndex + 2)
        if hasBias, bias == nil { return self }
        let layer = try layer(weights: weights.shape, recurrent: recurrent.shape)
        let sources = try [weights, recurrent, bias].map { try $0?.snapshot.data.assumingMemoryBound(to: Float.self) }
        guard let first = sources[0], let second = sources[1] else { return self }
        let packed = try PackedWeights(count: layer.packedCount) {
            layer.pack(weights: first, recurrent: second, bias: sources[2].map { UnsafePointer($0) }, into: $0)
        }
        return RecurrentKernel(
            cell: cell, direction: direction, clip: clip, stateCount: stateCount, lengths: lengths, packed: packed)
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let layer = try layer(weights: binding.inputs[weightsIndex].shape, recurrent: binding.inputs[weightsIndex + 1].shape)
        let steps = lengths == nil ? 1 : input.shape[1]
        let sequence = InferKernels.RecurrentSequence(layer, batches: input.shape[0], steps: steps)
        let packingOffset = (sequence.scratchBytes(threads: binding.threads) + 63) / 64 * 64
        let kernel = self
        let hasBias = binding.inputs.count > weightsIndex + 2
        return ClosureKernel(scratchBytes: packingOffset + (packed == nil ? layer.packedCount * 4 : 0)) { memory in
            let weights: UnsafePointer<Float>
            if let packed = kernel.packed {
                weights = packed.pointer
            } else {
                let target = (memory.scratch + packingOffset).assumingMemoryBound(to: Float.self)
                let first = kernel.weightsIndex
                layer.pack(
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
