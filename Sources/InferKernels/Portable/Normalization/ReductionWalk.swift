/// The order in which a kernel that reduces over some axes visits a strided tensor and the tensors that go with it.
///
/// The axes that stay are walked outside, one reduction for each of their places. Where the reduced axes end in a contiguous run, vectors run
/// along it; else they run across places of a kept axis that is contiguous (`lanes`). Order within a reduction is the memory's, not the shape's.
package struct ReductionWalk: Sendable {
    /// Strides in elements of up to four tensors: by convention input, output, scale, shift. Zero where a tensor does not vary.
    package typealias Offsets = SIMD4<Int>

    /// An axis, or several that can be walked as one.
    package struct Dimension: Hashable, Sendable {
        package var length: Int
        package var strides: Offsets
    }

    static let laneWidth = 16

    /// Kept axes, slowest first, without the one that the lanes run across.
    package let outer: [Dimension]
    /// Reduced axes but the last of them, slowest first.
    package let inner: [Dimension]
    /// The reduced axis that kernels loop over themselves.
    package let run: Dimension
    /// Places of the kept axis that vectors run across; 0 where vectors run along ``run``.
    package let lanes: Int
    package let laneStrides: Offsets
    package let outerCount: Int
    /// From one place of the last kept axis to the next.
    package let outerStrides: Offsets
    /// Elements of one reduction.
    package let reducedCount: Int

    /// - Parameters:
    ///   - strides: for each axis the strides of all tensors.
    ///   - reduced: for each axis whether it is reduced.
    package init(shape: [Int], strides: [Offsets], reduced: [Bool]) {
        // The output's order of axes is taken as the memory's.
        func merged(_ wantsReduced: Bool) -> [Dimension] {
            let axes = shape.indices.filter { reduced[$0] == wantsReduced && shape[$0] != 1 }
            var dimensions: [Dimension] = []
            for axis in axes.sorted(by: { (-abs(strides[$0].y), -abs(strides[$0].x), $0) < (-abs(strides[$1].y), -abs(strides[$1].x), $1) })
            {
                if let last = dimensions.last, last.strides == strides[axis] &* Offsets(repeating: shape[axis]) {
                    dimensions[dimensions.count - 1] = Dimension(length: last.length * shape[axis], strides: strides[axis])
                } else {
                    dimensions.append(Dimension(length: shape[axis], strides: strides[axis]))
                }
            }
            return dimensions
        }
        var inner = merged(true)
        var outer = merged(false)
        reducedCount = inner.reduce(1) { $0 * $1.length }
        let run = inner.popLast() ?? Dimension(length: 1, strides: Offsets(1, 1, 0, 0))
        let isContiguous = run.strides.x == 1 && run.strides.y == 1
        // An axis without places may become that of the lanes, whose number must not be taken for rows then.
        let isEmpty = outer.contains { $0.length == 0 }
        let lane = outer.lastIndex { $0.strides.x == 1 && $0.strides.y == 1 }
        if let lane, !isContiguous || (run.length < 4 && outer[lane].length > run.length) {
            lanes = outer[lane].length
            laneStrides = outer[lane].strides
            outer.remove(at: lane)
        } else if isContiguous {
            lanes = 0
            laneStrides = .zero
        } else {
            lanes = 1
            laneStrides = Offsets(1, 1, 0, 0)
        }
        self.run = run
        self.inner = inner
        self.outer = outer
        outerCount = isEmpty ? 0 : outer.reduce(1) { $0 * $1.length }
        outerStrides = outer.last?.strides ?? .zero
    }

    /// Performs a job once for each reduction (or block of up to ``laneWidth`` of them, side by side) on the threads of a team.
    func forEachReduction<Job: ReductionJob>(_ team: WorkerTeam, _ job: Job) {
        let units = outerCount * blocks
        guard units > 0, reducedCount > 0 else { return }
        let unitWork = reducedCount * (lanes == 0 ? 1 : min(lanes, Self.laneWidth))
        let tasks = max(1, min(units, team.threadCount == 1 ? 1 : team.threadCount * 4, units * unitWork / 2048))
        team.run(Tasks(walk: self, job: job, tasks: tasks), tasks: tasks)
    }

    private var blocks: Int { lanes == 0 ? 1 : (lanes + Self.laneWidth - 1) / Self.laneWidth }

    private struct Tasks<Job: ReductionJob>: WorkerJob {
        let walk: ReductionWalk
        let job: Job
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let blocks = walk.blocks
            let units = walk.outerCount * blocks
            for unit in units * task / tasks..<units * (task + 1) / tasks {
                let block = unit % blocks
                var rest = unit / blocks
                var offsets = walk.laneStrides &* Offsets(repeating: block * laneWidth)
                var place = walk.outer.count
                while place > 0 {
                    place -= 1
                    let dimension = walk.outer[place]
                    offsets &+= dimension.strides &* Offsets(repeating: rest % dimension.length)
                    rest /= dimension.length
                }
                job.perform(offsets, lanes: min(laneWidth, walk.lanes - block * laneWidth))
            }
        }
    }

    /// Calls `body` with the start of each run of one reduction.
    @inline(__always)
    func forEachRun(_ start: Offsets, _ body: (_ offsets: Offsets) -> Void) {
        if inner.isEmpty { return body(start) }
        for index in 0..<reducedCount / max(run.length, 1) {
            var rest = index
            var offsets = start
            var place = inner.count
            while place > 0 {
                place -= 1
                let dimension = inner[place]
                offsets &+= dimension.strides &* Offsets(repeating: rest % dimension.length)
                rest /= dimension.length
            }
            body(offsets)
        }
    }
}

/// What is done with one reduction of a ``ReductionWalk``, as a value.
protocol ReductionJob: SendableMetatype {
    /// - Parameters:
    ///   - offsets: where the reduction begins, in elements of each tensor.
    ///   - lanes: how many reductions lie side by side.
    func perform(_ offsets: ReductionWalk.Offsets, lanes: Int)
}
