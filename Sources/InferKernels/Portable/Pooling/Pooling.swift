/// A maximum or average over windows of an image tensor of `Float`, in one to three spatial dimensions.
///
/// Strides are free; contiguous channels are fast. Made once when sizes are known; running allocates nothing.
package struct Pooling: Sendable {
    /// What becomes of a window.
    package enum Reduction: Hashable, Sendable {
        case maximum
        case average
    }

    package let reduction: Reduction
    package let batch: Int
    package let channels: Int
    package let depths: [PoolingWindow]
    package let heights: [PoolingWindow]
    package let widths: [PoolingWindow]
    package let inputStrides: ImageStrides
    package let outputStrides: ImageStrides

    /// Plans a pooling from the windows of its dimensions; a dimension that is not there has one window of one position.
    package init(
        _ reduction: Reduction, batch: Int, channels: Int, depths: [PoolingWindow] = [PoolingWindow(first: 0, count: 1, divisor: 1)],
        heights: [PoolingWindow] = [PoolingWindow(first: 0, count: 1, divisor: 1)], widths: [PoolingWindow], inputStrides: ImageStrides,
        outputStrides: ImageStrides
    ) {
        self.reduction = reduction
        self.batch = max(0, batch)
        self.channels = max(0, channels)
        self.depths = depths
        self.heights = heights
        self.widths = widths
        self.inputStrides = inputStrides
        self.outputStrides = outputStrides
    }

    /// Pools.
    package func run(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        let split = Split(self, threads: team.threadCount)
        let job = Job<Int32>(pooling: self, split: split, input: input, output: output, indices: nil)
        team.run(job, tasks: split.tasks, isSmall: split.isSmall)
    }

    /// Takes maxima and where they were found: the sum over the dimensions of position times stride in `indexStrides`, written with the
    /// output's strides. The first of equal maxima counts; an empty window, or one of NaN alone, gives
    /// the place of the channel's first element.
    ///
    /// For OpenVINO's `axis` of MaxPool, the strides of a dense planar tensor, 0 for the dimensions before that axis.
    package func run<Index: FixedWidthInteger & SendableMetatype>(
        input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Index>, indexStrides: ImageStrides,
        team: WorkerTeam
    ) {
        let split = Split(self, threads: team.threadCount)
        let job = Job<Index>(pooling: self, split: split, input: input, output: output, indices: (indices, indexStrides))
        team.run(job, tasks: split.tasks, isSmall: split.isSmall)
    }

    /// Output positions of one item and channel.
    var positions: Int { depths.count * heights.count * widths.count }

    /// How a pooling is cut into tasks: by lines of the output, and by channels if there are few lines.
    struct Split {
        let lines: Int
        let linesPerTask: Int
        let channelsPerTask: Int
        let channelBlocks: Int
        let tasks: Int
        let isSmall: Bool

        private static let smallWork = 30_000
        private static let taskWork = 60_000

        init(_ pooling: Pooling, threads: Int) {
            lines = pooling.batch * pooling.depths.count * pooling.heights.count
            guard lines > 0, pooling.channels > 0, !pooling.widths.isEmpty else {
                (linesPerTask, channelsPerTask, channelBlocks, tasks, isSmall) = (1, 1, 0, 0, true)
                return
            }
            func reads(_ windows: [PoolingWindow]) -> Int {
                var count = 0
                for place in windows.indices { count += windows[place].count }
                return count
            }
            let work = pooling.batch * pooling.channels * reads(pooling.depths) * reads(pooling.heights) * reads(pooling.widths)
            isSmall = work < Split.smallWork
            let wanted = threads == 1 ? 1 : max(1, min(4 * threads, work / Split.taskWork))
            linesPerTask = (lines + wanted - 1) / wanted
            let lineBlocks = (lines + linesPerTask - 1) / linesPerTask
            let units = (pooling.channels + 15) / 16
            let blocks = min(units, (wanted + lineBlocks - 1) / lineBlocks)
            channelsPerTask = (units + blocks - 1) / blocks * 16
            channelBlocks = (pooling.channels + channelsPerTask - 1) / channelsPerTask
            tasks = lineBlocks * channelBlocks
        }
    }
}
