import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Reductions read any layout. Where the axes stay, so does the layout.
    static let reductions: [Entry] = [
        Entry { (operation: Reduce, context) in
            let type = context.type(0).element_type
            let kernel = ReductionKernel(operation: operation, type: type, instructionSet: context.options.instructionSet)
            guard kernel.plan(shape: [1], axes: [0], output: [0], input: [0]) != nil else {
                throw context.failure("is not supported for elements of type \(type)")
            }
            let input = try context.input(0)
            let layout = operation.keepDims ? context.builder.slots[input.index].layout : .rowMajor
            context.emit(kernel, [input, try context.input(1, as: .rowMajor)], layout: layout)
        }
    ]
}

private struct ReductionKernel: Kernel {
    let operation: Reduce
    let type: ElementType
    let instructionSet: InstructionSet

    var name: String { "reduce_\(type == .f32 ? instructionSet : .portable)_\(type)" }
    var valueInputs: [Int] { [1] }

    private static let functions: [Reduce.Kind: ReductionOperation] = [
        .sum: .sum, .product: .product, .maximum: .maximum, .minimum: .minimum, .mean: .mean, .l1: .l1, .l2: .l2,
        .logicalAnd: .logicalAnd, .logicalOr: .logicalOr,
    ]

    func plan(shape: [Int], axes: Set<Int>, output: [Int], input: [Int]) -> ReductionPlan? {
        guard let function = Self.functions[operation.kind] else { return nil }
        return ReductionPlan(
            function, type.kind, shape: shape, axes: axes, output: StridedOperand(strides: output), input: StridedOperand(strides: input))
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let output = binding.outputs[0]
        let rank = input.shape.count
        let axes = Set(try binding.inputs[1].integers(binding.subject).map { $0 < 0 ? $0 + rank : $0 })
        var strides = output.byteStrides
        if !operation.keepDims {
            for axis in axes.sorted() { strides.insert(0, at: axis) }
        }
        if type == .f32, let function = Self.functions[operation.kind],
            let generated = try GeneratedReduction(
                function, shape: Array(input.shape), axes: axes, inputStrides: input.strides, outputStrides: strides.map { $0 / 4 },
                instructionSet)
        {
            return ClosureKernel { memory in
                generated.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self), team: memory.team)
            }
        }
        guard let plan = plan(shape: Array(input.shape), axes: axes, output: strides, input: input.byteStrides) else {
            throw RuntimeError(.internalInconsistency, "\(binding.subject): no kernel for elements of type \(type)")
        }
        return ClosureKernel { memory in
            plan.run(output: memory.output(0), input: memory.input(0), team: memory.team)
        }
    }
}
