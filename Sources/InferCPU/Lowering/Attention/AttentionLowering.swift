import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let attention: [Entry] = [
        Entry { (operation: ScaledDotProductAttention, context) in
            try context.requireSingle()
            guard context.inputCount <= 5 else { throw context.failure("a sink input is not supported") }
            if context.inputCount > 3 {
                let mask = context.type(3).element_type
                guard mask == .f32 || mask == .boolean else { throw context.failure("has a mask of type \(mask); expected f32 or boolean") }
            }
            context.emit(AttentionKernel(causal: operation.causal), try context.inputs())
        }
    ]
}

private struct AttentionKernel: Kernel {
    let causal: Bool

    var name: String { "attention_portable_f32" }

    /// Strides of a tensor `[…, head, row, column]`, whose leading axes have become one, broadcast to batches and heads of the result.
    private static func strides(_ tensor: BoundTensor, batch: [Int], heads: Int) -> Attention.Strides? {
        let own = tensor.strides
        let rank = tensor.shape.count
        func stride(_ fromEnd: Int) -> Int { rank >= fromEnd && tensor.shape[rank - fromEnd] != 1 ? own[rank - fromEnd] : 0 }
        // Leading axes must follow one another, or all repeat, to be walked as one.
        var batchStride = 0
        var expected: Int?
        for (position, length) in batch.reversed().enumerated() where length != 1 {
            let axis = rank - 4 - position
            let actual = axis >= 0 && tensor.shape[axis] != 1 ? own[axis] : 0
            if let expected {
                guard actual == expected else { return nil }
            } else {
                batchStride = actual
            }
            expected = actual * length
        }
        return Attention.Strides(batch: batchStride, head: stride(3), row: stride(2), column: stride(1))
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let (query, key, value, output) = (binding.inputs[0], binding.inputs[1], binding.inputs[2], binding.outputs[0])
        let rank = output.shape.count
        func length(_ tensor: BoundTensor, _ fromEnd: Int) -> Int {
            tensor.shape.count >= fromEnd ? tensor.shape[tensor.shape.count - fromEnd] : 1
        }
        let heads = length(output, 3)
        let batch = Array(output.shape.dropLast(min(3, rank)))
        guard let queryStrides = Self.strides(query, batch: batch, heads: heads),
            let keyStrides = Self.strides(key, batch: batch, heads: heads),
            let valueStrides = Self.strides(value, batch: batch, heads: heads),
            let outputStrides = Self.strides(output, batch: batch, heads: heads)
        else {
            throw RuntimeError(
                .unsupported,
                "\(binding.subject): query \(query.shape), key \(key.shape) and value \(value.shape) repeat along some leading axes only")
        }
        var mask: Attention.Mask? = causal ? .causal : nil
        let hasMask =
            !causal && binding.inputs.count > 3 && !(binding.inputs[3].shape.isEmpty && binding.inputs[3].value?.exactReals == [0])
        if hasMask {
            let tensor = binding.inputs[3]
            guard let strides = Self.strides(tensor, batch: batch, heads: heads) else {
                throw RuntimeError(.unsupported, "\(binding.subject): mask \(tensor.shape) repeats along some leading axes only")
            }
            mask = tensor.type == .boolean ? .boolean(strides) : .added(strides)
        }
        let hasScale = binding.inputs.count > 4
        let plan = try Attention(
            batches: batch.reduce(1, *), heads: heads, keyHeads: length(key, 3) == 1 ? 1 : length(key, 3), queryRows: length(query, 2),
            keyRows: length(key, 2), depth: length(query, 1), valueDepth: length(value, 1), query: queryStrides, key: keyStrides,
            value: valueStrides, output: outputStrides, mask: mask)
        return ClosureKernel(scratchBytes: plan.scratchBytes(threads: binding.threads)) { memory in
            plan.run(
                query: memory.input(0, as: Float.self), key: memory.input(1, as: Float.self), value: memory.input(2, as: Float.self),
                output: memory.output(0, as: Float.self), mask: hasMask ? memory.input(3) : nil,
                scale: hasScale ? memory.input(4, as: Float.self).pointee : nil, scratch: memory.scratch, team: memory.team)
        }
    }
}
