import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Poolings whose windows follow from the size of their result.
    static let adaptivePoolings: [Entry] = [
        Entry { (operation: AdaptivePool, context) in
            try context.requirePoolable()
            let input = try context.input(0)
            context.emit(
                PlannedKernel("adaptive_\(operation.kind == .average ? "average" : "max")_pooling_portable") { binding in
                    try adaptivePooling(operation, binding)
                }, [input, try context.input(1, as: .rowMajor)], layout: context.builder.slots[input.index].layout)
        }
    ]

    private static func adaptivePooling(_ operation: AdaptivePool, _ binding: KernelBinding) throws -> BoundKernel {
        let (input, output) = (binding.inputs[0], binding.outputs[0])
        let windows = (2..<input.shape.count).map { PoolingWindow.adaptive(input: input.shape[$0], output: output.shape[$0]) }
        let whole = [PoolingWindow(first: 0, count: 1, divisor: 1)]
        let axes = Array(repeating: whole, count: max(3 - windows.count, 0)) + windows
        let pooling = Pooling(
            operation.kind == .average ? .average : .maximum, batch: input.shape[0], channels: input.shape[1], depths: axes[0],
            heights: axes[1], widths: axes[2], inputStrides: input.imageStrides, outputStrides: output.imageStrides)
        // Places are counted within the spatial axes.
        let places = ImageStrides(SlotLayout.rowMajor.strides(of: input.shape).enumerated().map { $0.offset < 2 ? 0 : $0.element })
        if input.type != .f32 {
            return integerPooling(
                pooling, input.type, indices: operation.kind == .maximum ? operation.indexElementType : nil, places: places)
        }
        guard operation.kind == .maximum else {
            return ClosureKernel { memory in
                pooling.run(input: memory.input(0, as: Float.self), output: memory.output(0, as: Float.self), team: memory.team)
            }
        }
        let isWide = operation.indexElementType == .i64
        return ClosureKernel { memory in
            let source = memory.input(0, as: Float.self)
            let target = memory.output(0, as: Float.self)
            if isWide {
                pooling.run(
                    input: source, output: target, indices: memory.output(1, as: Int64.self), indexStrides: places, team: memory.team)
            } else {
                pooling.run(
                    input: source, output: target, indices: memory.output(1, as: Int32.self), indexStrides: places, team: memory.team)
            }
        }
    }
}
