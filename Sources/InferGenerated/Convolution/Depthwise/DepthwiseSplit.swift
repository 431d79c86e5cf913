import InferKernels

/// How the work of a depthwise or grouped convolution is cut into tasks: rows of tiles by blocks of units.
struct DepthwiseSplit {
    /// Rows of tiles of all planes.
    private let rowCount: Int
    private let unitCount: Int
    private let blocks: Int
    /// Whether a task has all rows of its block, whose filters then stay in a cache and are read by one thread alone; else one row, so that
    /// threads have rows of their own, which the next layer finds in its core's cache.
    private let takesAllRows: Bool
    /// Whether the work is not worth sharing.
    let isSmall: Bool

    /// The least multiplications worth a task of its own: two to four microseconds.
    private static let taskWork = 150_000.0
    /// Bytes of filters that stay in a near cache.
    private static let cachedBytes = 64 << 10

    init(_ shape: ConvolutionShape, _ channels: GroupedChannels, rows: Int, threads: Int) {
        rowCount = rows
        unitCount = channels.units(shape.groups)
        // Not as integers, which the sizes that a file may ask for exceed.
        let work = Double(shape.batch * shape.output.count) * Double(shape.outputChannels) * Double(shape.kernel.count * channels.inputs)
        isSmall = work < 2 * Self.taskWork
        let mostTasks = threads == 1 ? 1 : Int(min(Double(4 * threads), work / Self.taskWork))
        let unitBytes = 4 * channels.packedCount(taps: shape.kernel.count)
        takesAllRows = channels.spread != .none && unitCount * unitBytes > 4 * shape.batch * shape.input.count * shape.inputChannels
        if takesAllRows {
            blocks = min(unitCount, max(mostTasks, unitCount * unitBytes / Self.cachedBytes, 1))
        } else {
            // With few rows, channels are shared out too, but not into tasks that cost more to hand out than they save.
            let wanted = max(1, (mostTasks + rows - 1) / max(1, rows))
            let unitsPerTask = max(1, unitCount / min(wanted, unitCount))
            blocks = (unitCount + unitsPerTask - 1) / unitsPerTask
        }
    }

    var tasks: Int { takesAllRows ? blocks : rowCount * blocks }

    /// The rows of a task.
    func rows(_ task: Int) -> Range<Int> {
        if takesAllRows { return 0..<rowCount }
        let row = task / blocks
        return row..<row &+ 1
    }

    /// The units of a task.
    func units(_ task: Int) -> Range<Int> {
        let block = takesAllRows ? task : task % blocks
        return block &* unitCount / blocks..<(block &+ 1) &* unitCount / blocks
    }
}
