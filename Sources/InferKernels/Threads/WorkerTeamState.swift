import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the threads of a ``WorkerTeam`` share; the team itself is not retained by its threads, so that releasing it ends them.
///
/// A run is published through `gate`: its caller writes `job`, then opens the gate with a new epoch; a helper enters by counting itself
/// in with a compare-exchange that fails once the gate is closed; the caller closes the gate when the tasks are handed out and waits for
/// those inside only. A helper that slept through a run is therefore never waited for.
///
/// `@unchecked Sendable`: `job` is written only by the thread that holds `claimed` while the gate is closed and empty, and read only
/// inside an open gate; all else is atomic.
final class WorkerTeamState: @unchecked Sendable {
    /// The run in progress.
    private struct Job {
        var tasks = 0
        /// How many workers have tasks of their own.
        var workers = 0
        var context: UnsafeRawPointer?
        var body: (@Sendable (UnsafeRawPointer, Int, Int) -> Void)?
    }

    /// An atomic number on cache lines of its own.
    private struct Line: ~Copyable {
        let value: Atomic<Int>
        private let padding: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) =
            (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        init(_ value: Int) { self.value = Atomic(value) }
    }

    /// Where one helper sleeps.
    private final class Bed: Sendable {
        let isAsleep = Atomic<Bool>(false)
        let semaphore = DispatchSemaphore(value: 0)
    }

    /// The gate's fields: helpers inside, open, shutting down, and the epoch above them.
    private static let insideMask = 0xffff
    private static let openBit = 1 << 16
    private static let shutdownBit = 1 << 17
    private static let epochStep = 1 << 18

    /// What belongs to one worker, the caller first.
    private final class Share: Sendable {
        /// The next task of the worker's own range.
        let nextTask = Line(0)
    }

    private let gate = Line(0)
    private let claimed = Line(0)
    private let shares: [Share]
    private let beds: [Bed]
    private var job = Job()

    /// How long a helper spins after its last work before it sleeps, and when it begins to yield its processor.
    private static let spinNanoseconds = 200_000
    private static let politeNanoseconds = 100_000

    init(helpers: Int) {
        beds = (0..<helpers).map { _ in Bed() }
        shares = (0...helpers).map { _ in Share() }
    }

    /// Reserves the team for one caller; false if it is in use.
    func claim() -> Bool { claimed.value.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged }

    /// Gives the team back.
    func unclaim() { claimed.value.store(0, ordering: .releasing) }

    /// Runs a job with up to `helpers` of the helpers. The caller holds the claim.
    func run(
        _ tasks: Int, context: UnsafeRawPointer, helpers: Int, _ body: @escaping @Sendable (UnsafeRawPointer, Int, Int) -> Void
    ) {
        job.tasks = tasks
        job.context = context
        job.body = body
        let workers = min(helpers + 1, tasks)
        job.workers = workers
        for worker in 0..<workers { shares[worker].nextTask.value.store(tasks &* worker / workers, ordering: .relaxed) }
        // Task 0 is the caller's.
        shares[0].nextTask.value.store(1, ordering: .relaxed)
        let epoch = gate.value.load(ordering: .relaxed) & ~(WorkerTeamState.epochStep - 1)
        // Sequentially consistent, as are the helpers' steps to bed: either we see a helper asleep or it sees the open gate.
        gate.value.store((epoch &+ WorkerTeamState.epochStep) | WorkerTeamState.openBit, ordering: .sequentiallyConsistent)
        for helper in 0..<workers - 1 { wake(helper) }

        body(context, 0, 0)
        work(tasks, workers, context, body, worker: 0)

        var inside = gate.value.bitwiseAnd(~WorkerTeamState.openBit, ordering: .acquiringAndReleasing).newValue & WorkerTeamState.insideMask
        var spins = 0
        while inside != 0 {
            spins += 1
            // A helper that lost its processor in mid-task needs ours if there is no other.
            if spins > 20_000 { sched_yield() }
            inside = gate.value.load(ordering: .acquiring) & WorkerTeamState.insideMask
        }
        job = Job()
    }

    /// Does the worker's own range of tasks, then what is left of the others'.
    private func work(
        _ tasks: Int, _ workers: Int, _ context: UnsafeRawPointer, _ body: (UnsafeRawPointer, Int, Int) -> Void, worker: Int
    ) {
        for step in 0..<workers {
            // A helper that has no range begins with the caller's.
            let owner = (worker &+ step) % workers
            let end = tasks &* (owner &+ 1) / workers
            let next = shares[owner]
            while true {
                let task = next.nextTask.value.wrappingAdd(1, ordering: .relaxed).oldValue
                if task >= end { break }
                body(context, task, worker)
            }
        }
    }

    /// The life of a helper thread.
    func help(_ helper: Int) {
        let bed = beds[helper]
        var seenEpoch = 0
        var idleSince = WorkerTeamState.now()
        var spins = 0
        while true {
            let state = gate.value.load(ordering: .acquiring)
            if state & WorkerTeamState.shutdownBit != 0 { return }
            let epoch = state & ~(WorkerTeamState.epochStep - 1)
            if state & WorkerTeamState.openBit != 0, epoch != seenEpoch {
                let entered = gate.value.compareExchange(expected: state, desired: state + 1, ordering: .acquiringAndReleasing).exchanged
                guard entered else { continue }
                if let body = job.body, let context = job.context { work(job.tasks, job.workers, context, body, worker: helper + 1) }
                gate.value.wrappingSubtract(1, ordering: .releasing)
                seenEpoch = epoch
                idleSince = WorkerTeamState.now()
                spins = 0
                continue
            }
            spins += 1
            if spins & 0x3f != 0 { continue }
            let idle = WorkerTeamState.now() - idleSince
            if idle < WorkerTeamState.politeNanoseconds { continue }
            if idle < WorkerTeamState.spinNanoseconds {
                sched_yield()
                continue
            }
            sleep(in: bed, seenEpoch)
            idleSince = WorkerTeamState.now()
            spins = 0
        }
    }

    /// Sleeps until woken, unless there is something to do already.
    private func sleep(in bed: Bed, _ seenEpoch: Int) {
        bed.isAsleep.store(true, ordering: .sequentiallyConsistent)
        let state = gate.value.load(ordering: .sequentiallyConsistent)
        let isOpen = state & WorkerTeamState.openBit != 0 && state & ~(WorkerTeamState.epochStep - 1) != seenEpoch
        if isOpen || state & WorkerTeamState.shutdownBit != 0 {
            // If the flag is gone already, a wake-up is on its way and has to be taken.
            if bed.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
        }
        bed.semaphore.wait()
    }

    private func wake(_ helper: Int) {
        let bed = beds[helper]
        guard bed.isAsleep.load(ordering: .sequentiallyConsistent) else { return }
        if bed.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bed.semaphore.signal() }
    }

    /// Makes every helper return from ``help(_:)``.
    func shutDown() {
        gate.value.bitwiseOr(WorkerTeamState.shutdownBit, ordering: .sequentiallyConsistent)
        for helper in beds.indices { wake(helper) }
    }

    /// Monotonic time in nanoseconds.
    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }
}
