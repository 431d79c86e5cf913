/// A 3×3 convolution of stride 1 with transformed filters: for a block of 4×4 patches of the output, transform the inputs, multiply 36 small
/// matrices, transform back.
struct WinogradConvolution: Sendable {
    let shape: ConvolutionShape
    /// Patches down and across one image.
    let patchRows: Int
    let patchColumns: Int
    /// Patches of a block; as many rows have its 36 matrices.
    let patchesPerBlock: Int

    init(_ shape: ConvolutionShape) {
        self.shape = shape
        let size = WinogradTransform.outputs
        patchRows = (max(0, shape.output.height) + size - 1) / size
        patchColumns = (max(0, shape.output.width) + size - 1) / size
        // Both transformed sides of a block should stay in a second-level cache, with enough rows to make use of the weights.
        let perPatch = WinogradTransform.positions * 4 * max(1, shape.inputChannels + shape.outputChannels)
        let tileRows = NativeTile.rows
        patchesPerBlock = max(24, min(48, (1 << 19) / perPatch)) / tileRows * tileRows
    }

    static func packedCount(_ shape: ConvolutionShape) -> Int {
        WinogradTransform.positions * Panel.packedCount(depth: shape.inputChannels, columns: shape.outputChannels)
    }

    /// Transforms and packs `[OC, IC, 3, 3]`: `[point][panel][IC][width]`.
    static func pack(_ weights: UnsafePointer<Float>, _ shape: ConvolutionShape, into packed: UnsafeMutablePointer<Float>) {
        let depth = shape.inputChannels
        let matrix = Panel.packedCount(depth: depth, columns: shape.outputChannels)
        packed.update(repeating: 0, count: packedCount(shape))
        for output in 0..<shape.outputChannels {
            let (panel, lane) = output.quotientAndRemainder(dividingBy: Panel.width)
            for input in 0..<depth {
                let source = weights + (output * depth + input) * 9
                let place = packed + (panel * depth + input) * Panel.width + lane
                let values = WinogradTransform.filter { Double(source[$0]) }
                for position in 0..<WinogradTransform.positions { place[position * matrix] = Float(values[position]) }
            }
        }
    }

    // A block's scratch memory: the table, output addresses, 36 addresses of a patch's inputs, a row of zeros, the transformed inputs and the
    // products. Matrices are an odd number of cache lines apart, so that the 36 rows of a patch do not compete for the same sets.

    private var tableWords: Int { patchesPerBlock / NativeTile.rows * TileTable.wordsPerTile(NativeTile.self, capacity: 1) }
    private static func spaced(_ count: Int) -> Int { (count + 31) / 32 * 32 + 16 }
    var inputMatrix: Int { WinogradConvolution.spaced(patchesPerBlock * shape.inputChannels) }
    func outputMatrix(columns: Int) -> Int { WinogradConvolution.spaced(patchesPerBlock * columns) }

    /// Bytes.
    var scratchPerWorker: Int {
        let words = tableWords + patchesPerBlock + WinogradTransform.positions
        let positions = WinogradTransform.positions
        let floats =
            WinogradConvolution.spaced(shape.inputChannels) + positions * (inputMatrix + outputMatrix(columns: shape.outputChannels))
        return (words * 8 + floats * 4 + 127) / 128 * 128
    }

    /// The parts of one worker's scratch memory.
    struct Scratch {
        let table: TileTable
        let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
        let patch: UnsafeMutablePointer<UnsafePointer<Float>>
        let zeros: UnsafeMutablePointer<Float>
        let transformed: UnsafeMutablePointer<Float>
        let products: UnsafeMutablePointer<Float>

        init(_ convolution: WinogradConvolution, _ memory: UnsafeMutableRawPointer) {
            let words = memory.assumingMemoryBound(to: Int.self)
            table = TileTable(words: words, capacity: 1)
            var rest = UnsafeMutableRawPointer(words + convolution.tableWords)
            outputs = rest.assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
            rest += convolution.patchesPerBlock * 8
            patch = rest.assumingMemoryBound(to: UnsafePointer<Float>.self)
            rest += WinogradTransform.positions * 8
            zeros = rest.assumingMemoryBound(to: Float.self)
            transformed = zeros + WinogradConvolution.spaced(convolution.shape.inputChannels)
            products = transformed + WinogradTransform.positions * convolution.inputMatrix
        }
    }

    func run(
        _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ epilogue: Epilogue,
        _ scratch: UnsafeMutableRawPointer, _ team: WorkerTeam
    ) {
        let patches = shape.batch * patchRows * patchColumns
        guard patches > 0, shape.outputChannels > 0 else { return }
        let threads = team.threadCount
        // Blocks of patches if there are enough to go round, else blocks of columns as well, which transform the same inputs again.
        let wanted = threads == 1 ? 1 : max(1, min(4 * threads, shape.work / 400_000))
        var blockSize = patchesPerBlock
        if (patches + blockSize - 1) / blockSize < wanted {
            let even = (patches + wanted - 1) / wanted
            blockSize = min(blockSize, max(16, (even + NativeTile.rows - 1) / NativeTile.rows * NativeTile.rows))
        }
        let blocks = (patches + blockSize - 1) / blockSize
        let units = (shape.outputChannels + Panel.width - 1) / Panel.width
        let columnBlocks = min(units, (wanted + blocks - 1) / blocks)
        let columnsPerTask = (units + columnBlocks - 1) / columnBlocks * Panel.width
        let job = Job(
            convolution: self, patches: patches, blockSize: blockSize, columnsPerTask: columnsPerTask,
            columnBlocks: (shape.outputChannels + columnsPerTask - 1) / columnsPerTask, input: input, weights: weights, output: output,
            epilogue: epilogue, scratch: scratch)
        team.run(job, tasks: blocks * job.columnBlocks, isSmall: shape.work < 30_000)
    }
}
