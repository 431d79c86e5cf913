import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// A convolution, plain, grouped, depthwise or transposed, in f32.
struct ConvolutionKernel: FusableKernel {
    let operation: any WindowedOperation
    let isGrouped: Bool
    let isTransposed: Bool
    /// Whether a third input says what the result's spatial lengths are.
    private let hasOutputShape: Bool
    /// The filters as the kernel reads them, when they are part of the program.
    let packed: PackedWeights?

    private let instructionSet: InstructionSet
    let algorithm: ConvolutionAlgorithm
    /// Whether the compiler's code may compute with transformed filters.
    private let mayTransformFilters: Bool

    var name: String {
        "\(isTransposed ? "deconvolution" : "convolution")\(isGrouped ? "_grouped" : "")_\(algorithm.name(instructionSet))_f32"
    }

    var spentInputs: [Int] { packed == nil ? [] : [1] }

    init(_ operation: any WindowedOperation, isGrouped: Bool, isTransposed: Bool, _ context: LoweringContext) throws {
        self.operation = operation
        self.isGrouped = isGrouped
        self.isTransposed = isTransposed
        hasOutputShape = context.baseInputCount > 2
        instructionSet = context.options.instructionSet
        guard let filters = try context.constant(1) else {
            packed = nil
            algorithm = .portable
            mayTransformFilters = false
            return
        }
        // How filters are packed by an algorithm does not depend on the images.
        let sizes = Filters(Array(filters.shape), isGrouped: isGrouped, isTransposed: isTransposed)
        var shape = sizes.shape(batch: 1, input: .ones, output: .ones)
        let window = operation.window(spatialRank: sizes.kernel.count)
        shape.strides = Spatial(window.strides, fill: 1)
        shape.dilations = Spatial(window.dilations, fill: 1)
        let isFlat = sizes.kernel.count < 3 || Self.isFlat(context, padding: window.padsBegin[0])
        mayTransformFilters = !context.options.prefersAccuracy && isFlat
        shape.transformsFilters = mayTransformFilters && shape.suitsTransformedFilters
        let lengths = context.outputType.partial_shape.dimensions?.dropFirst(2).compactMap(\.length)
        let output = lengths.flatMap { $0.count == sizes.kernel.count ? Spatial($0, fill: 1) : nil }
        var counted = shape
        counted.batch = context.outputType.partial_shape.dimensions?.first?.length ?? 1
        algorithm = .choose(
            ConvolutionAlgorithm.Sizes(
                filters: counted, output: output, isFlat: isFlat, isPlanar: try context.layout(0) == .rowMajor),
            context.options)
        let packing = try algorithm.packing(shape, instructionSet)
        packed = try context.pack(filters, as: packing.form, count: packing.count, packing.pack)
    }

    /// Whether images with an axis for depth are known to have one slice, which their results are computed from.
    private static func isFlat(_ context: LoweringContext, padding: Int) -> Bool {
        let types = [context.type(0), context.outputType]
        return padding == 0 && types.allSatisfy { $0.partial_shape.dimensions?.dropFirst(2).first?.length == 1 }
    }

    /// What the filters' shape tells.
    private struct Filters {
        let groups: Int
        let inputChannels: Int
        let outputChannels: Int
        let kernel: [Int]
        let isTransposed: Bool

        init(_ shape: [Int], isGrouped: Bool, isTransposed: Bool) {
            groups = isGrouped ? shape[0] : 1
            let rest = Array(shape.dropFirst(isGrouped ? 1 : 0))
            inputChannels = groups * rest[isTransposed ? 0 : 1]
            outputChannels = groups * rest[isTransposed ? 1 : 0]
            kernel = Array(rest.dropFirst(2))
            self.isTransposed = isTransposed
        }

        func shape(batch: Int, input: Spatial, output: Spatial) -> ConvolutionShape {
            ConvolutionShape(
                batch: batch, groups: groups, inputChannels: inputChannels, outputChannels: outputChannels, input: input, output: output,
                kernel: Spatial(kernel, fill: 1), isTransposed: isTransposed)
        }
    }

    func bind(_ binding: KernelBinding, _ postOperations: [PostOperation], bias: PackedWeights?) throws -> BoundKernel? {
        let image = binding.inputs[0]
        let result = binding.outputs[0]
        let filters = Filters(Array(binding.inputs[1].shape), isGrouped: isGrouped, isTransposed: isTransposed)
        let spatial = Array(image.shape.dropFirst(2))
        let window = operation.window(spatialRank: spatial.count)
        var shape = filters.shape(
            batch: image.shape[0], input: Spatial(spatial, fill: 1), output: Spatial(Array(result.shape.dropFirst(2)), fill: 1))
        shape.strides = Spatial(window.strides, fill: 1)
        shape.dilations = Spatial(window.dilations, fill: 1)
        // Transforming filters pays if it happens once.
        shape.transformsFilters = mayTransformFilters && packed != nil && shape.suitsTransformedFilters
        shape.padsBegin = Spatial(padding(spatial, filters.kernel, binding), fill: 0)
        shape.inputStrides = image.imageStrides
        shape.outputStrides = result.imageStrides
        guard
            let epilogue = BoundEpilogue(
                bias: bias, postOperations, strides: { Self.operandStrides(binding.inputs[$0], result) })
        else { return nil }
        switch algorithm {
        case .generated(let type):
            guard let packed else { break }
            let stage = ConvolutionStage(
                shape: shape, algorithm: type, instructionSet: instructionSet, filters: packed, epilogue: epilogue)
            return try stage.compile(threads: binding.threads).map { BoundGeneratedConvolution($0, packed, epilogue, stage) }
        case .winograd, .subpixel:
            guard let packed else { break }
            return try algorithm.compile(shape, epilogue.pattern, instructionSet, threads: binding.threads).map {
                BoundGeneratedConvolution($0, packed, epilogue)
            }
        case .portable: break
        }
        return BoundConvolution(InferKernels.Convolution(shape), packed, epilogue, threads: binding.threads)
    }

    private func padding(_ spatial: [Int], _ kernel: [Int], _ binding: KernelBinding) -> [Int] {
        guard let transposed = operation as? ConvolutionBackpropData else { return operation.padding(input: spatial, kernel: kernel).begin }
        return transposed.padding(
            input: spatial, kernel: kernel, output: hasOutputShape ? Array(binding.outputs[0].shape.dropFirst(2)) : nil
        ).begin
    }

    /// How an operand that broadcasts to the result lies along its axes.
    private static func operandStrides(_ operand: BoundTensor, _ result: BoundTensor) -> BoundEpilogue.OperandStrides? {
        let missing = result.shape.count - operand.shape.count
        let own = operand.strides
        let strides = result.shape.indices.map { axis in axis < missing || operand.shape[axis - missing] == 1 ? 0 : own[axis - missing] }
        let spatial = Spatial(Array(strides.dropFirst(2)), fill: 0)
        return BoundEpilogue.OperandStrides(
            batch: strides[0], depth: spatial.depth, height: spatial.height, row: spatial.width, column: strides[1])
    }
}

/// A convolution of fixed sizes.
private final class BoundConvolution: BoundKernel, @unchecked Sendable {  // Immutable.
    private let convolution: InferKernels.Convolution
    private let packed: PackedWeights?
    private let epilogue: BoundEpilogue
    /// Where filters that are computed are packed at each run.
    private let packingOffset: Int

    init(_ convolution: InferKernels.Convolution, _ packed: PackedWeights?, _ epilogue: BoundEpilogue, threads: Int) {
        self.convolution = convolution
        self.packed = packed
        self.epilogue = epilogue
        packingOffset = (convolution.scratchBytes(threads: threads) + 63) / 64 * 64
        super.init(scratchBytes: packingOffset + (packed == nil ? convolution.packedCount * 4 : 0))
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        let weights: UnsafePointer<Float>
        if let packed {
            weights = packed.pointer
        } else {
            let target = (memory.scratch + packingOffset).assumingMemoryBound(to: Float.self)
            convolution.pack(memory.input(1, as: Float.self), into: target)
            weights = UnsafePointer(target)
        }
        convolution.run(
            input: memory.input(0, as: Float.self), weights: weights, output: memory.output(0, as: Float.self),
            epilogue: epilogue.make(memory), scratch: memory.scratch, team: memory.team)
    }
}
