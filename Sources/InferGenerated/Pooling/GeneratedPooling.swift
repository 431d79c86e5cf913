import InferAssembler
import InferKernels

/// A pooling of images whose channels are contiguous, in generated code. Running it allocates nothing.
package final class GeneratedPooling: Sendable {
    /// Neighbouring windows of a row that have one size and lie evenly.
    private struct Run: Sendable {
        var place: Int
        var count: Int
        var window: PoolingWindow
        /// From one window to the next, in positions.
        var step: Int
    }

    private let pooling: Pooling
    private let runs: [Run]
    private let code: MachineCode
    private let function: MachineCode.Function
    private let split: (lineTasks: Int, channelTasks: Int, isSmall: Bool)

    /// Fewer elements read than this, about four microseconds, are not worth sharing.
    private static let smallReads = 150_000

    /// - Returns: nil where windows have depth or channels are not contiguous.
    package init?(_ pooling: Pooling, _ instructionSet: InstructionSet, threads: Int) throws {
        guard instructionSet != .portable, pooling.inputStrides.channel == 1, pooling.outputStrides.channel == 1,
            pooling.depths.allSatisfy({ $0.count == 1 && $0.divisor == 1 })
        else { return nil }
        self.pooling = pooling
        runs = Self.runs(pooling.widths)
        code = try CodeCache.shared.code(PoolingSpecification(instructionSet, pooling.reduction))
        function = code.function
        let lines = pooling.batch * pooling.depths.count * pooling.heights.count
        let reads = pooling.heights.reduce(0) { $0 + $1.count } * pooling.widths.reduce(0) { $0 + $1.count }
        let isSmall = threads == 1 || pooling.batch * pooling.depths.count * reads * pooling.channels < Self.smallReads
        let lineTasks = isSmall ? 1 : min(lines, 4 * threads)
        let channelTasks = isSmall || lineTasks >= threads ? 1 : min(threads, (pooling.channels + 63) / 64)
        split = (max(1, lineTasks), max(1, channelTasks), isSmall)
    }

    private static func runs(_ windows: [PoolingWindow]) -> [Run] {
        var runs: [Run] = []
        for (place, window) in windows.enumerated() {
            if var last = runs.last, last.window.count == window.count, last.window.divisor == window.divisor,
                last.window.step == window.step
            {
                let step = last.count == 1 ? window.first - last.window.first : last.step
                if window.first == last.window.first + step * last.count {
                    last.step = step
                    last.count += 1
                    runs[runs.count - 1] = last
                    continue
                }
            }
            runs.append(Run(place: place, count: 1, window: window, step: 0))
        }
        return runs
    }

    private struct Job: WorkerJob {
        let owner: GeneratedPooling
        let input: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Float>

        func perform(task: Int, worker: Int) {
            let pooling = owner.pooling
            let (lineTask, channelTask) = task.quotientAndRemainder(dividingBy: owner.split.channelTasks)
            let all = pooling.batch &* pooling.depths.count &* pooling.heights.count
            let lines = all &* lineTask / owner.split.lineTasks..<all &* (lineTask &+ 1) / owner.split.lineTasks
            // Whole cache lines of channels.
            let blocks = (pooling.channels &+ 15) / 16
            let first = blocks &* channelTask / owner.split.channelTasks &* 16
            let end = min(pooling.channels, blocks &* (channelTask &+ 1) / owner.split.channelTasks &* 16)
            guard first < end else { return }
            for line in lines { owner.pool(line, first..<end, input, output) }
        }
    }

    /// One line of the output.
    private func pool(_ line: Int, _ channels: Range<Int>, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        let (plane, row) = line.quotientAndRemainder(dividingBy: pooling.heights.count)
        let (item, slice) = plane.quotientAndRemainder(dividingBy: pooling.depths.count)
        let height = pooling.heights[row]
        let (from, to) = (pooling.inputStrides, pooling.outputStrides)
        let depth = pooling.depths[slice].first &* from.depth
        let source = input + (item &* from.batch &+ depth &+ height.first &* from.height &+ channels.lowerBound)
        let target = output + (item &* to.batch &+ slice &* to.depth &+ row &* to.height &+ channels.lowerBound)
        for index in runs.indices {
            let run = runs[index]
            var arguments = PoolingArguments(
                source: source + run.window.first &* from.width, rowStep: height.step &* from.height &* 4,
                columnStep: run.window.step &* from.width &* 4, rows: height.count, columns: run.window.count,
                target: target + run.place &* to.width, windows: run.count, sourceStep: run.step &* from.width &* 4,
                targetStep: to.width &* 4, channels: channels.count, divisor: Float(height.divisor &* run.window.divisor))
            withUnsafeMutablePointer(to: &arguments) { function($0) }
        }
    }

    /// Pools.
    package func run(input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, team: WorkerTeam) {
        let job = Job(owner: self, input: input, output: output)
        team.run(job, tasks: split.lineTasks &* split.channelTasks, isSmall: split.isSmall)
    }
}
