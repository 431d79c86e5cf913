import InferAssembler
import InferKernels

/// A convolution by Winograd's method, in generated code: for a block of tiles, transform the inputs, multiply a small matrix for each
/// position, transform back.
///
/// Made for an image's sizes; running it allocates nothing.
package final class WinogradConvolution: CompiledConvolution {
    let filters: WinogradFilters
    let layout: WinogradLayout
    let products: WinogradProducts
    let inputFunction: MachineCode.Function
    let outputFunction: MachineCode.Function
    private let code: [MachineCode]
    private let threads: Int

    /// - Parameters:
    ///   - epilogue: of the kind that runs will have; its pointers do not matter.
    ///   - threads: how many a run will have at most.
    /// - Returns: nil where the images or the epilogue's operands lie in a way that code cannot walk.
    package init?(_ shape: ConvolutionShape, _ filters: WinogradFilters, _ epilogue: Epilogue, threads: Int) throws {
        guard shape.inputStrides.channel == 1, shape.outputStrides.channel == 1, shape.inputChannels >= filters.lanes,
            shape.input.depth == 1, shape.output.depth == 1, shape.padsBegin.depth == 0, let pattern = EpilogueSpecification(epilogue),
            Self.walksRows(epilogue, width: shape.output.width)
        else { return nil }
        self.filters = filters
        self.threads = max(1, threads)
        layout = WinogradLayout(shape, filters.tile, threads: threads)
        products = try WinogradProducts(filters, layout)
        let input = try CodeCache.shared.code(
            WinogradInputSpecification(
                instructionSet: filters.instructionSet, tile: filters.tile, channels: shape.inputChannels,
                pixelStride: shape.inputStrides.width, matrixStride: layout.matrixStride.input, positionStride: layout.positionStride.input)
        )
        let output = try CodeCache.shared.code(
            WinogradOutputSpecification(
                instructionSet: filters.instructionSet, tile: filters.tile, channels: shape.outputChannels,
                pixelStride: shape.outputStrides.width, matrixStride: layout.matrixStride.output,
                positionStride: layout.positionStride.output, epilogue: pattern))
        code = [input, output]
        inputFunction = input.function
        outputFunction = output.function
    }

    /// Whether operands' image rows follow one another as their pixels do.
    private static func walksRows(_ epilogue: Epilogue, width: Int) -> Bool {
        (0..<epilogue.count).allSatisfy { index in
            guard case .combine(_, let operand) = epilogue[index] else { return true }
            return operand.heightStride == width * operand.rowStride
        }
    }

    /// Where the patches begin in the scratch memory: behind the matrices of each worker.
    var patchOffset: Int { (layout.isShared ? 1 : threads) * layout.matricesCount }

    /// Bytes of scratch memory, 64-byte aligned, that a run needs.
    package var scratchBytes: Int { 4 * (patchOffset + threads * layout.patchCount) }

    /// Convolves.
    ///
    /// - Parameters:
    ///   - input: the first channel of the first pixel of the first image.
    ///   - filters: as ``WinogradPacker`` made them.
    ///   - output: likewise.
    ///   - epilogue: of the kind that the code was made for.
    package func run(
        input: UnsafePointer<Float>, filters packed: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, epilogue: Epilogue,
        scratch: UnsafeMutableRawPointer, team: WorkerTeam
    ) {
        guard layout.count > 0, layout.shape.outputChannels > 0 else { return }
        let run = WinogradRun(
            convolution: self, input: input, packed: packed, output: output, epilogue: EpilogueOperands(epilogue),
            scratch: scratch.assumingMemoryBound(to: Float.self))
        if !layout.isShared {
            return team.run(WinogradRun.Blocks(run: run), tasks: layout.blocks)
        }
        let tasks = 4 * team.threadCount
        team.run(WinogradRun.Inputs(run: run, tasks: tasks), tasks: tasks)
        team.run(WinogradRun.Products(run: run, tasks: tasks), tasks: tasks)
        team.run(WinogradRun.Outputs(run: run, tasks: tasks), tasks: tasks)
    }
}
