/// What the tasks of a run have in common, as a value: a way to run on a team that allocates nothing.
package protocol WorkerJob: SendableMetatype {
    /// Runs one task; `worker` picks scratch memory.
    func perform(task: Int, worker: Int)
}

extension WorkerTeam {
    /// Performs a job's tasks, as ``run(_:_:)`` does, without allocating; on the caller alone if it is too small to share.
    package func run<Job: WorkerJob>(_ job: Job, tasks: Int, isSmall: Bool = false) {
        guard tasks > 1, threadCount > 1, !isSmall else {
            for task in 0..<max(0, tasks) { job.perform(task: task, worker: 0) }
            return
        }
        withUnsafePointer(to: job) { pointer in
            run(tasks, context: pointer) { context, task, worker in
                context.assumingMemoryBound(to: Job.self).pointee.perform(task: task, worker: worker)
            }
        }
    }
}
