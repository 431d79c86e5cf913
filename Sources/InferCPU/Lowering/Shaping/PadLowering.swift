import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    static let padding: [Entry] = [
        Entry { (operation: Pad, context) in
            try context.requireWholeBytes()
            let input = try context.input(0)
            let others = try (1..<context.inputCount).map { try context.input($0, as: .rowMajor) }
            context.emit(
                PadKernel(mode: operation.padMode, instructionSet: context.options.instructionSet), [input] + others,
                layout: context.builder.slots[input.index].layout)
        }
    ]
}

private struct PadKernel: Kernel {
    let mode: Pad.Mode
    /// Of the code for zeros behind channels.
    let instructionSet: InstructionSet

    var name: String { "pad_\(mode.rawValue)" }
    var valueInputs: [Int] { [1, 2] }

    private static let modes: [Pad.Mode: IndexMap.PadMode] = [
        .constant: .constant, .edge: .edge, .reflect: .reflect, .symmetric: .symmetric,
    ]

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let begin = try binding.inputs[1].integers(binding.subject)
        let end = try binding.inputs[2].integers(binding.subject)
        try binding.outputs[0].requireMemory(forTablesOf: MappedCopyPlan.bytesOfPosition, binding.subject)
        if let copies = try rowCopies(binding, begin: begin, end: end) {
            return ClosureKernel { memory in
                withUnsafePointer(to: GeneratedRowCopies.Place(output: memory.output(0), input: memory.input(0))) {
                    copies.run($0, team: memory.team)
                }
            }
        }
        let maps = input.shape.indices.map {
            IndexMap.padded(input.shape[$0], begin: begin[$0], end: end[$0], Self.modes[mode] ?? .constant)
        }
        let plan = MappedCopyPlan(
            elementSize: input.type.size, maps: maps, output: StridedOperand(strides: binding.outputs[0].byteStrides),
            input: StridedOperand(strides: input.byteStrides))
        let hasFill = mode == .constant && binding.inputs.count > 3
        return ClosureKernel { memory in
            // No element is wider; zero bits are zero in every type.
            withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { zero in
                zero.initializeMemory(as: UInt8.self, repeating: 0)
                guard let nothing = zero.baseAddress else { return }
                plan.run(
                    output: memory.output(0), input: memory.input(0), fill: hasFill ? memory.input(3) : UnsafeRawPointer(nothing),
                    team: memory.team)
            }
        }
    }

    /// Generated code, where zeros come behind the elements that are innermost in memory alone.
    private func rowCopies(_ binding: KernelBinding, begin: [Int], end: [Int]) throws -> GeneratedRowCopies? {
        let input = binding.inputs[0]
        let zero = binding.inputs.count <= 3 || binding.inputs[3].value?.exactReals == [0]
        guard mode == .constant, zero, begin.allSatisfy({ $0 == 0 }), end.allSatisfy({ $0 >= 0 }),
            let axis = end.indices.first(where: { end[$0] > 0 }), end.filter({ $0 > 0 }).count == 1, input.strides[axis] == 1,
            binding.outputs[0].strides[axis] == 1, input.shape[axis] > 1
        else { return nil }
        let copy = GeneratedRowCopies.Copy(
            shape: Array(input.shape), output: binding.outputs[0].byteStrides, input: input.byteStrides)
        return try GeneratedRowCopies(
            [copy], elementSize: input.type.size, zeros: end[axis], instructionSet, threads: binding.threads)
    }
}
