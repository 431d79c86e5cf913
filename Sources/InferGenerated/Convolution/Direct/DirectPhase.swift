import InferAssembler
import InferKernels

/// The outputs of a direct convolution that meet the same kernel taps: all, or those of a transposed convolution whose remainders by the
/// strides are equal.
///
/// They are matrix products: a line of outputs along the width by a panel of output channels, summed over kernel rows, each of which is one
/// product of the inputs side by side in memory, where they lie or as copied into a strip with its padding.
struct DirectPhase: Sendable {
    let depth: ConvolutionAxis
    let height: ConvolutionAxis
    let width: ConvolutionAxis
    /// Whether inputs are copied into strips: where rows have padding, or channels of groups do not lie side by side.
    let usesStrip: Bool
    let filters: DirectFilters.TapsClass
    /// What computes the panels of each width.
    let kernels: [Kernel]
    let entriesPerRow: Int
    /// The k of an entry.
    let entryDepth: Int
    let strip: StripLayout
    /// Bytes at the end of the scratch memory of a thread, behind the strip, where kernel rows that do not follow one another are listed.
    let tableBytes: Int

    /// Bytes of scratch memory for each thread.
    var scratchBytes: Int { strip.bytes + tableBytes }

    /// What computes the panels of one width.
    struct Kernel: Sendable {
        /// What adds up the only pass, or the last, and ends with the epilogue.
        let function: MachineCode.Function
        /// What adds up passes before that: the first, and all others.
        let firstFunction: MachineCode.Function
        let nextFunction: MachineCode.Function
        let codes: [MachineCode]
        let tiles: LineTiles
        /// All kernel rows, in order.
        let entries: [GemmBatchEntry]
        /// A panel's parts of so many entries are multiplied with all lines one after the other, so that each stays in a cache.
        let entriesPerPass: Int
        let passes: Int

        func function(pass: Int) -> MachineCode.Function {
            pass &+ 1 == passes ? function : pass == 0 ? firstFunction : nextFunction
        }
    }

    /// How a line is cut into tiles: so many of ``rows`` rows, then others with one less.
    struct LineTiles: Sendable {
        let rows: Int
        let tall: Int
        let short: Int

        var count: Int { tall &+ short }

        /// The tiles of one of so many parts of a line.
        func part(_ part: Int, of parts: Int) -> Range<Int> { part &* count / parts..<(part &+ 1) &* count / parts }

        /// The position at which a tile of a line begins.
        func start(ofTile tile: Int) -> Int { tile &* rows &- max(0, tile &- tall) }

        /// The positions of a part.
        func positions(_ part: Int, of parts: Int) -> Range<Int> {
            let tiles = self.part(part, of: parts)
            return start(ofTile: tiles.lowerBound)..<start(ofTile: tiles.upperBound)
        }
    }

    /// The positions of a part of a line: all that tiles of some width touch.
    func positions(part: Int, of parts: Int) -> Range<Int> {
        var positions = kernels[0].tiles.positions(part, of: parts)
        for index in 1..<kernels.count {
            let other = kernels[index].tiles.positions(part, of: parts)
            positions = min(positions.lowerBound, other.lowerBound)..<max(positions.upperBound, other.upperBound)
        }
        return positions
    }

    /// How input rows lie in a strip.
    struct StripLayout {
        /// Bytes of a row, of a plane of rows, and of all.
        var rowBytes = 0
        var planeBytes = 0
        var bytes = 0
        /// Floats from one channel to the next where images are planar.
        var columns = 0
        /// Whether lines share rows of the strip, one for each input row; else each has rows of its own for its taps.
        var sharesRows = false
        /// From one line of outputs to the next, and from one kernel row to the next, in rows of the strip.
        var lineStep = 1
        var tapStep = 1
    }
}
