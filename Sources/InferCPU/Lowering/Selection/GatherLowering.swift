import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Operations that pick elements by indices.
    static let selections: [Entry] = [
        Entry { (operation: Gather, context) in
            try context.requireWholeBytes()
            let (indices, type) = try context.indices(1)
            context.emit(
                GatherKernel(operation: operation, indexType: type),
                [try context.input(0, as: .rowMajor), indices, try context.input(2, as: .rowMajor)])
        },
        Entry { (operation: Select, context) in
            try context.requireWholeBytes(1)
            let (slots, layout) = try context.inputsInOneLayout(0..<3)
            context.emit(SelectKernel(), slots, layout: layout)
        },
    ]
}

private struct GatherKernel: Kernel {
    let operation: Gather
    let indexType: IndexType

    var name: String { "gather" }
    var valueInputs: [Int] { [2] }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let data = binding.inputs[0]
        let indices = binding.inputs[1]
        let axis = try binding.inputs[2].integers(binding.subject).first ?? 0
        let batch = operation.batchDims < 0 ? operation.batchDims + indices.shape.count : operation.batchDims
        let plan = GatherPlan(
            elementSize: data.type.size, data: Array(data.shape), indices: Array(indices.shape),
            axis: axis < 0 ? axis + data.shape.count : axis,
            batchDimensions: batch, indexType: indexType, wrapsNegative: operation.opset >= 8)
        return ClosureKernel { memory in
            plan.run(output: memory.output(0), data: memory.input(0), indices: memory.input(1), team: memory.team)
        }
    }
}

private struct SelectKernel: Kernel {
    var name: String { "select" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let output = binding.outputs[0]
        let shape = Array(output.shape)
        func operand(_ tensor: BoundTensor) -> StridedOperand {
            StridedOperand(shape: Array(tensor.shape), strides: tensor.byteStrides, broadcastTo: shape)
        }
        guard
            let plan = ElementwisePlan(
                selectingElementsOfSize: output.type.size, shape: shape, output: StridedOperand(strides: output.byteStrides),
                condition: operand(binding.inputs[0]), whenTrue: operand(binding.inputs[1]), whenFalse: operand(binding.inputs[2]))
        else { throw RuntimeError(.unsupported, "\(binding.subject): elements of type \(output.type) cannot be selected") }
        return ClosureKernel { memory in
            plan.run(output: memory.output(0), memory.input(0), memory.input(1), memory.input(2), team: memory.team)
        }
    }
}

extension LoweringContext {
    /// The slot of an input that holds indices, as i32 or i64.
    func indices(_ index: Int) throws -> (SlotID, IndexType) {
        let slot = try input(index, as: .rowMajor)
        switch type(index).element_type {
        case .i32: return (slot, .i32)
        case .i64: return (slot, .i64)
        default: return (try converted(slot, to: .i64), .i64)
        }
    }

    /// A slot with the elements of another in a type of its own.
    func converted(_ slot: SlotID, to target: ElementType) throws -> SlotID {
        let source = builder.slots[slot.index]
        let given = source.type.element_type
        let kernel: any Kernel =
            given.bitwidth < 8 || target.bitwidth < 8
            ? try PackedConversionKernel(given, target, self) : try ElementwiseKernel(.convert, given, target, self)
        let result = builder.addIntermediate(TensorType(target, source.type.partial_shape), source.layout)
        builder.addStep(node, Convert(target), kernel, [slot], [result], suffix: "convert")
        return result
    }
}
