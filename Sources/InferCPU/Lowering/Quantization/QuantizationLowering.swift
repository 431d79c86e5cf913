import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Elements rounded as narrower types would.
    static let quantizations: [Entry] = [
        Entry { (operation: FakeQuantize, context) in
            try context.requireSingle()
            let (slots, layout) = try context.inputsInOneLayout(0..<5)
            context.emit(
                PlannedKernel("fake_quantize_portable_f32") { binding in
                    let plan = FakeQuantization(
                        levels: operation.levels, shape: Array(binding.outputs[0].shape), strides: binding.broadcastStrides)
                    return ClosureKernel(inPlaceInputs: binding.inputs[0].shape == binding.outputs[0].shape ? [0] : []) { memory in
                        plan.run(
                            output: memory.output(0, as: Float.self), data: memory.input(0, as: Float.self),
                            inputLow: memory.input(1, as: Float.self), inputHigh: memory.input(2, as: Float.self),
                            outputLow: memory.input(3, as: Float.self), outputHigh: memory.input(4, as: Float.self), team: memory.team)
                    }
                }, slots, layout: layout)
        },
        Entry { (operation: FakeConvert, context) in
            try context.requireSingle()
            let (slots, layout) = try context.inputsInOneLayout(0..<context.inputCount)
            context.emit(
                PlannedKernel("fake_convert_portable_f32") { binding in
                    guard
                        let plan = FakeConversion(
                            to: operation.destinationType, shape: Array(binding.outputs[0].shape), strides: binding.broadcastStrides)
                    else { throw binding.unsupported(operation.destinationType) }
                    let hasShift = binding.inputs.count > 2
                    return ClosureKernel(inPlaceInputs: binding.inputs[0].shape == binding.outputs[0].shape ? [0] : []) { memory in
                        plan.run(
                            output: memory.output(0, as: Float.self), data: memory.input(0, as: Float.self),
                            scale: memory.input(1, as: Float.self), shift: hasShift ? memory.input(2, as: Float.self) : nil,
                            team: memory.team)
                    }
                }, slots, layout: layout)
        },
    ]
}

extension KernelBinding {
    /// Strides in elements of the first output and of all inputs, broadcast to its shape.
    fileprivate var broadcastStrides: [[Int]] {
        let output = outputs[0]
        let shape = Array(output.shape)
        return [output.strides]
            + inputs.map { StridedOperand(shape: Array($0.shape), strides: $0.strides, broadcastTo: shape).strides }
    }
}
