import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Axes turned round or shifted.
    static let reversals: [Entry] = [
        Entry { (operation: Reverse, context) in
            try lowerMapped("reverse", context) { binding in
                let shape = binding.inputs[0].shape
                let axes: Set<Int>
                if operation.mode == .mask {
                    let mask = try binding.inputs[1].integers(binding.subject)
                    axes = Set(mask.indices.filter { mask[$0] != 0 })
                } else {
                    axes = Set(try binding.axes(1, rank: shape.count))
                }
                return shape.indices.map { axis in
                    axes.contains(axis)
                        ? .strided(start: shape[axis] - 1, step: -1, count: shape[axis]) : .identity(shape[axis])
                }
            }
        },
        Entry { (_: Roll, context) in
            try lowerMapped("roll", context) { binding in
                let shape = binding.inputs[0].shape
                let shifts = try binding.inputs[1].integers(binding.subject)
                var total = [Int](repeating: 0, count: shape.count)
                for (entry, axis) in try binding.axes(2, rank: shape.count).enumerated() where shape[axis] > 0 {
                    // One shift may serve all axes; an axis may be named again.
                    let shift = shifts.count == 1 ? shifts[0] : shifts[entry]
                    total[axis] = (total[axis] + shift % shape[axis]) % shape[axis]
                }
                return shape.indices.map { .rolled(shape[$0], by: total[$0]) }
            }
        },
        Entry { (operation: ReverseSequence, context) in
            try context.requireWholeBytes()
            let (lengths, lengthType) = try context.indices(1)
            context.emit(
                PlannedKernel("reverse_sequence") { binding in
                    let data = binding.inputs[0]
                    let rank = data.shape.count
                    let plan = ReverseSequencePlan(
                        elementSize: data.type.size, shape: Array(data.shape), batchAxis: try binding.axis(operation.batchAxis, of: rank),
                        sequenceAxis: try binding.axis(operation.seqAxis, of: rank), lengthType: lengthType)
                    return ClosureKernel { memory in
                        plan.run(output: memory.output(0), input: memory.input(0), lengths: memory.input(1), team: memory.team)
                    }
                }, [try context.input(0, as: .rowMajor), lengths])
        },
    ]

    /// An operation in which each axis of the result follows a map of its own.
    private static func lowerMapped(
        _ name: String, _ context: LoweringContext, _ maps: @escaping @Sendable (KernelBinding) throws -> [IndexMap]
    ) throws {
        try context.requireWholeBytes()
        let input = try context.input(0)
        let others = try (1..<context.inputCount).map { try context.input($0, as: .rowMajor) }
        context.emit(
            PlannedKernel(name, valueInputs: Array(1..<context.inputCount)) { binding in
                let data = binding.inputs[0]
                try binding.outputs[0].requireMemory(forTablesOf: MappedCopyPlan.bytesOfPosition, binding.subject)
                let plan = MappedCopyPlan(
                    elementSize: data.type.size, maps: try maps(binding), output: StridedOperand(strides: binding.outputs[0].byteStrides),
                    input: StridedOperand(strides: data.byteStrides))
                return ClosureKernel { memory in
                    // Nothing comes from nowhere: the fill value is not read but for its bits.
                    var zero: UInt64 = 0
                    plan.run(output: memory.output(0), input: memory.input(0), fill: &zero, team: memory.team)
                }
            }, [input] + others, layout: context.builder.slots[input.index].layout)
    }
}
