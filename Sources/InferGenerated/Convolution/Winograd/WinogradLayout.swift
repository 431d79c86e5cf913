import InferKernels

/// How the outputs of a convolution are divided into tiles, and tiles into blocks; and where a block's matrices lie.
struct WinogradLayout: Sendable {
    let shape: ConvolutionShape
    let tile: WinogradTile
    /// Tiles down and across one image.
    let rows: Int
    let columns: Int
    /// The rows and columns of tiles all of whose samples are part of the image.
    let innerRows: Range<Int>
    let innerColumns: Range<Int>
    /// Tiles that are transformed, multiplied and transformed back together; as many rows of each matrix are in use.
    let block: Int
    /// Whether threads share the work on one block, stage by stage, rather than each have blocks of their own.
    let isShared: Bool
    /// Floats between the rows of a matrix, whole cache lines.
    let matrixStride: (input: Int, output: Int)
    /// Floats between the matrices of a block; an odd number of pairs of lines, so that a tile's rows do not compete for the same sets.
    let positionStride: (input: Int, output: Int)

    /// Tiles of all images.
    var count: Int { shape.batch * rows * columns }
    var blocks: Int { (count + block - 1) / block }

    init(_ shape: ConvolutionShape, _ tile: WinogradTile, threads: Int) {
        self.shape = shape
        self.tile = tile
        rows = (max(0, shape.output.height) + tile.vertical.outputs - 1) / tile.vertical.outputs
        columns = (max(0, shape.output.width) + tile.horizontal.outputs - 1) / tile.horizontal.outputs
        innerRows = Self.inner(tile.vertical, count: rows, length: shape.input.height, pad: shape.padsBegin.height)
        innerColumns = Self.inner(tile.horizontal, count: columns, length: shape.input.width, pad: shape.padsBegin.width)
        func whole(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }
        let strides = (input: whole(shape.inputChannels), output: whole(shape.outputChannels))
        let all = shape.batch * rows * columns
        // Both sides of a block's matrices should stay in a second-level cache, and the filters, which each block reads, be used for a good
        // many rows. How many tiles a block has room for does not depend on the image, as the code does on it.
        let fitting = (1 << 19) / (4 * tile.positions * (strides.input + strides.output))
        let most = max(28, min(112, fitting))
        // A second block would read the filters again, which takes longer than matrices that leave the cache.
        let few = max(64, most)
        let needed = all <= few ? 1 : (all + most - 1) / most
        isShared = threads > 1 && needed < 2 * threads
        // As many for each thread.
        let wanted = isShared || threads < 2 ? needed : (needed + threads - 1) / threads * threads
        // Blocks of about one size.
        block = isShared ? max(1, all) : max(1, (all + wanted - 1) / wanted)
        let room = isShared ? (block + 15) / 16 * 16 : few
        matrixStride = strides
        positionStride = (room * strides.input + 32, room * strides.output + 32)
    }

    /// The tiles whose samples all lie inside.
    private static func inner(_ transform: WinogradTransform, count: Int, length: Int, pad: Int) -> Range<Int> {
        let step = transform.outputs * transform.stride
        let first = (max(0, pad) + step - 1) / step
        let room = length + pad - transform.samples
        let end = room < 0 ? 0 : min(count, room / step + 1)
        return first < end ? first..<end : 0..<0
    }

    /// Item, and row and column of a tile.
    func place(_ index: Int) -> (n: Int, row: Int, column: Int) {
        let (line, column) = index.quotientAndRemainder(dividingBy: columns)
        let (n, row) = line.quotientAndRemainder(dividingBy: rows)
        return (n, row, column)
    }

    // MARK: Scratch memory, in floats

    /// The transformed inputs and the products of a block.
    var matricesCount: Int { tile.positions * (positionStride.input + positionStride.output) }
    /// The samples of one tile, with zeros where the image has none.
    var patchCount: Int { (tile.vertical.samples * tile.horizontal.samples * shape.inputStrides.width + 31) / 32 * 32 }
}
