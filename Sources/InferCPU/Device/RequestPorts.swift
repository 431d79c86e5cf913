import InferDevices
import InferTensors

/// The tensors of a request as a program's ports: packed ones are used in place; strided ones, and outputs that share bytes with
/// another port's tensor, go through a packed copy.
final class RequestPorts: ProgramPorts {
    private var tensors: RequestTensors?
    private var inputs: [TensorSnapshot?]
    private var stagedInputs: [Tensor?]
    private var stagedOutputs: [Tensor?]
    /// The outputs that `deliver` has to copy.
    private var isPending: [Bool]
    /// The outputs that this run has asked for, to find overlaps.
    private var outputs: [TensorSnapshot?]

    init(inputs: Int, outputs: Int) {
        self.inputs = Array(repeating: nil, count: inputs)
        stagedInputs = Array(repeating: nil, count: inputs)
        stagedOutputs = Array(repeating: nil, count: outputs)
        isPending = Array(repeating: false, count: outputs)
        self.outputs = Array(repeating: nil, count: outputs)
    }

    /// Begins a run with the tensors that are bound now.
    func take(_ tensors: RequestTensors) throws {
        guard tensors.inputs.count == inputs.count, tensors.outputs.count == isPending.count else {
            throw RuntimeError(
                .internalInconsistency,
                "a run has \(tensors.inputs.count) input and \(tensors.outputs.count) output tensors; expected \(inputs.count) and \(isPending.count)"
            )
        }
        self.tensors = tensors
        for index in inputs.indices {
            let tensor = tensors.inputs[index]
            let snapshot = try tensor.snapshot
            inputs[index] = snapshot.isContinuous ? snapshot : try packed(tensor, snapshot, index).snapshot
        }
        for index in isPending.indices {
            isPending[index] = false
            outputs[index] = nil
        }
    }

    private func packed(_ tensor: Tensor, _ snapshot: TensorSnapshot, _ index: Int) throws -> Tensor {
        let staged = try stagedInputs[index] ?? Tensor(snapshot.element_type, snapshot.shape)
        stagedInputs[index] = staged
        try tensor.copy_to(staged)
        return staged
    }

    /// Ends the run's hold on the tensors.
    func drop() {
        tensors = nil
        for index in inputs.indices { inputs[index] = nil }
        for index in outputs.indices { outputs[index] = nil }
    }

    func inputShape(_ index: Int) -> Shape { inputs[index]?.shape ?? [] }

    func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { inputs[index]?.data ?? Arena.nowhere }

    func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
        guard let tensor = tensors?.outputs[index] else {
            throw RuntimeError(.internalInconsistency, "output \(index) is asked for outside a run")
        }
        var snapshot = try tensor.snapshot
        if snapshot.shape != shape {
            try tensor.set_shape(shape)
            snapshot = try tensor.snapshot
        }
        outputs[index] = snapshot
        if snapshot.isContinuous, !overlapsAnotherPort(snapshot, index) { return snapshot.data }
        let staged = try stagedOutputs[index] ?? Tensor(snapshot.element_type, shape)
        stagedOutputs[index] = staged
        if staged.shape != shape { try staged.set_shape(shape) }
        isPending[index] = true
        return staged.data
    }

    private func overlapsAnotherPort(_ snapshot: TensorSnapshot, _ index: Int) -> Bool {
        for other in inputs.indices where inputs[other]?.overlaps(snapshot) ?? false { return true }
        for other in outputs.indices where other != index && outputs[other]?.overlaps(snapshot) ?? false { return true }
        return false
    }

    /// Copies the outputs that went through a packed copy to their tensors.
    func deliver() throws {
        guard let tensors else { return }
        for index in isPending.indices where isPending[index] {
            try stagedOutputs[index]?.copy_to(tensors.outputs[index])
        }
    }
}
