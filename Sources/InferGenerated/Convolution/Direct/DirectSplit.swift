/// How the work of a phase is cut into blocks, which are the tasks of a run.
///
/// A block is a range of lines (or a part of one line) by a range of panels; filters are read once for each block of lines, inputs once for
/// each range of panels.
struct DirectSplit: Sendable {
    /// Lines of one depth position and image in a block; 1 where lines are cut.
    let linesPerBlock: Int
    let lineBlocks: Int
    /// How many parts each line has.
    let lineParts: Int
    let panelBlocks: Int
    /// Whether tasks go through the panels of one block of lines before the next lines, so that each thread has lines of its own, which
    /// the next layer finds in its core's cache; else each thread has panels of its own, and reads only its own filters.
    let goesThroughPanelsFirst: Bool

    /// Bytes of inputs in a block, so that they stay in a second-level cache.
    private static let inputBytes = 256 << 10
    /// Bytes of filters that stay in one; more are read from memory once for each block of lines, so that blocks are larger then.
    private static let nearFilterBytes = 2 << 20
    /// Rows of a tile of usual size, in which parts of lines are counted.
    private static let tileRows = 8

    /// - Parameters:
    ///   - lines: of one depth position of an image.
    ///   - planes: images × depth positions × groups, each of which is cut alike.
    ///   - length: positions of a line.
    ///   - positionBytes: of a position's own inputs.
    ///   - filterBytes: of all panels.
    init(lines: Int, planes: Int, length: Int, panels: Int, positionBytes: Int, filterBytes: Int, threads: Int) {
        goesThroughPanelsFirst = filterBytes < lines * length * positionBytes
        let tiles = max(1, parts(length, DirectSplit.tileRows))
        let inputBytes = filterBytes > DirectSplit.nearFilterBytes ? 2 * DirectSplit.inputBytes : DirectSplit.inputBytes
        let tilesInCache = max(4, inputBytes / max(1, positionBytes * DirectSplit.tileRows))
        // The smallest cuts that the cache asks for.
        var cutParts = parts(tiles, tilesInCache)
        var cutLines = max(1, min(lines, tilesInCache / tiles))
        var cutPanels = 1
        if threads > 1, lines > 0 {
            // What handing out a task costs, in tiles by panels, which take the longer the more inputs a position has.
            let taskCost = 0.1 + 160 / Double(max(1, positionBytes))
            var lowest = Double.infinity
            let (mostLines, leastParts) = (cutLines, cutParts)
            for pieces in 1...max(1, min(4 * threads, lines * tiles)) {
                // Lines are cut only where there are too few to share.
                let ownLines = max(1, min(mostLines, parts(lines, pieces)))
                let ownParts = lines >= pieces ? leastParts : max(leastParts, min(tiles, parts(pieces, lines)))
                for ranges in 1...max(1, min(4 * threads, panels)) {
                    let (ownPanels, ownTiles) = (parts(panels, ranges), parts(tiles, ownParts))
                    let rounds = parts(planes * parts(lines, ownLines) * ownParts * ranges, threads)
                    // In tiles by panels; reading a panel and a tile's inputs from afar costs a little, and so does each task.
                    let product = Double(ownLines * ownTiles * ownPanels)
                    let cost = Double(rounds) * (product + 0.15 * Double(ownPanels) + 0.15 * Double(ownLines * ownTiles) + taskCost)
                    guard cost < lowest * 0.999 else { continue }
                    lowest = cost
                    (cutLines, cutParts, cutPanels) = (ownLines, ownParts, ranges)
                }
            }
        }
        linesPerBlock = cutLines
        lineBlocks = parts(lines, cutLines)
        lineParts = cutParts
        panelBlocks = cutPanels
    }

    var blocks: Int { lineBlocks * lineParts * panelBlocks }
}

/// How many parts of at most `most` a length has.
private func parts(_ length: Int, _ most: Int) -> Int { (length + most - 1) / most }
