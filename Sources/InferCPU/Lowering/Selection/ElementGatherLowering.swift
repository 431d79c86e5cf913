import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Single elements and slices picked by indices, beams traced back, indices spread out.
    static let elementGathers: [Entry] = [
        Entry { (operation: GatherElements, context) in
            try context.requireWholeBytes()
            let (indices, indexType) = try context.indices(1)
            context.emit(
                PlannedKernel("gather_elements") { binding in
                    let data = binding.inputs[0]
                    let plan = GatherElementsPlan(
                        elementSize: data.type.size, data: Array(data.shape), indices: Array(binding.inputs[1].shape),
                        axis: try binding.axis(operation.axis, of: data.shape.count), indexType: indexType)
                    return ClosureKernel { memory in
                        plan.run(output: memory.output(0), data: memory.input(0), indices: memory.input(1), team: memory.team)
                    }
                }, [try context.input(0, as: .rowMajor), indices])
        },
        Entry { (operation: GatherND, context) in
            try context.requireWholeBytes()
            let (indices, indexType) = try context.indices(1)
            context.emit(
                PlannedKernel("gather_nd") { binding in
                    let data = binding.inputs[0]
                    let plan = GatherNDPlan(
                        elementSize: data.type.size, data: Array(data.shape), indices: Array(binding.inputs[1].shape),
                        batchDimensions: operation.batchDims, indexType: indexType)
                    return ClosureKernel { memory in
                        plan.run(output: memory.output(0), data: memory.input(0), indices: memory.input(1), team: memory.team)
                    }
                }, [try context.input(0, as: .rowMajor), indices])
        },
        Entry { (_: GatherTree, context) in
            let type = context.outputType.element_type
            try context.requireWholeBytes()
            context.emit(
                PlannedKernel("gather_tree_\(type)") { binding in
                    let shape = binding.outputs[0].shape
                    let plan = GatherTreePlan(time: shape[0], batch: shape[1], beams: shape[2])
                    return ClosureKernel { memory in
                        try plan.run(
                            type, output: memory.output(0), steps: memory.input(0), parents: memory.input(1), lengths: memory.input(2),
                            end: memory.input(3))
                    }
                }, try context.inputs())
        },
    ]
}
