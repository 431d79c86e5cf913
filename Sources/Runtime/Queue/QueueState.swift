import Dispatch
import InferTensors
import Synchronization

/// What an ``AsyncInferQueue`` knows of its requests. Running jobs keep it alive, and not the queue.
final class QueueState: Sendable {
    private struct Contents {
        /// The free requests, the one that has been free longest first.
        var idle: [Int]
        var userdata: [(any Sendable)?]
        var callback: (@Sendable (InferRequest, (any Sendable)?) throws -> Void)?
        var errors: [any Error] = []
        /// The requests that ran a job of which the outputs may still be wanted.
        var handedOut: Set<Int> = []
        /// How many of the queue's own callbacks wait for a free request.
        var waitingCallbacks = 0
    }

    let requests: [InferRequest]
    let finished = FinishedJobStream()
    private let contents: Mutex<Contents>
    private let running = DispatchGroup()
    /// Counts the free requests. It starts at 0 since Dispatch does not let go of a semaphore that counts less than it started with.
    private let free = DispatchSemaphore(value: 0)

    init(_ requests: [InferRequest]) {
        self.requests = requests
        contents = Mutex(Contents(idle: Array(requests.indices), userdata: Array(repeating: nil, count: requests.count)))
        for _ in requests { free.signal() }
    }

    func setCallback(_ callback: @escaping @Sendable (InferRequest, (any Sendable)?) throws -> Void) {
        contents.withLock { $0.callback = callback }
    }

    var userdata: [(any Sendable)?] { contents.withLock { $0.userdata } }

    var isReady: Bool { contents.withLock { !$0.idle.isEmpty } }

    private var isInCallback: Bool { requests.contains { $0.state.isOnOwnQueue } }

    /// Waits for a free request, which then counts as taken.
    private func takeFree() throws {
        if free.wait(timeout: .now()) == .success { return }
        // Callbacks hold on to their requests; if all of them wait for one, none will ever be free.
        let isInCallback = isInCallback
        if isInCallback {
            try contents.withLock { contents in
                guard contents.waitingCallbacks + 1 < requests.count else {
                    throw RuntimeError(
                        .invalidArgument, "All requests of the AsyncInferQueue are in callbacks that wait for a free request")
                }
                contents.waitingCallbacks += 1
            }
        }
        free.wait()
        if isInCallback { contents.withLock { $0.waitingCallbacks -= 1 } }
    }

    func idleRequest() throws -> Int {
        try takeFree()
        defer { free.signal() }
        return contents.withLock { $0.idle.first ?? 0 }
    }

    func start(_ userdata: (any Sendable)?, _ inputs: (RequestState) throws -> [(PortPosition, Tensor)]) throws {
        try takeFree()
        let isFollowed = finished.isFollowed
        let index: Int
        do {
            index = try contents.withLock { contents in
                if !isFollowed, !contents.errors.isEmpty { throw contents.errors.removeFirst() }
                let index = contents.idle.removeFirst()
                contents.userdata[index] = userdata
                return index
            }
        } catch {
            free.signal()
            throw error
        }
        running.enter()
        do {
            try start(index, userdata, isFollowed, inputs)
        } catch {
            release(index)
            throw error
        }
    }

    private func start(
        _ index: Int, _ userdata: (any Sendable)?, _ isFollowed: Bool, _ inputs: (RequestState) throws -> [(PortPosition, Tensor)]
    ) throws {
        let request = requests[index]
        if isFollowed, contents.withLock({ $0.handedOut.remove(index) }) != nil { try request.state.releaseOutputs() }
        try request.state.bind(inputs(request.state))
        let (run, tensors) = try request.state.start { error in
            let callback = self.contents.withLock { $0.callback }
            if let error { throw error }
            try callback?(request, userdata)
        }
        run.whenFinished { error in
            if let error { self.contents.withLock { $0.errors.append(error) } }
            self.contents.withLock { _ = $0.handedOut.insert(index) }
            self.finished.append(AsyncInferJob(request: request, userdata: userdata, error: error, outputs: tensors.outputs))
            self.release(index)
        }
    }

    private func release(_ index: Int) {
        contents.withLock { $0.idle.append(index) }
        free.signal()
        running.leave()
    }

    func waitAll() throws {
        guard !isInCallback else {
            throw RuntimeError(.invalidArgument, "wait_all() was called in a callback of the queue, which it has to wait for")
        }
        running.wait()
        let error = contents.withLock { contents in
            defer { contents.errors = [] }
            return contents.errors.first
        }
        if let error { throw error }
    }

    func shutDown() {
        if !isInCallback { running.wait() }
        finished.close()
    }
}
