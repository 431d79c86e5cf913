/// Work on ranges of a count, as a value.
protocol RangeJob: SendableMetatype {
    /// Does the part of the work in a range.
    func perform(_ range: Range<Int>)
}

/// Ranges of a count, spread over a team.
enum Parallel {
    private struct Tasks<Job: RangeJob>: WorkerJob {
        let job: Job
        let count: Int
        let tasks: Int

        func perform(task: Int, worker: Int) { job.perform(count * task / tasks..<count * (task + 1) / tasks) }
    }

    /// Performs a job for ranges that cover `0..<count`, on the calling thread alone where there are fewer than `grain` for each of two.
    @inline(__always) static func run<Job: RangeJob>(_ count: Int, grain: Int, _ team: WorkerTeam?, _ job: Job) {
        guard let team, team.threadCount > 1, count >= 2 * grain, count > 1 else { return job.perform(0..<count) }
        let tasks = min(team.threadCount * 2, count / max(grain, 1))
        team.run(Tasks(job: job, count: count, tasks: tasks), tasks: tasks)
    }

    /// Calls `body` for ranges that cover `0..<count`, as ``run(_:grain:_:_:)`` does; boxes it where it goes to several threads.
    @inline(__always) static func run(_ count: Int, grain: Int, _ team: WorkerTeam?, _ body: (Range<Int>) -> Void) {
        guard let team, team.threadCount > 1, count >= 2 * grain, count > 1 else { return body(0..<count) }
        let tasks = min(team.threadCount * 2, count / max(grain, 1))
        team.run(tasks) { task, _ in body(count * task / tasks..<count * (task + 1) / tasks) }
    }
}
