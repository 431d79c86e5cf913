/// What the tasks of a run have in common, as a value: a way to run on a team that allocates nothing.
package protocol WorkerJob: SendableMetatype {
    /// Runs one task; `worker` picks scratch memory.
    func perform(task: Int, worker: Int)

    /// Runs one task of the job at an address.
    static func perform(_ job: UnsafeRawPointer, task: Int, worker: Int)
}

extension WorkerJob {
    package static func perform(_ job: UnsafeRawPointer, task: Int, worker: Int) {
        job.assumingMemoryBound(to: Self.self).pointee.perform(task: task, worker: worker)
    }
}

extension WorkerTeam {
    /// Where a job is, and what it is: a closure of a generic function would take its types along in memory from the heap, unless optimised.
    private struct Call {
        let type: any WorkerJob.Type
        let job: UnsafeRawPointer
    }

    /// Performs a job's tasks, as ``run(_:_:)`` does, without allocating; on the caller alone if it is too small to share.
    package func run<Job: WorkerJob>(_ job: Job, tasks: Int, isSmall: Bool = false) {
        guard tasks > 1, threadCount > 1, !isSmall else {
            for task in 0..<max(0, tasks) { job.perform(task: task, worker: 0) }
            return
        }
        withUnsafePointer(to: job) { job in
            withUnsafePointer(to: Call(type: Job.self, job: job)) { call in
                run(tasks, context: call) { context, task, worker in
                    let call = context.assumingMemoryBound(to: Call.self)
                    call.pointee.type.perform(call.pointee.job, task: task, worker: worker)
                }
            }
        }
    }
}
