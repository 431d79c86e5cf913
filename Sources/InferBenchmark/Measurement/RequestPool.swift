import Dispatch
import Runtime
import Synchronization

/// Requests that run at the same time, each started again as soon as it has ended.
final class RequestPool: Sendable {
    /// An inference that has ended.
    struct Finished {
        /// In nanoseconds.
        let latency: Int64
        let group: Int
    }

    private struct State {
        var idle: [Int]
        var starts: [Int64]
        var groups: [Int]
        var finished: [Finished] = []
        var failure: (any Error)?
    }

    let requests: [InferRequest]
    private let state: Mutex<State>
    private let idleCount: DispatchSemaphore

    /// - Parameter requests: At least one.
    init(_ requests: [InferRequest]) throws {
        self.requests = requests
        idleCount = DispatchSemaphore(value: 0)
        state = Mutex(
            State(
                idle: Array(requests.indices.reversed()), starts: Array(repeating: 0, count: requests.count),
                groups: Array(repeating: 0, count: requests.count)))
        for index in requests.indices {
            try requests[index].set_callback { [weak self] error in self?.ended(index, error) }
            idleCount.signal()
        }
        state.withLock { $0.finished.reserveCapacity(1 << 20) }
    }

    var count: Int { requests.count }

    /// Waits for a request that has nothing to do.
    ///
    /// - Throws: The error of an inference that failed.
    func takeIdle() throws -> Int {
        idleCount.wait()
        let index = try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.idle.popLast()
        }
        guard let index else { throw InputError("No idle Infer Requests!") }
        // Its callback may not have returned.
        try requests[index].wait()
        return index
    }

    /// Starts a request that ``takeIdle()`` gave.
    func start(_ index: Int, group: Int) throws {
        state.withLock { state in
            state.groups[index] = group
            state.starts[index] = Clock.now()
        }
        try requests[index].start_async()
    }

    /// Waits for all requests.
    ///
    /// - Returns: The inferences since the last call, in the order of their ends.
    /// - Throws: The error of an inference that failed.
    func finish() throws -> [Finished] {
        let indices = try requests.indices.map { _ in try takeIdle() }
        return state.withLock { state in
            state.idle = indices
            indices.forEach { _ in idleCount.signal() }
            defer { state.finished.removeAll(keepingCapacity: true) }
            return state.finished
        }
    }

    private func ended(_ index: Int, _ error: (any Error)?) {
        let end = Clock.now()
        state.withLock { state in
            state.finished.append(Finished(latency: end - state.starts[index], group: state.groups[index]))
            state.idle.append(index)
            state.failure = state.failure ?? error
        }
        idleCount.signal()
    }
}
