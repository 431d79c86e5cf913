import InferAssembler
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Normalisations with scale and shift in one pass, on whichever layout the data has.
    static let layerNormalizations: [Entry] = [
        Entry { (operation: LayerNormalization, context) in
            try context.requireSingle()
            let data = try context.input(0)
            let parameters = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
            context.emit(
                LayerNormalizationKernel(operation: operation, instructionSet: context.options.instructionSet), [data] + parameters,
                layout: context.builder.slots[data.index].layout)
        }
    ]
}

private struct LayerNormalizationKernel: Kernel {
    let operation: LayerNormalization
    let instructionSet: InstructionSet

    var name: String { "\(operation.statistic == .rootMeanSquare ? "rms" : "layer")_normalization_\(instructionSet)_f32" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let data = binding.inputs[0]
        let shape = Array(data.shape)
        let scale = operation.hasScale ? 1 : nil
        let shift = operation.hasShift ? (scale ?? 0) + 1 : nil
        func strides(_ index: Int?) -> [Int]? {
            index.map {
                StridedOperand(shape: Array(binding.inputs[$0].shape), strides: binding.inputs[$0].strides, broadcastTo: shape).strides
            }
        }
        let epsilon = Float(operation.epsilon)
        let plan = try Normalization(
            operation.statistic == .rootMeanSquare
                ? .rootMeanSquare(epsilon: epsilon)
                : .deviation(
                    epsilon: epsilon, insideRoot: operation.isEpsilonInsideRoot, byMoments: operation.statistic == .deviationByMoments),
            shape: shape, inputStrides: data.strides, outputStrides: binding.outputs[0].strides, axes: operation.axes,
            scaleStrides: strides(scale), shiftStrides: strides(shift))
        return try BoundNormalization(plan, scale: scale, shift: shift, instructionSet)
    }
}
