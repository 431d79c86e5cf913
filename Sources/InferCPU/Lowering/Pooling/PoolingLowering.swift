import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

extension LoweringTable {
    /// Poolings run on whichever layout their input has.
    static let poolings: [Entry] = [
        Entry { (operation: MaxPool, context) in
            try lowerPooling(PoolingKernel(operation: operation, reduction: .maximum, excludesPad: true, context), context)
        },
        Entry { (operation: AvgPool, context) in
            try lowerPooling(PoolingKernel(operation: operation, reduction: .average, excludesPad: operation.excludePad, context), context)
        },
    ]

    private static func lowerPooling(_ kernel: PoolingKernel, _ context: LoweringContext) throws {
        try context.requirePoolable()
        let input = try context.input(0)
        // Places of maxima that nobody reads are not looked for.
        let outputCount = context.node.outputs.count > 1 && !context.isRead(1) ? 1 : nil
        context.emit(kernel, [input], layout: context.builder.slots[input.index].layout, outputCount: outputCount)
    }
}

/// A maximum, with its places where they are wanted, or an average over windows.
private struct PoolingKernel: Kernel {
    let operation: any PoolingOperation
    let reduction: Pooling.Reduction
    let excludesPad: Bool
    /// Of generated code, which takes channels-last images of f32.
    private let instructionSet: InstructionSet

    var name: String { "\(reduction == .maximum ? "max" : "average")_pooling_\(instructionSet.name)" }

    init(operation: any PoolingOperation, reduction: Pooling.Reduction, excludesPad: Bool, _ context: LoweringContext) throws {
        self.operation = operation
        self.reduction = reduction
        self.excludesPad = excludesPad
        let isGenerated =
            try context.layout(0) == .channelsLast && context.type(0).element_type == .f32
            && (context.node.outputs.count == 1 || !context.isRead(1))
        instructionSet = isGenerated ? context.options.instructionSet : .portable
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let input = binding.inputs[0]
        let output = binding.outputs[0]
        let lengths = Array(input.shape.dropFirst(2))
        let window = operation.window(spatialRank: lengths.count)
        let (begin, end) = operation.padding(input: lengths, kernel: operation.kernel)
        // Without any padding nothing counts but what is there, even where rounding up adds a last window that reaches beyond the end;
        // with padding that counts, every window counts in full, that one too: so OpenVINO's CPU device has it.
        let excludesPad = excludesPad || (begin + end).allSatisfy { $0 == 0 }
        let windows = lengths.indices.map { axis in
            PoolingWindow.sliding(
                input: lengths[axis], output: output.shape[2 + axis], kernel: operation.kernel[axis], stride: window.strides[axis],
                dilation: window.dilations[axis], padBegin: begin[axis], padEnd: end[axis], excludesPad: excludesPad
            ).map { window in
                var window = window
                window.divisor = max(excludesPad ? window.count : operation.kernel[axis], 1)
                return window
            }
        }
        let whole = [PoolingWindow(first: 0, count: 1, divisor: 1)]
        let axes = Array(repeating: whole, count: max(3 - windows.count, 0)) + windows
        let pooling = Pooling(
            reduction, batch: input.shape[0], channels: input.shape[1], depths: axes[0], heights: axes[1], widths: axes[2],
            inputStrides: input.imageStrides, outputStrides: output.imageStrides)
        let maxPool = operation as? MaxPool
        if input.type != .f32 {
            return integerPooling(
                pooling, input.type, indices: binding.outputs.count > 1 ? maxPool?.indexElementType : nil,
                places: maxPool.map { Self.placeStrides($0, input.shape) })
        }
        guard let maxPool, binding.outputs.count > 1 else {
            if let generated = try GeneratedPooling(pooling, instructionSet, threads: binding.threads) {
                return ClosureKernel { memory in
                    generated.run(input: memory.input(0, as: Float.self), output: memory.output(0, as: Float.self), team: memory.team)
                }
            }
            return ClosureKernel { memory in
                pooling.run(input: memory.input(0, as: Float.self), output: memory.output(0, as: Float.self), team: memory.team)
            }
        }
        let places = Self.placeStrides(maxPool, input.shape)
        let isWide = maxPool.indexElementType == .i64
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

    /// Places are counted in the row-major tensor, from the operation's axis on.
    private static func placeStrides(_ operation: MaxPool, _ shape: Shape) -> ImageStrides {
        let axis = operation.axis < 0 ? operation.axis + shape.count : operation.axis
        let strides = SlotLayout.rowMajor.strides(of: shape).enumerated().map { $0.offset < axis ? 0 : $0.element }
        return ImageStrides(strides)
    }
}

/// A pooling of integers, which writes down the places of maxima where they have a type.
func integerPooling(_ pooling: Pooling, _ type: ElementType, indices: ElementType?, places: ImageStrides?) -> BoundKernel {
    let pooling = IntegerPooling(pooling)
    return ClosureKernel { memory in
        var written: IntegerPooling.Places?
        if let indices, let places {
            written = IntegerPooling.Places(try IndexOutput(indices, memory.output(1)), strides: places)
        }
        try pooling.run(type, input: memory.input(0), output: memory.output(0), places: written, team: memory.team)
    }
}

extension LoweringContext {
    /// Throws unless the input's elements are f32 or integers of whole bytes.
    func requirePoolable() throws {
        let type = type(0).element_type
        if type != .f32, !(type.is_integral_number && type.bitwidth >= 8 && !type.is_real) {
            throw failure("is supported for elements of type f32 and for integers; here they are \(type)")
        }
    }
}

extension ImageStrides {
    /// From the strides of a tensor `[N, C, spatial…]`.
    init(_ strides: [Int]) {
        let spatial = Spatial(Array(strides.dropFirst(2)), fill: 0)
        self.init(batch: strides[0], channel: strides[1], depth: spatial.depth, height: spatial.height, width: spatial.width)
    }
}

extension BoundTensor {
    /// The strides of a tensor `[N, C, spatial…]`, in elements.
    var imageStrides: ImageStrides { ImageStrides(strides) }
}
