import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Channels or batches against blocks of space.
    static let blockRearrangements: [Entry] = [
        Entry { (operation: DepthSpace, context) in
            try lowerSplitAxes("depth_space", context) { binding in depthSpace(operation, binding) }
        },
        Entry { (operation: ShuffleChannels, context) in
            try lowerSplitAxes("shuffle_channels", context) { binding in
                let shape = Array(binding.inputs[0].shape)
                let axis = try binding.axis(operation.axis, of: shape.count)
                let group = operation.group
                let size = shape[axis] / max(group, 1)
                let from = binding.inputs[0].byteStrides
                let to = binding.outputs[0].byteStrides
                return Split(
                    shape: shape[..<axis] + [group, size] + shape[(axis + 1)...],
                    input: from[..<axis] + [from[axis] * size, from[axis]] + from[(axis + 1)...],
                    output: to[..<axis] + [to[axis], to[axis] * group] + to[(axis + 1)...])
            }
        },
        Entry { (operation: ReorgYolo, context) in
            try context.requireWholeBytes()
            context.emit(
                CopyKernel("reorg_yolo", context) { binding in try reorgYolo(operation, binding) }, try context.inputs())
        },
        Entry { (operation: BatchSpace, context) in
            try context.requireWholeBytes()
            context.emit(BatchSpaceKernel(kind: operation.kind), try context.inputs())
        },
    ]

    /// A copy between two views of one shape in which axes are split.
    private struct Split {
        let shape: [Int]
        let input: [Int]
        let output: [Int]

        init(shape: some Sequence<Int>, input: some Sequence<Int>, output: some Sequence<Int>) {
            self.shape = Array(shape)
            self.input = Array(input)
            self.output = Array(output)
        }
    }

    private static func lowerSplitAxes(
        _ name: String, _ context: LoweringContext, _ split: @escaping @Sendable (KernelBinding) throws -> Split
    ) throws {
        try context.requireWholeBytes()
        let input = try context.input(0)
        context.emit(
            CopyKernel(name, context) { binding in
                let split = try split(binding)
                return [CopyPart(shape: split.shape, outputStrides: split.output, inputStrides: split.input)]
            }, [input], layout: context.builder.slots[input.index].layout)
    }

    /// The channels of the deep tensor are blocks and depth, in either order; each spatial axis of the wide one is place and block.
    private static func depthSpace(_ operation: DepthSpace, _ binding: KernelBinding) -> Split {
        let block = operation.blockSize
        let isDeepInput = operation.kind == .depthToSpace
        let deep = isDeepInput ? binding.inputs[0] : binding.outputs[0]
        let wide = isDeepInput ? binding.outputs[0] : binding.inputs[0]
        let axes = deep.shape.count - 2
        let deepStrides = deep.byteStrides
        let wideStrides = wide.byteStrides
        let depth = wide.shape[1]
        // Distances between blocks along each axis, counted in channels of the deep tensor.
        var blockSteps = [Int](repeating: 1, count: axes)
        for axis in stride(from: axes - 2, through: 0, by: -1) { blockSteps[axis] = blockSteps[axis + 1] * block }
        let volume = (0..<axes).reduce(1) { product, _ in product * block }
        let isBlocksFirst = operation.mode == .blocksFirst
        let depthStep = isBlocksFirst ? 1 : volume
        if isBlocksFirst { blockSteps = blockSteps.map { $0 * depth } }
        var shape = [deep.shape[0], depth]
        var deepSide = [deepStrides[0], deepStrides[1] * depthStep]
        var wideSide = [wideStrides[0], wideStrides[1]]
        for axis in 0..<axes {
            shape += [deep.shape[2 + axis], block]
            deepSide += [deepStrides[2 + axis], deepStrides[1] * blockSteps[axis]]
            wideSide += [wideStrides[2 + axis] * block, wideStrides[2 + axis]]
        }
        return Split(shape: shape, input: isDeepInput ? deepSide : wideSide, output: isDeepInput ? wideSide : deepSide)
    }

    /// The result reads the data as if its channels were fewer and its space larger: so does the network this comes from.
    private static func reorgYolo(_ operation: ReorgYolo, _ binding: KernelBinding) throws -> [CopyPart] {
        let shape = Array(binding.inputs[0].shape)
        let step = operation.stride.first ?? 1
        let (channels, height, width) = (shape[1], shape[2], shape[3])
        guard channels % (step * step) == 0 else {
            throw binding.invalid("\(channels) channels do not divide by the area of a block, \(step * step)")
        }
        let size = binding.inputs[0].type.size
        let depth = channels / (step * step)
        let row = width * step
        let view = [shape[0], step, step, depth, height, width]
        let strides = [channels * height * width, row, 1, height * step * row, step * row, step].map { $0 * size }
        return [
            CopyPart(
                shape: view, outputStrides: StridedOperand.contiguous(view, elementSize: size).strides, inputStrides: strides)
        ]
    }
}
