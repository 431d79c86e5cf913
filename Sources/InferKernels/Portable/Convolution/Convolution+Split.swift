extension Convolution {
    /// How a convolution is cut into tasks: per group, phase, block of rows and block of columns.
    struct Split {
        let rowsPerTask: Int
        let columnsPerTask: Int
        let columnBlocks: Int
        /// 1 for depthwise, where a task takes all groups.
        let groups: Int
        let tasks: Int
        let isSmall: Bool

        private static let smallWork = 30_000
        private static let taskWork = 100_000

        init(_ convolution: Convolution, threads: Int) {
            let shape = convolution.shape
            let tileRows = NativeTile.rows
            var rows = 0
            for place in convolution.phases.indices { rows += convolution.phases[place].count * shape.batch }
            groups = convolution.route == .depthwise ? 1 : shape.groups
            let columns = convolution.route == .depthwise ? shape.outputChannels : shape.outputChannelsPerGroup
            guard rows > 0, columns > 0 else {
                (rowsPerTask, columnsPerTask, columnBlocks, tasks, isSmall) = (1, 1, 0, 0, true)
                return
            }
            let work = shape.work
            isSmall = work < Split.smallWork
            let wanted = threads == 1 ? 1 : max(1, min(4 * threads, work / Split.taskWork))
            let wantedPerGroup = (wanted + groups - 1) / groups
            // A task of fewer rows would read its weights for too little.
            let leastRows = 4 * tileRows
            let evenRows = (rows + wantedPerGroup - 1) / wantedPerGroup
            rowsPerTask = max(leastRows, (evenRows + tileRows - 1) / tileRows * tileRows)
            let rowBlocks = (rows + rowsPerTask - 1) / rowsPerTask
            let unit = convolution.route == .depthwise ? 16 : Panel.width
            let columnUnits = (columns + unit - 1) / unit
            let wantedColumnBlocks = min(columnUnits, (wantedPerGroup + rowBlocks - 1) / rowBlocks)
            columnsPerTask = (columnUnits + wantedColumnBlocks - 1) / wantedColumnBlocks * unit
            columnBlocks = (columns + columnsPerTask - 1) / columnsPerTask
            var blocks = 0
            for place in convolution.phases.indices {
                blocks += (convolution.phases[place].count * shape.batch + rowsPerTask - 1) / rowsPerTask
            }
            tasks = blocks * columnBlocks * groups
        }
    }

    /// A run.
    struct Job: WorkerJob {
        let convolution: Convolution
        let split: Split
        let input: UnsafePointer<Float>
        let weights: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>
        let epilogue: Epilogue
        let scratch: UnsafeMutableRawPointer

        func perform(task: Int, worker: Int) {
            let (blockAndGroup, columnBlock) = task.quotientAndRemainder(dividingBy: split.columnBlocks)
            let group = blockAndGroup % split.groups
            var block = blockAndGroup / split.groups
            let shape = convolution.shape
            for index in convolution.phases.indices {
                let rows = convolution.phases[index].count &* shape.batch
                let blocks = (rows &+ split.rowsPerTask &- 1) / split.rowsPerTask
                guard block >= blocks else {
                    let first = block &* split.rowsPerTask
                    let columns = convolution.route == .depthwise ? shape.outputChannels : shape.outputChannelsPerGroup
                    let firstColumn = columnBlock &* split.columnsPerTask
                    let step = Step(
                        job: self, phaseIndex: index, group: group,
                        scratch: scratch + worker &* convolution.scratchPerWorker)
                    step.run(
                        rows: first..<min(rows, first &+ split.rowsPerTask),
                        columns: firstColumn..<min(columns, firstColumn &+ split.columnsPerTask))
                    return
                }
                block &-= blocks
            }
        }
    }
}
