import InferAssembler

/// Tiles of outputs of a depthwise or grouped convolution of channels-last images, side by side: code that goes through them and through
/// the units of a range of groups.
///
/// Which rows of the input exist comes in the arguments; which columns do is fixed, so that the tiles at the two ends of a row are code of
/// their own.
struct DepthwiseSpecification: KernelSpecification {
    let instructionSet: InstructionSet
    let channels: GroupedChannels
    let window: DepthwiseWindow
    let tile: DepthwiseTile
    /// The columns of the input that exist, counted from the tile's first.
    let columns: Range<Int>
    /// From one pixel to the next of the same row.
    let inputPixelBytes: Int
    let outputPixelBytes: Int
    let order: Order
    /// Whether the last unit has fewer groups than the others.
    let hasTail: Bool
    let epilogue: EpilogueSpecification

    /// The loops around a tile of one vector of outputs.
    enum Order: Hashable, CaseIterable {
        /// All tiles for each vector: an instruction's loads are always the same distance apart, which processors foresee where caches
        /// hold the images.
        case tilesInside
        /// All vectors for each tile: whole pixels are read, one after another, as it suits memory that is farther away.
        case vectorsInside
    }

    /// What one call computes on. The code changes ``input``, ``output``, ``pixels`` and the epilogue's pointers.
    struct Arguments {
        /// The first channel of the tile's first input pixel, whether it exists or not.
        var input = 0
        /// From one input row to the next; where kernel rows are looped over, to the one that the next kernel row meets.
        var inputRowBytes = 0
        var weights = 0
        /// The first channel of the tile's first output pixel.
        var output = 0
        var outputRowBytes = 0
        /// The input rows that exist, counted from the tile's first; where kernel rows are looped over, the kernel rows that meet them.
        var firstRow = 0
        var endRow = 0
        /// How many tiles there are: one or more.
        var tiles = 0
        /// Whole units.
        var units = 0
        /// The output and input channels of the last unit, where it has fewer groups than the others.
        var tail = 0
        var inputTail = 0
        /// The tile's first pixel in each row of outputs, counted as the epilogue's operands do.
        var pixels = (0, 0, 0, 0)
        var epilogue = EpilogueArguments()
    }

    var name: String {
        "\(channels.spread == .none ? "depthwise" : "grouped")_\(window.kernelHeight)x\(window.kernelWidth)_tile_\(tile.rows)x\(tile.columns)_\(instructionSet.name)_f32"
    }

    /// Registers beside outputs and weights: two for inputs, on AVX2 the mask of the tail, and the lanes of a permutation.
    static func reserved(_ instructionSet: InstructionSet, _ channels: GroupedChannels) -> Int {
        (instructionSet == .avx512 ? 2 : 3) + (channels.spread == .permutation ? 1 : 0)
    }

    /// The epilogue needs four temporaries.
    static func mostOutputs(_ instructionSet: InstructionSet) -> Int { instructionSet.registerCount - (instructionSet == .avx512 ? 4 : 5) }

    /// Whether kernel rows are looped over rather than written out.
    var loopsOverRows: Bool {
        window.kernelHeight * window.kernelWidth * tile.rows * tile.columns > DepthwiseTile.mostUnrolled && tile.rows == 1
    }

    func emit(_ emitter: KernelEmitter) {
        DepthwiseCode(self, emitter).emit()
    }
}
