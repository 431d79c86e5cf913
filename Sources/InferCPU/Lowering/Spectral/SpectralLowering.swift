import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Signals and their frequencies.
    static let spectral: [Entry] = [
        Entry { (operation: InferGraph.FourierTransform, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("fourier_transform_portable_f32", valueInputs: Array(1..<context.inputCount)) {
                    try fourier(operation.kind, $0)
                }, try context.inputs())
        },
        Entry { (operation: STFT, context) in
            try context.requireSingle()
            context.emit(
                PlannedKernel("stft_portable_f32", valueInputs: [2, 3]) { binding in
                    let signal = binding.inputs[0].shape
                    let window = binding.inputs[1].count
                    let size = try binding.inputs[2].integers(binding.subject).first ?? 0
                    let step = try binding.inputs[3].integers(binding.subject).first ?? 0
                    let output = binding.outputs[0].shape
                    let frames = output[output.count - (operation.transposeFrames ? 2 : 3)]
                    let length = signal[signal.count - 1]
                    guard frames == 0 || (frames - 1) * step + size <= length else {
                        throw binding.invalid("\(frames) frames of \(size) elements exceed the signal of \(length)")
                    }
                    return ClosureKernel { memory in
                        let plan = try WindowedTransform(
                            window: Array(UnsafeBufferPointer(start: memory.input(1, as: Float.self), count: window)), size: size,
                            step: step)
                        plan.forward(
                            memory.input(0, as: Float.self), batch: signal.dropLast().reduce(1, *), length: length, frames: frames,
                            putsFrequenciesFirst: operation.transposeFrames, into: memory.output(0, as: Float.self))
                    }
                }, try context.inputs())
        },
        Entry { (operation: ISTFT, context) in
            try context.requireSingle()
            let lengths = context.inputCount > 4 ? [4] : []
            context.emit(
                PlannedKernel("istft_portable_f32", valueInputs: [2, 3] + lengths) { binding in
                    let data = binding.inputs[0].shape
                    let window = binding.inputs[1].count
                    let size = try binding.inputs[2].integers(binding.subject).first ?? 0
                    let step = try binding.inputs[3].integers(binding.subject).first ?? 0
                    let output = binding.outputs[0].shape
                    return ClosureKernel { memory in
                        let plan = try WindowedTransform(
                            window: Array(UnsafeBufferPointer(start: memory.input(1, as: Float.self), count: window)), size: size,
                            step: step)
                        plan.inverse(
                            memory.input(0, as: Float.self), batch: data.dropLast(3).reduce(1, *), frames: data[data.count - 2],
                            length: output[output.count - 1], isCentered: operation.center, isNormalized: operation.normalized,
                            into: memory.output(0, as: Float.self))
                    }
                }, try context.inputs())
        },
    ]

    private static func fourier(_ kind: InferGraph.FourierTransform.Kind, _ binding: KernelBinding) throws -> BoundKernel {
        let kinds: [InferGraph.FourierTransform.Kind: InferKernels.FourierTransform.Kind] = [
            .forward: .forward, .inverse: .inverse, .realForward: .realForward, .realInverse: .realInverse,
        ]
        var input = Array(binding.inputs[0].shape)
        var output = Array(binding.outputs[0].shape)
        if kind != .realForward { input.removeLast() }
        if kind != .realInverse { output.removeLast() }
        let axes = try binding.axes(1, rank: input.count)
        let given = try binding.inputs.count > 2 ? binding.inputs[2].integers(binding.subject) : axes.map { _ in -1 }
        guard given.count == axes.count else { throw binding.invalid("\(given.count) signal sizes for \(axes.count) axes") }
        var sizes = zip(axes, given).map { axis, size in size == -1 ? input[axis] : size }
        if kind == .realInverse, let last = axes.last, given.last == -1 { sizes[sizes.count - 1] = 2 * (input[last] - 1) }
        if output.contains(0) { return ClosureKernel { _ in } }
        let plan = try InferKernels.FourierTransform(kinds[kind] ?? .forward, input: input, output: output, axes: axes, sizes: sizes)
        return ClosureKernel { memory in plan.run(memory.input(0, as: Float.self), memory.output(0, as: Float.self)) }
    }
}
