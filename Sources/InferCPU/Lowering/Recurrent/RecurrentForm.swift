import InferGenerated
import InferKernels

/// Which kernels compute a recurrent layer, and so how its weights are packed.
enum RecurrentForm: Sendable {
    case portable(RecurrentLayer)
    case generated(GeneratedRecurrentWeights)

    /// Floats of the packed weights.
    var packedCount: Int {
        switch self {
        case .portable(let layer): layer.packedCount
        case .generated(let weights): weights.packedCount
        }
    }

    /// Packs weights as the operations give them.
    func pack(
        weights: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        into packed: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .portable(let layer): layer.pack(weights: weights, recurrent: recurrent, bias: bias, into: packed)
        case .generated(let form): form.pack(weights: weights, recurrent: recurrent, bias: bias, into: packed)
        }
    }

    /// The layer for so many batches and steps.
    func bind(batches: Int, steps: Int, threads: Int) throws -> Bound {
        switch self {
        case .portable(let layer): .portable(RecurrentSequence(layer, batches: batches, steps: steps), threads: threads)
        case .generated(let weights):
            .generated(try GeneratedRecurrentSequence(weights, batches: batches, steps: steps, threads: threads))
        }
    }

    enum Bound: Sendable {
        case portable(RecurrentSequence, threads: Int)
        case generated(GeneratedRecurrentSequence)

        var scratchBytes: Int {
            switch self {
            case .portable(let sequence, let threads): sequence.scratchBytes(threads: threads)
            case .generated(let sequence): sequence.scratchBytes
            }
        }

        func run(_ tensors: RecurrentSequence.Tensors, scratch: UnsafeMutableRawPointer, team: WorkerTeam) {
            switch self {
            case .portable(let sequence, _): sequence.run(tensors, scratch: scratch, team: team)
            case .generated(let sequence): sequence.run(tensors, scratch: scratch, team: team)
            }
        }
    }
}
