/// Ranges of a count, spread over a team.
enum Parallel {
    private struct Work {
        let count: Int
        let tasks: Int
        let body: (Range<Int>) -> Void
    }

    /// Calls `body` for ranges that cover `0..<count`, on the calling thread alone where there are fewer than `grain` for each of two.
    @inline(__always) static func run(_ count: Int, grain: Int, _ team: WorkerTeam?, _ body: (Range<Int>) -> Void) {
        guard let team, team.threadCount > 1, count >= 2 * grain, count > 1 else { return body(0..<count) }
        runOnTeam(count, min(team.threadCount * 2, count / max(grain, 1)), team, body)
    }

    private static func runOnTeam(_ count: Int, _ tasks: Int, _ team: WorkerTeam, _ body: (Range<Int>) -> Void) {
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: Work(count: count, tasks: tasks, body: body)) { work in
                team.run(tasks, context: work) { context, task, _ in
                    let work = context.assumingMemoryBound(to: Work.self).pointee
                    work.body(work.count * task / work.tasks..<work.count * (task + 1) / work.tasks)
                }
            }
        }
    }
}
