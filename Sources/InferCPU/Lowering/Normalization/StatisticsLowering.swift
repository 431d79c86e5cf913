import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Normalisations by given or computed statistics, other than MVN.
    static let statistics: [Entry] = [
        Entry { (operation: NormalizeL2, context) in
            // Without axes each element is divided by its own size, which the specification takes for 1.
            if let axes = context.type(1).partial_shape.dimensions, axes.first?.length == 0 {
                return try lowerPresence(context)
            }
            try lowerNormalization("normalize_l2", context, valueInputs: [1]) { binding in
                let eps = operation.eps
                let axes = try binding.axes(1, rank: binding.inputs[0].shape.count)
                return (operation.epsMode == .add ? .lengthPlus(epsilon: eps) : .lengthAtLeast(epsilon: eps), axes)
            }
        },
        Entry { (operation: GRN, context) in
            try lowerNormalization("grn", context) { _ in (.lengthPlus(epsilon: operation.bias), [1]) }
        },
        Entry { (operation: InferGraph.GroupNormalization, context) in
            try context.requireSingle()
            let input = try context.input(0)
            let parameters = try (1...2).map { try context.input($0, as: .rowMajor) }
            let instructionSet = context.options.instructionSet
            context.emit(
                PlannedKernel("group_normalization_\(instructionSet)_f32") { binding in
                    let data = binding.inputs[0]
                    let plan = try Normalization.groups(
                        operation.numGroups, epsilon: Float(operation.epsilon), shape: Array(data.shape), inputStrides: data.strides,
                        outputStrides: binding.outputs[0].strides)
                    return try BoundNormalization(plan, scale: 1, shift: 2, instructionSet)
                }, [input] + parameters, layout: context.builder.slots[input.index].layout)
        },
        Entry { (operation: InferGraph.LRN, context) in
            try context.requireSingle()
            let input = try context.input(0)
            context.emit(
                PlannedKernel("lrn_portable_f32", valueInputs: [1]) { binding in
                    let data = binding.inputs[0]
                    var axes = try binding.axes(1, rank: data.shape.count)
                    // With axes of channels and of all space, OpenVINO's device looks over space alone.
                    let space = Set(2..<max(data.shape.count, 2))
                    if axes.count > 1, !space.isEmpty, space.isSubset(of: axes) { axes = space.sorted() }
                    let plan = try LocalResponseNormalization(
                        alpha: Float(operation.alpha), beta: Float(operation.beta), bias: Float(operation.bias), size: operation.size,
                        axes: Array(Set(axes)).sorted(), shape: Array(data.shape), inputStrides: data.strides,
                        outputStrides: binding.outputs[0].strides)
                    return ClosureKernel { memory in
                        plan.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self), team: memory.team)
                    }
                }, [input, try context.input(1, as: .rowMajor)], layout: context.builder.slots[input.index].layout)
        },
        Entry { (operation: BatchNormInference, context) in try lowerBatchNormalization(operation, context) },
    ]

    private static func lowerNormalization(
        _ name: String, _ context: LoweringContext, valueInputs: [Int] = [],
        _ statistic: @escaping @Sendable (KernelBinding) throws -> (Normalization.Statistic, [Int])
    ) throws {
        try context.requireSingle()
        let input = try context.input(0)
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        let instructionSet = context.options.instructionSet
        context.emit(
            PlannedKernel("\(name)_\(instructionSet)_f32", valueInputs: valueInputs) { binding in
                let data = binding.inputs[0]
                let (statistic, axes) = try statistic(binding)
                let plan = try Normalization(
                    statistic, shape: Array(data.shape), inputStrides: data.strides, outputStrides: binding.outputs[0].strides,
                    axes: Array(Set(axes)).sorted())
                return try BoundNormalization(plan, instructionSet)
            }, [input] + others, layout: context.builder.slots[input.index].layout)
    }

    /// 1 for each element that is not zero.
    private static func lowerPresence(_ context: LoweringContext) throws {
        try context.requireSingle()
        context.emit(
            PlannedKernel("normalize_l2_portable_f32") { binding in
                let count = binding.outputs[0].count
                return ClosureKernel(inPlaceInputs: [0]) { memory in
                    let source = memory.input(0, as: Float.self)
                    let target = memory.output(0, as: Float.self)
                    for index in 0..<count { target[index] = source[index] == 0 ? 0 : 1 }
                }
            }, try context.inputs())
    }

    /// One multiplication and one addition a channel, which come out of the parameters before each run.
    private static func lowerBatchNormalization(_ operation: BatchNormInference, _ context: LoweringContext) throws {
        try context.requireSingle()
        let place = operation.dataIndex
        let parameters = operation.parameterIndices
        let layout = try context.layout(place)
        let inputs = try (0..<context.inputCount).map { try context.input($0, as: $0 == place ? layout : .rowMajor) }
        context.emit(
            PlannedKernel("batch_normalization_portable_f32") { binding in
                let data = binding.inputs[place]
                let channels = data.shape[1]
                var strides = [Int](repeating: 0, count: data.shape.count)
                strides[1] = 1
                let plan = try Normalization(
                    .none, shape: Array(data.shape), inputStrides: data.strides, outputStrides: binding.outputs[0].strides, axes: [],
                    scaleStrides: strides, shiftStrides: strides)
                let epsilon = operation.epsilon
                return ClosureKernel(scratchBytes: 2 * channels * MemoryLayout<Float>.size, inPlaceInputs: [place]) { memory in
                    let scale = memory.scratch.assumingMemoryBound(to: Float.self)
                    let shift = scale + channels
                    let gamma = memory.input(parameters[0], as: Float.self)
                    let beta = memory.input(parameters[1], as: Float.self)
                    let mean = memory.input(parameters[2], as: Float.self)
                    let variance = memory.input(parameters[3], as: Float.self)
                    for channel in 0..<channels {
                        let factor = Double(gamma[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
                        scale[channel] = Float(factor)
                        shift[channel] = Float(Double(beta[channel]) - Double(mean[channel]) * factor)
                    }
                    plan.run(
                        memory.input(place, as: Float.self), memory.output(0, as: Float.self), scale: scale, shift: shift,
                        team: memory.team)
                }
            }, inputs, layout: layout)
    }
}
