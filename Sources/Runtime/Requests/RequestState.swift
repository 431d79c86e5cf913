import Dispatch
import InferDevices
import InferGraph
import InferTensors
import Synchronization

/// The state machine behind an ``InferRequest``: idle, busy or cancelling; the bound tensors; the runs; the callback.
///
/// It is apart from the request so that a run keeps it alive without keeping the request alive: the last handle of a request waits, when it
/// goes away, until the device no longer uses the tensors.
final class RequestState: Sendable {
    typealias Callback = @Sendable ((any Error)?) throws -> Void

    enum Phase {
        case idle, busy, cancelling
    }

    struct Contents {
        var phase = Phase.idle
        var inputs: [Tensor]
        var outputs: [Tensor]
        /// The batch set on an input, if any.
        var batches: [TensorBatch?]
        /// Whether an input's tensor is the request's own.
        var ownsInput: [Bool]
        /// Whether an output's tensor is the request's own, which may be given away.
        var ownsOutput: [Bool]
        var lastRun: Run?
        var callback: Callback?
        var started = ContinuousClock.now
        var latency = Duration.zero
    }

    let ports: RequestPorts
    let execution: any Execution
    private let contents: Mutex<Contents>
    private let cancellation = Cancellation()
    /// Where callbacks run, one after the other.
    private let queue = DispatchQueue(label: "InferRequest.completion")
    private static let queueKey = DispatchSpecificKey<ObjectIdentifier>()
    private let outstanding = DispatchGroup()

    init(_ ports: RequestPorts, _ execution: any Execution) throws {
        self.ports = ports
        self.execution = execution
        contents = Mutex(
            Contents(
                inputs: try ports.inputs.map { try $0.makeTensor() }, outputs: try ports.outputs.map { try $0.makeTensor() },
                batches: Array(repeating: nil, count: ports.inputs.count),
                ownsInput: Array(repeating: true, count: ports.inputs.count), ownsOutput: Array(repeating: true, count: ports.outputs.count)
            ))
        queue.setSpecific(key: Self.queueKey, value: ObjectIdentifier(self))
    }

    // MARK: States

    private static func checkIdle(_ phase: Phase) throws {
        switch phase {
        case .idle: return
        case .busy: throw Busy()
        case .cancelling: throw Cancelled()
        }
    }

    /// What the request is doing.
    var phase: Phase { contents.withLock { $0.phase } }

    /// What is bound to each port, for people to read whatever the request is doing.
    var boundTensors: [(port: RequestPort, tensor: Tensor)] {
        let (inputs, outputs) = contents.withLock { ($0.inputs, $0.outputs) }
        return Array(zip(ports.inputs + ports.outputs, inputs + outputs)).map { (port: $0.0, tensor: $0.1) }
    }

    /// Does something that a running request does not allow.
    func whileIdle<Value: Sendable>(_ body: (inout Contents) throws -> Value) throws -> Value {
        try contents.withLock { contents in
            try Self.checkIdle(contents.phase)
            return try body(&contents)
        }
    }

    /// Checks all tensors, and only then the state; what it returns is what the device gets.
    ///
    /// - Parameter isReusing: Whether the object of the last run may serve again when nobody holds it, so that nothing is allocated.
    private func begin(isReusing: Bool = false, callback: Callback? = nil) throws -> (RequestTensors, Run) {
        try contents.withLock { contents in
            for index in contents.inputs.indices {
                if let batch = contents.batches[index] {
                    try batch.check()
                } else {
                    try ports.inputs[index].checkRun(contents.inputs[index])
                }
            }
            for index in contents.outputs.indices { try ports.outputs[index].checkRun(contents.outputs[index]) }
            try Self.checkIdle(contents.phase)
            for index in contents.inputs.indices {
                if let batch = contents.batches[index] { contents.inputs[index] = try batch.gather() }
            }
            let run: Run
            var last = contents.lastRun.take()
            if isReusing, isKnownUniquelyReferenced(&last), let last, last.reopen() { run = last } else { run = Run(callback: callback) }
            contents.lastRun = run
            contents.phase = .busy
            contents.started = .now
            cancellation.reset()
            return (RequestTensors(inputs: contents.inputs, outputs: contents.outputs), run)
        }
    }

    private func becomeIdle() {
        contents.withLock { contents in
            contents.phase = .idle
            contents.latency = .now - contents.started
        }
    }

    /// Asks a running request to stop; an idle one takes no notice.
    func cancel() {
        contents.withLock { contents in
            guard contents.phase == .busy else { return }
            contents.phase = .cancelling
            cancellation.cancel()
        }
    }

    /// Asks that run to stop, if it is the one that goes on.
    ///
    /// - Returns: Whether it goes on.
    @discardableResult
    func cancel(_ run: Run) -> Bool {
        contents.withLock { contents in
            guard contents.lastRun === run, contents.phase != .idle else { return false }
            contents.phase = .cancelling
            cancellation.cancel()
            return true
        }
    }

    // MARK: Runs

    /// Runs on the calling thread. Allocates nothing where shapes are static.
    func infer() throws {
        let (tensors, run) = try begin(isReusing: true)
        do {
            try execution.run(tensors, cancellation)
        } catch {
            becomeIdle()
            run.finish(nil)
            throw error
        }
        becomeIdle()
        run.finish(nil)
    }

    /// Starts a run.
    ///
    /// - Parameter callback: Called in the place of the request's callback.
    /// - Returns: The run, and the tensors that it works on.
    @discardableResult
    func start(callback: Callback? = nil) throws -> (run: Run, tensors: RequestTensors) {
        let (tensors, run) = try begin(callback: callback)
        outstanding.enter()
        do {
            try execution.start(tensors, cancellation) { error in
                if run.markExecuted() { self.executed(run, error) }
            }
        } catch {
            if run.markExecuted() {
                _ = run.takeCallback()
                becomeIdle()
                run.finish(error)
                outstanding.leave()
            }
            throw error
        }
        return (run, tensors)
    }

    /// The device is done: the callback, then whoever waits.
    private func executed(_ run: Run, _ error: (any Error)?) {
        let hasCallback = run.hasCallback || contents.withLock { $0.callback != nil }
        // Callbacks must not hold up the device's threads, and one must have returned before the next is called.
        if hasCallback {
            queue.async { self.complete(run, error) }
        } else {
            complete(run, error)
        }
    }

    private func complete(_ run: Run, _ error: (any Error)?) {
        let own = run.takeCallback()
        let callback = contents.withLock { contents in
            contents.phase = .idle
            contents.latency = .now - contents.started
            return own ?? contents.callback
        }
        var outcome = error
        do {
            try callback?(error)
        } catch {
            outcome = error
        }
        run.finish(outcome)
        outstanding.leave()
    }

    var isOnOwnQueue: Bool {
        DispatchQueue.getSpecific(key: Self.queueKey) == ObjectIdentifier(self)
    }

    /// Waits for the last run, and throws what it failed with.
    func wait() throws {
        guard let run = contents.withLock({ $0.lastRun }) else { return }
        // The run that the callback belongs to ends after it, and a later one cannot complete before it: that would wait for ever.
        if isOnOwnQueue, !run.isFinished {
            throw RuntimeError(.invalidArgument, "wait() was called in the request's own callback, which the run has to wait for")
        }
        _ = try run.wait(until: .distantFuture)
    }

    /// Waits for the last run until a deadline, and throws what it failed with.
    ///
    /// - Returns: Whether it has finished; false where there has been none.
    func wait(until deadline: DispatchTime) throws -> Bool {
        guard let run = contents.withLock({ $0.lastRun }) else { return false }
        return try run.wait(until: deadline)
    }

    /// The last handle is gone: no callback any more, and nothing may use the tensors when this returns.
    func shutDown() {
        contents.withLock { $0.callback = nil }
        if !isOnOwnQueue { outstanding.wait() }
    }
}
