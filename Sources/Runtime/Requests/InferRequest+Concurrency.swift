import InferTensors
import Synchronization

extension InferRequest {
    /// Runs the model on the bound tensors while the task is suspended. The model is computed on the device's threads, never on those of
    /// Swift's cooperative pool.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, which cancels the run; `Cancelled` when ``cancel()`` did; otherwise as
    ///   ``start_async()`` and ``wait()``.
    public func run() async throws {
        try Task.checkCancellation()
        let link = TaskLink(state)
        do {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                    do {
                        let run = try state.start().run
                        link.started(run)
                        run.whenFinished { error in
                            if let error { continuation.resume(throwing: error) } else { continuation.resume() }
                        }
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            } onCancel: {
                link.cancel()
            }
        } catch is Cancelled where link.hasCancelled {
            throw CancellationError()
        }
        if link.hasCancelled { throw CancellationError() }
    }
}

/// Cancels the run of a task with the task: that run and no later one.
private final class TaskLink: Sendable {
    private struct Contents {
        var run: Run?
        var isTaskCancelled = false
        var hasCancelled = false
    }

    private let contents = Mutex(Contents())
    private let state: RequestState

    init(_ state: RequestState) {
        self.state = state
    }

    /// Whether the task's cancellation has reached the run.
    var hasCancelled: Bool { contents.withLock { $0.hasCancelled } }

    func started(_ run: Run) {
        contents.withLock { contents in
            contents.run = run
            if contents.isTaskCancelled { contents.hasCancelled = state.cancel(run) }
        }
    }

    func cancel() {
        contents.withLock { contents in
            contents.isTaskCancelled = true
            if let run = contents.run { contents.hasCancelled = state.cancel(run) }
        }
    }
}
