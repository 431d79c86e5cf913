import InferAssembler
import InferGenerated
import InferKernels

/// A convolution of fixed sizes by generated code.
final class BoundGeneratedConvolution: BoundKernel, @unchecked Sendable {  // Immutable.
    private let convolution: any CompiledConvolution
    private let filters: PackedWeights
    private let epilogue: BoundEpilogue
    /// What it was made from, where it can be computed in bands; nil where its algorithm has blocks of its own.
    let stage: ConvolutionStage?

    init(_ convolution: any CompiledConvolution, _ filters: PackedWeights, _ epilogue: BoundEpilogue, _ stage: ConvolutionStage? = nil) {
        self.convolution = convolution
        self.filters = filters
        self.epilogue = epilogue
        self.stage = stage
        super.init(scratchBytes: convolution.scratchBytes)
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        convolution.run(
            input: memory.input(0, as: Float.self), filters: filters.pointer, output: memory.output(0, as: Float.self),
            epilogue: epilogue.make(memory), scratch: memory.scratch, team: memory.team)
    }
}

/// What a convolution by generated code is made from.
struct ConvolutionStage: Sendable {
    let shape: ConvolutionShape
    let algorithm: any GeneratedConvolution.Type
    let instructionSet: InstructionSet
    let filters: PackedWeights
    let epilogue: BoundEpilogue

    /// The code for the whole images; nil where they lie in a way that code cannot walk.
    func compile(threads: Int) throws -> (any CompiledConvolution)? { try compile(shape, threads: threads) }

    /// The code for other images, with the same filters.
    func compile(_ shape: ConvolutionShape, threads: Int) throws -> (any CompiledConvolution)? {
        try algorithm.init(shape, epilogue.pattern, instructionSet, threads: threads)
    }
}
