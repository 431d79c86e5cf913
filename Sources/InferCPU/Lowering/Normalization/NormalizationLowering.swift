import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Softmax and the operations that move and scale slices of a tensor by their statistics.
    static let normalizations: [Entry] = [
        Entry { (operation: InferGraph.Softmax, context) in
            try context.requireSingle()
            let input = try context.input(0)
            let kernel = SoftmaxKernel(operation: operation, instructionSet: context.options.instructionSet)
            context.emit(kernel, [input], layout: context.builder.slots[input.index].layout)
        },
        Entry { (operation: MVN, context) in
            try context.requireSingle()
            let input = try context.input(0)
            let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
            context.emit(
                MVNKernel(operation: operation, instructionSet: context.options.instructionSet), [input] + others,
                layout: context.builder.slots[input.index].layout)
        },
    ]
}

private struct SoftmaxKernel: Kernel {
    let operation: InferGraph.Softmax
    let instructionSet: InstructionSet

    var name: String { "\(operation.isLogarithmic ? "log_softmax" : "softmax")_\(instructionSet)_f32" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let axis = operation.axis < 0 ? operation.axis + input.shape.count : operation.axis
        let plan = try InferKernels.Softmax(
            shape: Array(input.shape), inputStrides: input.strides, outputStrides: binding.outputs[0].strides, axis: axis,
            logarithmic: operation.isLogarithmic)
        if let generated = try GeneratedSoftmax(plan, instructionSet) {
            return ClosureKernel(inPlaceInputs: [0]) { memory in
                generated.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self), team: memory.team)
            }
        }
        return ClosureKernel(inPlaceInputs: [0]) { memory in
            plan.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self), team: memory.team)
        }
    }
}

private struct MVNKernel: Kernel {
    let operation: MVN
    let instructionSet: InstructionSet

    var name: String { "mvn_\(instructionSet)_f32" }
    var valueInputs: [Int] { operation.opset >= 6 ? [1] : [] }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let rank = input.shape.count
        let axes: [Int]
        if operation.opset >= 6 {
            axes = try binding.inputs[1].integers(binding.subject).map { $0 < 0 ? $0 + rank : $0 }
        } else if !operation.reductionAxes.isEmpty {
            axes = operation.reductionAxes
        } else {
            axes = Array((operation.acrossChannels ? 1 : 2)..<max(rank, 2))
        }
        let statistic: Normalization.Statistic =
            operation.normalizeVariance
            ? .deviation(epsilon: Float(operation.eps), insideRoot: operation.epsMode == .insideSqrt) : .mean
        let plan = try Normalization(
            statistic, shape: Array(input.shape), inputStrides: input.strides, outputStrides: binding.outputs[0].strides,
            axes: Array(Set(axes)).sorted())
        return try BoundNormalization(plan, instructionSet)
    }
}
