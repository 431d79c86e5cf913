import Dispatch
import InferKernels
import Synchronization

/// The streams of a compiled model: each is a team of threads that runs one inference at a time. Runs wait their turn in order.
final class StreamPool: Sendable {
    private enum Waiter: Sendable {
        /// A thread that wants to run an inference itself.
        case thread(Turn)
        /// An inference to be run on a Dispatch queue.
        case job(@Sendable (WorkerTeam) -> Void)
    }

    /// Hands a team to a thread that waits for one.
    private final class Turn: Sendable {
        let semaphore = DispatchSemaphore(value: 0)
        let team = Mutex<WorkerTeam?>(nil)
    }

    private struct State {
        var idle: [WorkerTeam]
        var waiting: [Waiter] = []
        var head = 0

        mutating func next() -> Waiter? {
            if head == waiting.count { return nil }
            let waiter = waiting[head]
            head += 1
            if head == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                head = 0
            }
            return waiter
        }
    }

    private let state: Mutex<State>
    let count: Int
    /// Threads of each stream.
    let threads: Int

    /// - Parameter prepare: what each helper thread of a stream does first.
    init(streams: Int, threads: Int, prepare: (@Sendable () -> Void)? = nil) {
        count = max(streams, 1)
        self.threads = max(threads, 1)
        let teams = (0..<count).map { _ in WorkerTeam(threads: max(threads, 1), prepare: prepare) }
        state = Mutex(State(idle: teams))
    }

    /// Runs on the calling thread as soon as a stream is free.
    func run<Outcome>(_ body: (WorkerTeam) throws -> Outcome) rethrows -> Outcome {
        let team = acquire()
        defer { release(team) }
        return try body(team)
    }

    /// Runs on a Dispatch queue as soon as a stream is free.
    func submit(_ job: @escaping @Sendable (WorkerTeam) -> Void) {
        let team = state.withLock { state -> WorkerTeam? in
            if let team = state.idle.popLast() { return team }
            state.waiting.append(.job(job))
            return nil
        }
        if let team { dispatch(job, team) }
    }

    private func acquire() -> WorkerTeam {
        if let team = state.withLock({ $0.idle.popLast() }) { return team }
        let turn = Turn()
        let team = state.withLock { state -> WorkerTeam? in
            if let team = state.idle.popLast() { return team }
            state.waiting.append(.thread(turn))
            return nil
        }
        if let team { return team }
        while true {
            turn.semaphore.wait()
            if let team = turn.team.withLock({ $0 }) { return team }
        }
    }

    /// Gives the team to who waits longest.
    private func release(_ team: WorkerTeam) {
        if let job = hand(team) { dispatch(job, team) }
    }

    /// Wakes the next thread, or returns the next job, which then has the team.
    private func hand(_ team: WorkerTeam) -> (@Sendable (WorkerTeam) -> Void)? {
        let next = state.withLock { state -> Waiter? in
            guard let waiter = state.next() else {
                state.idle.append(team)
                return nil
            }
            return waiter
        }
        switch next {
        case .thread(let turn):
            turn.team.withLock { $0 = team }
            turn.semaphore.signal()
            return nil
        case .job(let job): return job
        case nil: return nil
        }
    }

    private func dispatch(_ job: @escaping @Sendable (WorkerTeam) -> Void, _ team: WorkerTeam) {
        DispatchQueue.global(qos: .userInitiated).async {
            var next: (@Sendable (WorkerTeam) -> Void)? = job
            while let job = next {
                job(team)
                next = self.hand(team)
            }
        }
    }
}
