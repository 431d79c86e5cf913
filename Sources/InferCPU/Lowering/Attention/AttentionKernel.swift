import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// Attention over operands that are read where they lie.
struct AttentionKernel: Kernel {
    private let causal: Bool
    /// How query, key and value lie in their tensors; as they are when nil.
    private let views: [MultiHeadAttention.View]?
    /// For each axis of the output the axis of the result; the same when nil.
    private let resultOrder: [Int]?
    private let scale: Double?
    /// Whether a fifth input holds the scale.
    private let readsScale: Bool
    private let instructionSet: InstructionSet

    init(_ operation: ScaledDotProductAttention, _ instructionSet: InstructionSet) {
        causal = operation.causal
        views = nil
        resultOrder = nil
        scale = nil
        readsScale = true
        self.instructionSet = instructionSet
    }

    init(_ operation: MultiHeadAttention, _ instructionSet: InstructionSet) {
        causal = operation.causal
        views = operation.views
        resultOrder = operation.resultOrder
        scale = operation.scale
        readsScale = false
        self.instructionSet = instructionSet
    }

    var name: String { "attention_\(instructionSet)_f32" }

    /// A tensor `[N…, head, row, column]` as it lies in memory.
    private struct Operand {
        let shape: [Int]
        let strides: [Int]
        /// Elements from the first of the memory to the first that counts.
        var offset = 0

        init(_ tensor: BoundTensor, _ view: MultiHeadAttention.View?) {
            let own = tensor.strides
            shape = view?.apply(Array(tensor.shape)) ?? Array(tensor.shape)
            strides = view?.apply(own) ?? own
            for pick in view?.picked ?? [] { offset += pick.index * own[pick.axis] }
        }

        init(result tensor: BoundTensor, order: [Int]?) {
            let order = order ?? Array(tensor.shape.indices)
            var shape = Array(tensor.shape)
            var strides = tensor.strides
            for (axis, source) in order.enumerated() {
                shape[source] = tensor.shape[axis]
                strides[source] = tensor.strides[axis]
            }
            self.shape = shape
            self.strides = strides
        }

        /// The length of an axis counted from the end, the last being 1.
        func length(_ fromEnd: Int) -> Int { shape.count >= fromEnd ? shape[shape.count - fromEnd] : 1 }

        private func stride(_ fromEnd: Int) -> Int {
            shape.count >= fromEnd && shape[shape.count - fromEnd] != 1 ? strides[shape.count - fromEnd] : 0
        }

        /// Strides with the leading axes become one, broadcast to batches and heads of the result; nil where they repeat in part.
        func strides(batch: [Int]) -> Attention.Strides? {
            // Leading axes must follow one another, or all repeat, to be walked as one.
            var batchStride = 0
            var expected: Int?
            for (position, length) in batch.reversed().enumerated() where length != 1 {
                let axis = shape.count - 4 - position
                let actual = axis >= 0 && shape[axis] != 1 ? strides[axis] : 0
                if let expected {
                    guard actual == expected else { return nil }
                } else {
                    batchStride = actual
                }
                expected = actual * length
            }
            return Attention.Strides(batch: batchStride, head: stride(3), row: stride(2), column: stride(1))
        }
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let operands = (0..<3).map { Operand(binding.inputs[$0], views?[$0]) }
        let (query, key, value) = (operands[0], operands[1], operands[2])
        let output = Operand(result: binding.outputs[0], order: resultOrder)
        let batch = Array(output.shape.dropLast(3))
        guard let queryStrides = query.strides(batch: batch), let keyStrides = key.strides(batch: batch),
            let valueStrides = value.strides(batch: batch), let outputStrides = output.strides(batch: batch)
        else {
            throw RuntimeError(
                .unsupported,
                "\(binding.subject): query \(query.shape), key \(key.shape) and value \(value.shape) repeat along some leading axes only")
        }
        let mask = try mask(binding, batch)
        let plan = try Attention(
            batches: batch.reduce(1, *), heads: output.length(3), keyHeads: key.length(3), queryRows: query.length(2),
            keyRows: key.length(2), depth: query.length(1), valueDepth: value.length(1), query: queryStrides, key: keyStrides,
            value: valueStrides, output: outputStrides, mask: mask, scale: scale.map { Float($0) })
        let (queryOffset, keyOffset, valueOffset) = (query.offset, key.offset, value.offset)
        let hasMask = mask.map { $0 != .causal } ?? false
        let hasScale = readsScale && binding.inputs.count > 4
        if let generated = try GeneratedAttention(plan, instructionSet, threads: binding.threads) {
            return ClosureKernel(scratchBytes: generated.scratchBytes(threads: binding.threads)) { memory in
                generated.run(
                    query: memory.input(0, as: Float.self) + queryOffset, key: memory.input(1, as: Float.self) + keyOffset,
                    value: memory.input(2, as: Float.self) + valueOffset, output: memory.output(0, as: Float.self),
                    mask: hasMask ? memory.input(3) : nil, scale: hasScale ? memory.input(4, as: Float.self).pointee : nil,
                    scratch: memory.scratch, team: memory.team)
            }
        }
        return ClosureKernel(scratchBytes: plan.scratchBytes(threads: binding.threads)) { memory in
            plan.run(
                query: memory.input(0, as: Float.self) + queryOffset, key: memory.input(1, as: Float.self) + keyOffset,
                value: memory.input(2, as: Float.self) + valueOffset, output: memory.output(0, as: Float.self),
                mask: hasMask ? memory.input(3) : nil, scale: hasScale ? memory.input(4, as: Float.self).pointee : nil,
                scratch: memory.scratch, team: memory.team)
        }
    }

    private func mask(_ binding: KernelBinding, _ batch: [Int]) throws -> Attention.Mask? {
        if causal { return .causal }
        guard binding.inputs.count > 3 else { return nil }
        let tensor = binding.inputs[3]
        if tensor.shape.isEmpty, tensor.value?.exactReals == [0] { return nil }
        guard let strides = Operand(tensor, nil).strides(batch: batch) else {
            throw RuntimeError(.unsupported, "\(binding.subject): mask \(tensor.shape) repeats along some leading axes only")
        }
        return tensor.type == .boolean ? .boolean(strides) : .added(strides)
    }
}
