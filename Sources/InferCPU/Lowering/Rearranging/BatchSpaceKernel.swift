import InferGraph
import InferKernels
import InferTensors

/// Batches spread out over blocks of space, or gathered from padded space: one copy for each place in a block.
struct BatchSpaceKernel: Kernel {
    let kind: BatchSpace.Kind

    var name: String { kind == .batchToSpace ? "batch_to_space" : "space_to_batch" }
    var valueInputs: [Int] { [1, 2, 3] }

    private struct Part {
        let plan: CopyPlan
        /// In bytes.
        let inputOffset: Int
        let outputOffset: Int
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let block = try binding.inputs[1].integers(binding.subject)
        let begins = try binding.inputs[2].integers(binding.subject)
        let batched = kind == .batchToSpace ? binding.inputs[0] : binding.outputs[0]
        let spacious = kind == .batchToSpace ? binding.outputs[0] : binding.inputs[0]
        let rank = spacious.shape.count
        let type = spacious.type
        var parts: [Part] = []
        let batch = spacious.shape[0]
        for place in 0..<block.dropFirst().reduce(block[0], *) where !batched.shape.contains(0) && !spacious.shape.contains(0) {
            var rest = place
            var shape = [batch] + [Int](repeating: 0, count: rank - 1)
            var batchedOffset = place * batch * batched.byteStrides[0]
            var spaciousOffset = 0
            var spaciousStrides = spacious.byteStrides
            for axis in stride(from: rank - 1, through: 1, by: -1) {
                // Element `index` of the batched axis lies at `index * block + start` of the spacious one, where that is inside.
                let start = rest % block[axis] - begins[axis]
                rest /= block[axis]
                let first = start < 0 ? (-start + block[axis] - 1) / block[axis] : 0
                let room = spacious.shape[axis] - 1 - start
                let end = min(batched.shape[axis], room < 0 ? 0 : room / block[axis] + 1)
                shape[axis] = max(end - first, 0)
                batchedOffset += first * batched.byteStrides[axis]
                spaciousOffset += (first * block[axis] + start) * spacious.byteStrides[axis]
                spaciousStrides[axis] *= block[axis]
            }
            if rest != 0 || shape.contains(0) { continue }
            let isSpread = kind == .batchToSpace
            parts.append(
                Part(
                    plan: try CopyKernel.plan(
                        type, shape, output: isSpread ? spaciousStrides : batched.byteStrides,
                        input: isSpread ? batched.byteStrides : spaciousStrides, binding.subject),
                    inputOffset: isSpread ? batchedOffset : spaciousOffset, outputOffset: isSpread ? spaciousOffset : batchedOffset))
        }
        let bytes = binding.outputs[0].count * type.size
        let leavesGaps = kind == .spaceToBatch
        let copies = parts
        return ClosureKernel { memory in
            // Pads are zeros.
            if leavesGaps { memory.output(0).initializeMemory(as: UInt8.self, repeating: 0, count: bytes) }
            for part in copies {
                part.plan.run(output: memory.output(0) + part.outputOffset, input: memory.input(0) + part.inputOffset, team: memory.team)
            }
        }
    }
}
