import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A few threads that split the tasks of one kernel between them and the calling thread.
///
/// Between runs the helper threads spin for about 200 µs, so that consecutive kernels of an inference start within a fraction of a
/// microsecond, and then sleep. A team of one thread starts none. The threads end when the team is released.
package final class WorkerTeam: Sendable {
    /// How many threads take part, the caller included. Less than asked for only when the system refuses threads.
    package let threadCount: Int

    private let shared: WorkerTeamState
    private let threads: [pthread_t]

    /// Starts `threads - 1` helper threads; the caller of ``run(_:_:)`` is the other one.
    ///
    /// - Parameter prepare: what each helper thread does first.
    package init(threads: Int, prepare: (@Sendable () -> Void)? = nil) {
        let shared = WorkerTeamState(helpers: max(0, threads - 1))
        var started: [pthread_t] = []
        for helper in 0..<max(0, threads - 1) {
            guard
                let thread = WorkerTeam.start({
                    prepare?()
                    shared.help(helper)
                })
            else { break }
            started.append(thread)
        }
        self.shared = shared
        self.threads = started
        self.threadCount = started.count + 1
    }

    /// The calling thread alone, for parts of a task.
    package static let caller = WorkerTeam(threads: 1)

    deinit {
        shared.shutDown()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Runs `body(task, worker)` once for each task in `0..<tasks` and returns when all are done.
    ///
    /// `worker < threadCount` names the thread that runs the task, to pick scratch memory. Each thread begins with a range of
    /// its own, the caller with the first, and then helps the others: consecutive kernels that order their tasks alike find in a core's
    /// cache what they left there. Within a range tasks begin in ascending order; the caller runs task 0. One run at a time: a run started while another is in progress (by another thread
    /// or from a task) happens wholly on its caller, as worker 0.
    ///
    /// When it goes to several threads this form boxes its closure; ``run(_:context:_:)`` does not allocate at all.
    package func run(_ tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
        guard tasks > 1, threadCount > 1 else {
            for task in 0..<max(0, tasks) { body(task, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: body) { pointer in
                run(tasks, context: pointer) { context, task, worker in
                    context.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(task, worker)
                }
            }
        }
    }

    /// Runs `body(context, task, worker)` once for each task in `0..<tasks`, as ``run(_:_:)`` does, without allocating: pass a closure
    /// that captures nothing and reads what it needs through `context`.
    package func run(
        _ tasks: Int, context: UnsafeRawPointer,
        _ body: @escaping @Sendable (_ context: UnsafeRawPointer, _ task: Int, _ worker: Int) -> Void
    ) {
        guard tasks > 1, threadCount > 1, shared.claim() else {
            for task in 0..<max(0, tasks) { body(context, task, 0) }
            return
        }
        shared.run(tasks, context: context, helpers: threadCount - 1, body)
        shared.unclaim()
    }

    /// Runs `body` on a new thread with a 2 MiB stack; `nil` if the system has none to give.
    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 2 << 20)
        let box = Unmanaged.passRetained(Box(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, box.toOpaque())
        #else
            var created = pthread_t()
            let status = pthread_create(
                &created, &attributes,
                { argument in
                    if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, box.toOpaque())
            let thread: pthread_t? = created
        #endif
        guard status == 0 else {
            box.release()
            return nil
        }
        return thread
    }
}
