import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Copies of a tensor with elements replaced or updated.
    static let scatters: [Entry] = [
        Entry { (_: ScatterUpdate, context) in try lowerScatterUpdate(context) },
        Entry { (operation: ScatterElementsUpdate, context) in try lowerScatterElements(operation, context) },
        Entry { (operation: ScatterNDUpdate, context) in try lowerScatterND(operation, context) },
        Entry { (_: SliceScatter, context) in try lowerSliceScatter(context) },
    ]

    private static func lowerScatterUpdate(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let (indices, indexType) = try context.indices(1)
        context.emit(
            PlannedKernel("scatter_update", valueInputs: [3]) { binding in
                let data = binding.inputs[0]
                let axis = try binding.axis(3, rank: data.shape.count)
                let plan = ScatterUpdatePlan(
                    elementSize: data.type.size, data: Array(data.shape), indexCount: binding.inputs[1].count, axis: axis,
                    indexType: indexType)
                return updating(data) { memory in
                    try plan.run(output: memory.output(0), indices: memory.input(1), updates: memory.input(2))
                }
            },
            [
                try context.input(0, as: .rowMajor), indices, try context.input(2, as: .rowMajor), try context.input(3, as: .rowMajor),
            ])
    }

    private static func lowerScatterElements(_ operation: ScatterElementsUpdate, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let reduction = try reduction(operation.reduction, context)
        let (indices, indexType) = try context.indices(1)
        context.emit(
            PlannedKernel("scatter_elements_update", valueInputs: [3]) { binding in
                let data = binding.inputs[0]
                guard
                    let plan = ScatterElementsUpdatePlan(
                        reduction, data.type.kind, elementSize: data.type.size, data: Array(data.shape),
                        indices: Array(binding.inputs[1].shape), axis: try binding.axis(3, rank: data.shape.count), indexType: indexType,
                        usesInitialValue: operation.useInitVal)
                else { throw binding.unsupported(data.type) }
                return updating(data, scratchBytes: plan.scratchBytes) { memory in
                    try plan.run(
                        output: memory.output(0), indices: memory.input(1), updates: memory.input(2), scratch: memory.scratch)
                }
            },
            [
                try context.input(0, as: .rowMajor), indices, try context.input(2, as: .rowMajor), try context.input(3, as: .rowMajor),
            ])
    }

    private static func lowerScatterND(_ operation: ScatterNDUpdate, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let reduction = try reduction(operation.reduction, context)
        let (indices, indexType) = try context.indices(1)
        context.emit(
            PlannedKernel("scatter_nd_update") { binding in
                let data = binding.inputs[0]
                guard
                    let plan = ScatterNDUpdatePlan(
                        reduction, data.type.kind, elementSize: data.type.size, data: Array(data.shape),
                        indices: Array(binding.inputs[1].shape), indexType: indexType)
                else { throw binding.unsupported(data.type) }
                return updating(data) { memory in
                    try plan.run(output: memory.output(0), indices: memory.input(1), updates: memory.input(2))
                }
            }, [try context.input(0, as: .rowMajor), indices, try context.input(2, as: .rowMajor)])
    }

    private static func lowerSliceScatter(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        context.emit(
            PlannedKernel("slice_scatter", valueInputs: Array(2..<context.inputCount)) { binding in
                let data = binding.inputs[0]
                let updates = binding.inputs[1]
                let starts = try binding.inputs[2].integers(binding.subject)
                let stops = try binding.inputs[3].integers(binding.subject)
                let steps = try binding.inputs[4].integers(binding.subject)
                let axes = try binding.inputs.count > 5 ? binding.inputs[5].integers(binding.subject) : Array(starts.indices)
                var strides = data.byteStrides
                var offset = 0
                for (entry, given) in axes.enumerated() {
                    let axis = given < 0 ? given + data.shape.count : given
                    let range = SliceRange(length: data.shape[axis], start: starts[entry], stop: stops[entry], step: steps[entry])
                    guard range.count > 0 else { return updating(data) { _ in } }
                    offset += range.start * strides[axis]
                    strides[axis] = range.count == 1 ? 0 : strides[axis] * range.step
                }
                let plan = try CopyKernel.plan(
                    data.type, Array(updates.shape), output: strides, input: updates.byteStrides, binding.subject)
                let start = offset
                return updating(data) { memory in
                    plan.run(output: memory.output(0) + start, input: memory.input(1), team: memory.team)
                }
            }, try context.inputs())
    }

    /// A bound kernel that changes a copy of input 0, or input 0 itself where nothing else reads it.
    private static func updating(
        _ data: BoundTensor, scratchBytes: Int = 0, _ body: @escaping @Sendable (borrowing KernelMemory) throws -> Void
    ) -> BoundKernel {
        let bytes = data.count * data.type.size
        return ClosureKernel(scratchBytes: scratchBytes, inPlaceInputs: [0]) { memory in
            if memory.output(0) != memory.input(0) { memory.output(0).copyMemory(from: memory.input(0), byteCount: bytes) }
            try body(memory)
        }
    }

    private static let scatterReductions: [InferGraph.ScatterReduction: InferKernels.ScatterReduction] = [
        .none: .none, .sum: .sum, .prod: .product, .min: .minimum, .max: .maximum, .mean: .mean, .sub: .subtract,
    ]

    private static func reduction(
        _ given: InferGraph.ScatterReduction, _ context: LoweringContext
    ) throws -> InferKernels.ScatterReduction {
        guard let reduction = scatterReductions[given] else { throw context.failure("reduction \(given.rawValue) is not supported") }
        return reduction
    }
}
