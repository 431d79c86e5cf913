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
    /// The bytes that outputs of this run occupy, to find overlaps.
    private var outputRanges: [Range<UInt>?]

    init(inputs: Int, outputs: Int) {
        self.inputs = Array(repeating: nil, count: inputs)
        stagedInputs = Array(repeating: nil, count: inputs)
        stagedOutputs = Array(repeating: nil, count: outputs)
        isPending = Array(repeating: false, count: outputs)
        outputRanges = Array(repeating: nil, count: outputs)
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
            outputRanges[index] = nil
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
        let range = snapshot.byteRange
        outputRanges[index] = range
        if snapshot.isContinuous, !overlapsAnotherPort(range, index) { return snapshot.data }
        let staged = try stagedOutputs[index] ?? Tensor(snapshot.element_type, shape)
        stagedOutputs[index] = staged
        if staged.shape != shape { try staged.set_shape(shape) }
        isPending[index] = true
        return staged.data
    }

    private func overlapsAnotherPort(_ range: Range<UInt>, _ index: Int) -> Bool {
        if range.isEmpty { return false }
        return inputs.contains { $0?.byteRange.overlaps(range) ?? false }
            || outputRanges.indices.contains { $0 != index && outputRanges[$0]?.overlaps(range) ?? false }
    }

    /// Copies the outputs that went through a packed copy to their tensors.
    func deliver() throws {
        guard let tensors else { return }
        for index in isPending.indices where isPending[index] {
            try stagedOutputs[index]?.copy_to(tensors.outputs[index])
        }
    }
}

extension TensorSnapshot {
    /// The addresses from the first byte to behind the last.
    fileprivate var byteRange: Range<UInt> {
        let start = UInt(bitPattern: data)
        if byteSize == 0 { return start..<start }
        if isContinuous { return start..<start &+ UInt(byteSize) }
        var span = element_type.size
        for (length, stride) in zip(shape, strides) { span &+= (length - 1) &* stride }
        return start..<start &+ UInt(max(span, 0))
    }
}
