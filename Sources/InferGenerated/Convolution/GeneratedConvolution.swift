import InferAssembler
import InferKernels

/// An algorithm of convolutions of channels-last `Float` images, by generated code.
///
/// Whether it can be used, and how it packs filters, depends on the filters' sizes, groups, strides and dilations alone, since images may
/// not be known when a model is compiled. An instance is made once for an image's sizes; running it allocates nothing.
package protocol GeneratedConvolution: CompiledConvolution {
    /// For profiles.
    static var name: String { get }

    /// Whether code can be made for filters of the sizes, groups, strides and dilations, whatever the images and pads.
    static func supports(_ filters: ConvolutionShape) -> Bool

    /// Floats of the packed filters.
    static func packedCount(_ filters: ConvolutionShape, _ instructionSet: InstructionSet) -> Int

    /// Packs filters that are dense in OpenVINO's order: `[groups, OC / groups, IC / groups, kernel…]`, for a transposed convolution
    /// `[groups, IC / groups, OC / groups, kernel…]`.
    static func pack(
        _ filters: UnsafePointer<Float>, _ shape: ConvolutionShape, _ instructionSet: InstructionSet,
        into packed: UnsafeMutablePointer<Float>)

    /// Makes the code for a convolution that ``supports(_:)`` its filters.
    ///
    /// - Parameters:
    ///   - epilogue: of the kind that runs will have; its pointers do not matter.
    ///   - threads: how many a run will have at most.
    /// - Returns: nil where the images or the epilogue's operands lie in a way that code cannot walk.
    init?(_ shape: ConvolutionShape, _ epilogue: Epilogue, _ instructionSet: InstructionSet, threads: Int) throws
}

/// A convolution of fixed sizes in generated code.
package protocol CompiledConvolution: Sendable {
    /// Bytes of scratch memory, 64-byte aligned, that a run needs.
    var scratchBytes: Int { get }

    /// Convolves.
    ///
    /// - Parameters:
    ///   - input: the first channel of the first pixel of the first image.
    ///   - filters: as they were packed for it.
    ///   - output: likewise.
    ///   - epilogue: of the kind that the code was made for.
    func run(
        input: UnsafePointer<Float>, filters: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam)
}

extension CompiledConvolution {
    package var scratchBytes: Int { 0 }
}
