import Dispatch
import InferTensors
import Synchronization

/// One run of a request: what those wait for who started it.
///
/// A run is finished once, after its callback has returned, and keeps its result for everyone who asks later.
final class Run: Sendable {
    private struct State {
        var isFinished = false
        var isExecuted = false
        var error: (any Error)?
        var callback: RequestState.Callback?
        var observers: [@Sendable ((any Error)?) -> Void] = []
    }

    private let state = Mutex(State())
    private let pending = DispatchGroup()

    /// - Parameter callback: Called in the place of the request's callback.
    init(callback: RequestState.Callback? = nil) {
        state.withLock { $0.callback = callback }
        pending.enter()
    }

    /// Makes a finished run that nobody else holds ready for another one. Allocates nothing.
    func reopen() -> Bool {
        let isReopened = state.withLock { state in
            guard state.isFinished else { return false }
            state.isFinished = false
            state.isExecuted = false
            state.error = nil
            return true
        }
        if isReopened { pending.enter() }
        return isReopened
    }

    var isFinished: Bool { state.withLock { $0.isFinished } }

    var hasCallback: Bool { state.withLock { $0.callback != nil } }

    /// Gives the callback away: a request keeps its last run, which must not keep what the callback holds.
    func takeCallback() -> RequestState.Callback? { state.withLock { $0.callback.take() } }

    /// Whether this is the first report that the device is done; devices are to report once, and the second report must not hurt.
    func markExecuted() -> Bool {
        state.withLock { state in
            defer { state.isExecuted = true }
            return !state.isExecuted
        }
    }

    /// Lets everyone go who waits.
    func finish(_ error: (any Error)?) {
        let observers = state.withLock { state in
            state.isFinished = true
            state.error = error
            defer { state.observers = [] }
            return state.observers
        }
        pending.leave()
        for observer in observers { observer(error) }
    }

    /// Calls the observer when the run has finished, at once if it has.
    func whenFinished(_ observer: @escaping @Sendable ((any Error)?) -> Void) {
        let finished = state.withLock { state in
            if !state.isFinished { state.observers.append(observer) }
            return state.isFinished ? (true, state.error) : (false, nil)
        }
        if finished.0 { observer(finished.1) }
    }

    /// Whether the run has finished by then.
    ///
    /// - Throws: What the run failed with.
    func wait(until deadline: DispatchTime) throws -> Bool {
        guard pending.wait(timeout: deadline) == .success else { return false }
        if let error = state.withLock({ $0.error }) { throw error }
        return true
    }
}
