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
    /// Of the filters, in floats.
    let filtersStart: Int
    /// How a line is cut into tiles: so many of ``tileRows`` rows, then ``shortTiles`` with one less.
    let tileRows: Int
    let tallTiles: Int
    let shortTiles: Int
    let panelCode: MachineCode?
    let lastPanelCode: MachineCode
    /// All kernel rows, in order.
    let entries: [GemmBatchEntry]
    let entriesPerRow: Int
    /// The k of an entry.
    let entryDepth: Int
    let split: DirectSplit
    let strip: StripLayout
    /// Bytes at the end of the scratch memory of a thread, behind the strip, where kernel rows that do not follow one another are listed.
    let tableBytes: Int

    /// Bytes of scratch memory for each thread.
    var scratchBytes: Int { strip.bytes + tableBytes }

    var tiles: Int { tallTiles + shortTiles }

    /// The position at which a tile of a line begins.
    func start(ofTile tile: Int) -> Int { tile &* tileRows &- max(0, tile &- tallTiles) }

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

/// How the work of a phase is cut into blocks, which are the tasks of a run.
///
/// A block is a range of lines (or of a line's tiles) by a range of panels; filters are read once for each block of lines, inputs once for
/// each range of panels.
struct DirectSplit: Sendable {
    /// Lines of one depth position and image in a block; 1 where lines are cut.
    var linesPerBlock: Int
    /// Tiles of a line in a block.
    var tilesPerBlock: Int
    var panelsPerBlock: Int
    /// Blocks of each kind.
    var lineBlocks: Int
    var tileBlocks: Int
    var panelBlocks: Int

    /// Bytes of inputs in a block, so that they stay in a second-level cache.
    private static let inputBytes = 256 << 10

    /// - Parameters:
    ///   - lines: of one depth position of an image.
    ///   - planes: images × depth positions × groups, each of which is cut alike.
    ///   - tiles: of a line.
    ///   - tileBytes: of a tile's own inputs.
    init(lines: Int, planes: Int, tiles: Int, panels: Int, tileBytes: Int, threads: Int) {
        let tilesInCache = max(4, DirectSplit.inputBytes / max(1, tileBytes))
        // The smallest cuts that the cache asks for.
        var cutTiles = max(1, min(tiles, tilesInCache))
        var cutLines = max(1, min(lines, tilesInCache / max(1, tiles)))
        var cutPanels = panels
        if threads > 1 {
            var lowest = Double.infinity
            let (mostLines, mostTiles) = (cutLines, cutTiles)
            for pieces in 1...max(1, min(4 * threads, lines * tiles)) {
                // Lines are cut only once there are none to share.
                let ownLines = max(1, min(mostLines, parts(lines, pieces)))
                let ownTiles = lines >= pieces ? mostTiles : max(1, min(mostTiles, parts(tiles * lines, pieces)))
                for ranges in 1...max(1, min(4 * threads, panels)) {
                    let ownPanels = parts(panels, ranges)
                    let tasks = planes * parts(lines, ownLines) * parts(tiles, ownTiles) * parts(panels, ownPanels)
                    let rounds = parts(tasks, threads)
                    // In tiles by panels; reading a panel and a tile's inputs from afar costs a little, and so does each task.
                    let task = Double(ownLines * ownTiles * ownPanels) + 0.15 * Double(ownPanels) + 0.15 * Double(ownLines * ownTiles) + 0.1
                    let cost = Double(rounds) * task
                    guard cost < lowest * 0.999 else { continue }
                    lowest = cost
                    (cutLines, cutTiles, cutPanels) = (ownLines, ownTiles, ownPanels)
                }
            }
        }
        linesPerBlock = max(1, cutLines)
        tilesPerBlock = max(1, cutTiles)
        panelsPerBlock = max(1, cutPanels)
        lineBlocks = parts(lines, linesPerBlock)
        tileBlocks = parts(tiles, tilesPerBlock)
        panelBlocks = parts(panels, panelsPerBlock)
    }

    var blocks: Int { lineBlocks * tileBlocks * panelBlocks }
}

/// How many parts of at most `most` a length has.
private func parts(_ length: Int, _ most: Int) -> Int { (length + most - 1) / most }
