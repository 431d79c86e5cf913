extension ReductionWalk {
    /// Columns that one block of reductions side by side has at most.
    private static let blockColumns = 64

    /// Performs a job once for every few reductions, on the threads of a team: for neighbours along the last kept axis where reductions
    /// run along contiguous memory, else for some that lie side by side. For kernels that loop over reductions themselves.
    package func forEachBlock<Job: ReductionBlockJob>(_ team: WorkerTeam, _ job: Job) {
        let chunks = lanes == 0 ? 1 : (lanes + Self.blockColumns - 1) / Self.blockColumns
        let units = outerCount * chunks
        guard units > 0, reducedCount > 0 else { return }
        let work = outerCount * max(1, lanes) * reducedCount
        let tasks = max(1, min(units, team.threadCount == 1 ? 1 : team.threadCount * 2, work / 4096))
        team.run(Blocks(walk: self, job: job, tasks: tasks, chunks: chunks), tasks: tasks)
    }

    private struct Blocks<Job: ReductionBlockJob>: WorkerJob {
        let walk: ReductionWalk
        let job: Job
        let tasks: Int
        let chunks: Int

        func perform(task: Int, worker: Int) {
            let units = walk.outerCount * chunks
            let end = units * (task + 1) / tasks
            var unit = units * task / tasks
            while unit < end {
                let chunk = unit % chunks
                var rest = unit / chunks
                var offsets = walk.laneStrides &* Offsets(repeating: chunk * blockColumns)
                var place = walk.outer.count
                // How many reductions follow along the last axis.
                var left = 1
                while place > 0 {
                    place -= 1
                    let dimension = walk.outer[place]
                    if place == walk.outer.count - 1 { left = dimension.length - rest % dimension.length }
                    offsets &+= dimension.strides &* Offsets(repeating: rest % dimension.length)
                    rest /= dimension.length
                }
                if walk.lanes == 0 {
                    let count = min(left, end - unit)
                    job.perform(offsets, count: count, strides: walk.outerStrides)
                    unit += count
                } else {
                    job.perform(offsets, count: min(blockColumns, walk.lanes - chunk * blockColumns), strides: walk.laneStrides)
                    unit += 1
                }
            }
        }
    }
}

/// What is done with a few reductions of a ``ReductionWalk`` at a time, as a value.
package protocol ReductionBlockJob: SendableMetatype {
    /// - Parameters:
    ///   - offsets: where the first reduction begins, in elements of each tensor.
    ///   - count: how many reductions there are.
    ///   - strides: from one to the next.
    func perform(_ offsets: ReductionWalk.Offsets, count: Int, strides: ReductionWalk.Offsets)
}
