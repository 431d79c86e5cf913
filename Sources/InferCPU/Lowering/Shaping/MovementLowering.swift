import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Operations that put elements elsewhere.
    static let movements: [Entry] = [
        Entry { (_: Transpose, context) in try lowerTranspose(context) },
        Entry { (operation: Concat, context) in try lowerConcat(operation, context) },
        Entry { (_: Split, context) in try lowerSplit(context) },
        Entry { (_: VariadicSplit, context) in try lowerSplit(context) },
        Entry { (operation: Broadcast, context) in try lowerBroadcast(operation, context) },
        Entry { (_: Tile, context) in try lowerTile(context) },
        Entry { (_: Slice, context) in try lowerSlice(context) },
        Entry { (operation: StridedSlice, context) in try lowerStridedSlice(operation, context) },
    ]

    // MARK: Transpose

    /// A transposition that turns one layout into the other moves nothing.
    private static func lowerTranspose(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let source = try context.input(0)
        let layout = context.builder.slots[source.index].layout
        let order = try context.input(1, as: .rowMajor)
        if let known = context.type(1).value?.exactIntegers, known.count > 0 {
            // It does not matter where axes of length 1 are.
            let lengths = context.type(0).partial_shape.dimensions
            func long(_ axes: [Int]) -> [Int] { axes.filter { lengths?[$0] != Dimension(1) } }
            let stored = long(layout.order(rank: known.count))
            for target in [SlotLayout.rowMajor, .channelsLast] where long(target.order(rank: known.count).map({ known[$0] })) == stored {
                return context.emitAlias(of: source, [source, order], layout: target)
            }
        }
        context.emit(TransposeKernel(instructionSet: context.options.instructionSet), [source, order])
    }

    // MARK: Concat and Split

    private static func lowerConcat(_ operation: Concat, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let (slots, layout) = try context.inputsInOneLayout(0..<context.inputCount)
        context.emit(
            CopyKernel("concat", context) { binding in
                let output = binding.outputs[0]
                let strides = output.byteStrides
                let axis = operation.axis < 0 ? operation.axis + output.shape.count : operation.axis
                var offset = 0
                var parts: [CopyPart] = []
                for (index, input) in binding.inputs.enumerated() {
                    parts.append(
                        CopyPart(
                            shape: Array(input.shape), outputStrides: strides, inputStrides: input.byteStrides, input: index,
                            outputOffset: offset))
                    offset += input.shape[axis] * strides[axis]
                }
                return parts
            }, slots, layout: layout)
    }

    private static func lowerSplit(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let source = try context.input(0)
        let layout = context.builder.slots[source.index].layout
        let others = try (1..<context.inputCount).map { try context.input($0, as: .rowMajor) }
        context.emit(
            CopyKernel("split", valueInputs: [1], context) { binding in
                let input = binding.inputs[0]
                let strides = input.byteStrides
                let given = try binding.inputs[1].integers(binding.subject).first ?? 0
                let axis = given < 0 ? given + input.shape.count : given
                var offset = 0
                var parts: [CopyPart] = []
                for (index, output) in binding.outputs.enumerated() {
                    parts.append(
                        CopyPart(
                            shape: Array(output.shape), outputStrides: output.byteStrides, inputStrides: strides, inputOffset: offset,
                            output: index))
                    offset += output.shape[axis] * strides[axis]
                }
                return parts
            }, [source] + others, layout: layout)
    }

    // MARK: Broadcast and Tile

    private static func lowerBroadcast(_ operation: Broadcast, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        context.emit(
            CopyKernel("broadcast", valueInputs: operation.mode == .explicit ? [2] : [], context) { binding in
                let input = binding.inputs[0]
                let shape = Array(binding.outputs[0].shape)
                var strides = [Int](repeating: 0, count: shape.count)
                if operation.mode == .explicit {
                    let axes = try binding.inputs[2].integers(binding.subject)
                    for (axis, target) in zip(input.shape.indices, axes) where input.shape[axis] != 1 {
                        strides[target] = input.byteStrides[axis]
                    }
                } else {
                    strides = StridedOperand(shape: Array(input.shape), strides: input.byteStrides, broadcastTo: shape).strides
                }
                return [
                    CopyPart(
                        shape: shape, outputStrides: binding.outputs[0].byteStrides, inputStrides: strides)
                ]
            }, try context.inputs())
    }

    /// Each axis of the result is an axis of repeats around one of the data.
    private static func lowerTile(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        context.emit(
            CopyKernel("tile", context) { binding in
                let input = binding.inputs[0]
                let output = binding.outputs[0]
                let missing = output.shape.count - input.shape.count
                let outputStrides = output.byteStrides
                let inputStrides = input.byteStrides
                var shape: [Int] = []
                var to: [Int] = []
                var from: [Int] = []
                for axis in output.shape.indices {
                    let length = axis < missing ? 1 : input.shape[axis - missing]
                    let stride = axis < missing ? 0 : inputStrides[axis - missing]
                    shape += [length == 0 ? 0 : output.shape[axis] / length, length]
                    to += [outputStrides[axis] * length, outputStrides[axis]]
                    from += [0, stride]
                }
                return [CopyPart(shape: shape, outputStrides: to, inputStrides: from)]
            }, try context.inputs())
    }

    // MARK: Slices

    private static func lowerSlice(_ context: LoweringContext) throws {
        try context.requireWholeBytes()
        let layout = try context.layout(0)
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        context.emit(
            CopyKernel("slice", valueInputs: Array(1..<context.inputCount), context) { binding in
                let input = binding.inputs[0]
                let starts = try binding.inputs[1].integers(binding.subject)
                let stops = try binding.inputs[2].integers(binding.subject)
                let steps = try binding.inputs[3].integers(binding.subject)
                let axes = try binding.inputs.count > 4 ? binding.inputs[4].integers(binding.subject) : Array(starts.indices)
                var strides = input.byteStrides
                var offset = 0
                for (entry, given) in axes.enumerated() {
                    let axis = given < 0 ? given + input.shape.count : given
                    let range = SliceRange(length: input.shape[axis], start: starts[entry], stop: stops[entry], step: steps[entry])
                    guard range.count > 0 else { return [] }
                    offset += range.start * strides[axis]
                    strides[axis] = range.count == 1 ? 0 : strides[axis] * range.step
                }
                return [
                    CopyPart(
                        shape: Array(binding.outputs[0].shape), outputStrides: binding.outputs[0].byteStrides, inputStrides: strides,
                        inputOffset: offset)
                ]
            }, [try context.input(0)] + others, layout: layout)
    }

    private static func lowerStridedSlice(_ operation: StridedSlice, _ context: LoweringContext) throws {
        try context.requireWholeBytes()
        // An axis that comes or goes changes which one the channels are.
        let keepsAxes = !operation.newAxisMask.contains(1) && !operation.shrinkAxisMask.contains(1)
        let layout = keepsAxes ? try context.layout(0) : .rowMajor
        let others = try (1..<max(context.inputCount, 1)).map { try context.input($0, as: .rowMajor) }
        context.emit(
            CopyKernel("strided_slice", valueInputs: Array(1..<context.inputCount), context) { binding in
                let input = binding.inputs[0]
                let begins = try binding.inputs[1].integers(binding.subject)
                let ends = try binding.inputs[2].integers(binding.subject)
                let steps = try binding.inputs.count > 3 ? binding.inputs[3].integers(binding.subject) : begins.map { _ in 1 }
                guard let parts = operation.parts(count: begins.count, rank: input.shape.count) else {
                    throw RuntimeError(.internalInconsistency, "\(binding.subject): its masks do not fit")
                }
                let inputStrides = input.byteStrides
                var strides: [Int] = []
                var offset = 0
                var axis = 0
                for part in parts {
                    switch part {
                    case .newAxis:
                        strides.append(0)
                        continue
                    case .whole: strides.append(inputStrides[axis])
                    case .element(let entry):
                        let length = input.shape[axis]
                        let position = begins[entry] < 0 ? begins[entry] + length : begins[entry]
                        guard (0..<length).contains(position) else {
                            throw RuntimeError(
                                .invalidArgument, "\(binding.subject): element \(begins[entry]) is outside axis \(axis) of length \(length)"
                            )
                        }
                        offset += position * inputStrides[axis]
                    case .slice(let entry):
                        let range = operation.range(
                            entry: entry, length: input.shape[axis], begin: begins[entry], end: ends[entry], stride: steps[entry])
                        guard range.count > 0 else { return [] }
                        offset += range.start * inputStrides[axis]
                        strides.append(range.count == 1 ? 0 : inputStrides[axis] * range.step)
                    }
                    axis += 1
                }
                return [
                    CopyPart(
                        shape: Array(binding.outputs[0].shape), outputStrides: binding.outputs[0].byteStrides, inputStrides: strides,
                        inputOffset: offset)
                ]
            }, [try context.input(0, as: layout)] + others, layout: layout)
    }
}
