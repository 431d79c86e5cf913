import InferAssembler
import InferKernels

/// A convolution of channels-last `Float` images in one or two dimensions whose groups have several channels, by generated code.
///
/// It is computed as a depthwise one is, with the products of each of a group's input channels in turn, and with several groups side by side
/// in a vector where they are narrow.
package struct GroupedConvolution: GeneratedConvolution {
    package static let name = "by_groups"

    private let depthwise: DepthwiseConvolution

    /// The most weights of an output, so that distances between them are operands of instructions.
    private static let mostWeights = 1 << 20

    package static func supports(_ filters: ConvolutionShape) -> Bool {
        let (inputs, outputs) = (filters.inputChannelsPerGroup, filters.outputChannelsPerGroup)
        return inputs > 0 && outputs > 0 && max(inputs, outputs) > 1 && DepthwiseConvolution.supportsWindow(filters)
            && inputs * filters.kernel.count <= mostWeights
    }

    /// Whether it is expected to be faster than a matrix product for each group, in which several vectors of outputs share each input.
    package static func isPreferred(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Bool {
        filters.outputChannelsPerGroup <= (instructionSet == .avx512 ? 64 : 16)
    }

    package static func packedCount(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Int {
        DepthwiseConvolution.packedCount(filters, instructionSet)
    }

    package static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>
    ) {
        DepthwiseConvolution.pack(filters, shape, instructionSet, into: packed)
    }

    package init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws {
        guard let depthwise = try DepthwiseConvolution(shape, epilogue, instructionSet, threads: threads) else { return nil }
        self.depthwise = depthwise
    }

    init?(
        _ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, order: DepthwiseSpecification.Order
    ) throws {
        guard let depthwise = try DepthwiseConvolution(shape, epilogue, instructionSet, order: order) else { return nil }
        self.depthwise = depthwise
    }

    package func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        depthwise.run(input: input, filters: filters, output: output, epilogue: epilogue, scratch: scratch, team: team)
    }
}
