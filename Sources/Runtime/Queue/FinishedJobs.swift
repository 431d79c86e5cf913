import Synchronization

/// The finished jobs of an ``AsyncInferQueue``, in the order in which they finish.
public struct FinishedJobs: AsyncSequence, Sendable {
    /// Waits for one job after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: FinishedJobStream

        /// The next job; nil when the queue is gone and all jobs have been seen, or when the task is cancelled.
        public mutating func next() async -> AsyncInferJob? {
            await stream.next()
        }
    }

    let stream: FinishedJobStream

    /// A place in the sequence. Several share the jobs: each job goes to one of them.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(stream: stream)
    }
}

/// Finished jobs on their way from a queue to those who wait for them.
final class FinishedJobStream: Sendable {
    private struct Contents {
        var jobs: [AsyncInferJob] = []
        var waiters: [Int: CheckedContinuation<AsyncInferJob?, Never>] = [:]
        var cancelled: Set<Int> = []
        var lastWaiter = 0
        var isFollowed = false
        var isClosed = false
    }

    private let contents = Mutex(Contents())
    /// How many jobs are kept before anybody asks for them, so that a queue whose jobs nobody wants does not grow for ever.
    private static let limit = 4096

    /// Somebody wants the jobs: from now on all are kept until they are taken.
    func follow() {
        contents.withLock { $0.isFollowed = true }
    }

    var isFollowed: Bool { contents.withLock { $0.isFollowed } }

    func append(_ job: AsyncInferJob) {
        let waiter = contents.withLock { contents -> CheckedContinuation<AsyncInferJob?, Never>? in
            if let first = contents.waiters.keys.min() { return contents.waiters.removeValue(forKey: first) }
            if contents.isFollowed || contents.jobs.count < Self.limit { contents.jobs.append(job) }
            return nil
        }
        waiter?.resume(returning: job)
    }

    /// There will be no more jobs.
    func close() {
        let waiters = contents.withLock { contents in
            contents.isClosed = true
            defer { contents.waiters = [:] }
            return contents.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    func next() async -> AsyncInferJob? {
        let identity = contents.withLock { contents in
            contents.lastWaiter += 1
            return contents.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Nil: wait; otherwise what there is now.
                let present = contents.withLock { contents -> AsyncInferJob?? in
                    if contents.cancelled.remove(identity) != nil { return .some(nil) }
                    if !contents.jobs.isEmpty { return contents.jobs.removeFirst() }
                    if contents.isClosed { return .some(nil) }
                    contents.waiters[identity] = continuation
                    return nil
                }
                if let present { continuation.resume(returning: present) }
            }
        } onCancel: {
            let waiter = contents.withLock { contents in
                let waiter = contents.waiters.removeValue(forKey: identity)
                if waiter == nil { contents.cancelled.insert(identity) }
                return waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
