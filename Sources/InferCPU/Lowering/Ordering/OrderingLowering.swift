import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Elements compared, counted and searched, where shapes do not depend on them.
    static let orderings: [Entry] = [
        Entry { (operation: InferGraph.TopK, context) in try lowerTopK(operation, context) },
        Entry { (operation: CumSum, context) in
            try context.requireWholeBytes()
            let input = try context.input(0)
            let others = try (1..<context.inputCount).map { try context.input($0, as: .rowMajor) }
            context.emit(
                PlannedKernel("cumulative_sum", valueInputs: context.inputCount > 1 ? [1] : []) { binding in
                    let data = binding.inputs[0]
                    let output = binding.outputs[0]
                    if data.shape.isEmpty { throw binding.invalid("a scalar has no axis") }
                    let plan = try CumulativeSum(
                        shape: Array(data.shape), axis: binding.inputs.count > 1 ? binding.axis(1, rank: data.shape.count) : 0,
                        exclusive: operation.exclusive, reverse: operation.reverse, inputStrides: data.strides,
                        outputStrides: output.strides)
                    return ClosureKernel { memory in
                        try plan.run(data.type, memory.input(0), memory.output(0), team: memory.team)
                    }
                }, [input] + others, layout: context.builder.slots[input.index].layout)
        },
        Entry { (operation: Bucketize, context) in
            context.emit(
                PlannedKernel("bucketize") { binding in
                    let (values, boundaries) = (binding.inputs[0], binding.inputs[1])
                    return ClosureKernel { memory in
                        try SortedSearch.bucketize(
                            values.type, memory.input(0), count: values.count, boundaryType: boundaries.type, memory.input(1),
                            boundaryCount: boundaries.count, includesEqual: !operation.withRightBound,
                            into: IndexOutput(operation.outputType, memory.output(0)), team: memory.team)
                    }
                }, try context.inputs())
        },
        Entry { (operation: SearchSorted, context) in
            context.emit(
                PlannedKernel("search_sorted") { binding in
                    let (sequences, values) = (binding.inputs[0], binding.inputs[1])
                    let length = sequences.shape.last ?? 1
                    let isShared = sequences.shape.count == 1
                    let rowLength = isShared ? values.count : values.shape.last ?? 1
                    let rows = isShared ? 1 : values.shape.dropLast().reduce(1, *)
                    return ClosureKernel { memory in
                        try SortedSearch.search(
                            values.type, memory.input(1), rows: rows, rowLength: rowLength, memory.input(0),
                            boundaryStride: isShared ? 0 : length, boundaryCount: length, includesEqual: operation.rightMode,
                            into: IndexOutput(operation.outputType, memory.output(0)), team: memory.team)
                    }
                }, try context.inputs())
        },
    ]

    private static func lowerTopK(_ operation: InferGraph.TopK, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let input = try context.input(0)
        context.emit(
            PlannedKernel("top_k", valueInputs: [1]) { binding in
                let data = binding.inputs[0]
                let output = binding.outputs[0]
                let axis = try binding.axis(operation.axis, of: data.shape.count)
                let plan = try InferKernels.TopK(
                    shape: Array(data.shape), axis: axis, count: output.shape[axis], largest: operation.mode == .max,
                    order: operation.sort == .index ? .index : .value, inputStrides: data.strides, outputStrides: output.strides)
                return ClosureKernel(scratchBytes: plan.scratchBytes(threads: binding.threads)) { memory in
                    try plan.run(
                        data.type, memory.input(0), values: memory.output(0),
                        indices: IndexOutput(operation.indexElementType, memory.output(1)), scratch: memory.scratch, team: memory.team)
                }
            }, [input, try context.input(1, as: .rowMajor)], layout: context.builder.slots[input.index].layout)
    }
}
