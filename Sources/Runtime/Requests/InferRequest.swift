import Dispatch
import InferDevices
import InferGraph
import InferTensors

/// One inference at a time on a compiled model: the tensors bound to its ports, the run, and its result.
///
/// A request is idle, busy, or, between ``cancel()`` and the end of the run, cancelling. What touches tensors, callback, profile or states
/// throws `Busy` or `Cancelled` unless it is idle. ``wait()``, ``wait_for(_:)`` and ``cancel()`` may be called at any time from any thread.
/// When the last reference to a running request goes away, that waits for the end of the run.
public final class InferRequest: Sendable {
    let state: RequestState
    private let compiledModel: CompiledModel

    init(_ compiledModel: CompiledModel) throws {
        self.compiledModel = compiledModel
        state = try RequestState(compiledModel.ports, compiledModel.deviceModel.make_execution())
    }

    deinit {
        state.shutDown()
    }

    // MARK: Running

    /// Runs the model on the bound tensors and returns when the outputs are there. The callback is not called.
    ///
    /// - Throws: `RuntimeError` of kind `mismatch` for a tensor whose shape no longer fits its port; `Busy`; `Cancelled`; what the device throws.
    public func infer() throws {
        try state.infer()
    }

    /// Starts the model on the bound tensors and returns at once.
    ///
    /// - Throws: As ``infer()``, but for errors of the run itself: those come out of ``wait()``.
    public func start_async() throws {
        try state.start()
    }

    /// Waits until the last run and its callback have ended; returns at once when there has been none.
    ///
    /// - Throws: What the run or its callback failed with, at each call until the next run starts.
    public func wait() throws {
        try state.wait()
    }

    /// Waits as ``wait()`` does, but not longer than the timeout.
    ///
    /// - Returns: Whether the run has ended; false where there has been none.
    /// - Throws: As ``wait()``, and `RuntimeError` for a negative timeout.
    public func wait_for(_ timeout: Duration) throws -> Bool {
        guard timeout >= .zero else {
            throw RuntimeError(.invalidArgument, "Timeout can't be less than 0 for InferRequest.wait_for(); it is \(timeout)")
        }
        return try state.wait(until: .now() + timeout.dispatchInterval)
    }

    /// Asks the run to stop; without one this does nothing.
    ///
    /// The device stops at the next opportunity, and the run ends with `Cancelled`; it may also still end well.
    public func cancel() {
        state.cancel()
    }

    /// Installs what is called after each asynchronous run, with its error or nil; nil removes it.
    ///
    /// The callback runs on a queue of the request's own; the request is idle then and may be started again. What the callback throws becomes
    /// the result of the run. Capture the request weakly: a strong reference in its own callback would keep it alive for ever.
    public func set_callback(_ callback: (@Sendable ((any Error)?) throws -> Void)?) throws {
        try state.whileIdle { $0.callback = callback }
    }

    // MARK: What there is to know

    /// The compiled model that the request belongs to.
    public func get_compiled_model() -> CompiledModel {
        compiledModel
    }

    /// The input ports.
    public var model_inputs: [Output] { compiledModel.inputs }
    /// The output ports.
    public var model_outputs: [Output] { compiledModel.outputs }

    /// How long the operations of the last run took.
    public var profiling_info: [ProfilingInfo] {
        get throws { try state.whileIdle { _ in try state.execution.profiling_info } }
    }

    /// How long the last run took, from its start to its end on the device.
    public var latency: Duration {
        get throws { try state.whileIdle { $0.latency } }
    }

    /// The variables of a stateful model, which keep their values between runs; none for other models.
    public func query_state() throws -> [VariableState] {
        try state.whileIdle { _ in try state.execution.query_state().map { VariableState($0) } }
    }

    /// Makes the next run start from the initial values of all variables.
    public func reset_state() throws {
        try state.whileIdle { _ in
            for variable in try state.execution.query_state() { try variable.reset() }
        }
    }
}

extension InferRequest: CustomStringConvertible, CustomDebugStringConvertible {
    /// What the request is doing, and its ports.
    public var description: String {
        "<InferRequest: \(state.phase)\ninputs[\n\(model_inputs.map(\.description).joined(separator: ",\n"))\n]\noutputs[\n\(model_outputs.map(\.description).joined(separator: ",\n"))\n]>"
    }

    /// As ``description``, with the tensors that are bound.
    public var debugDescription: String {
        let tensors = state.boundTensors
        return "\(description)\nbound\n" + tensors.map { "  \($0.port.description): \($0.tensor)" }.joined(separator: "\n")
    }
}

extension InferRequest: Hashable {
    /// Whether both are the same request.
    public static func == (left: InferRequest, right: InferRequest) -> Bool { left === right }
    /// Feeds the request's identity into a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Duration {
    /// The duration for Dispatch, in whole nanoseconds, rounded up so that no positive time becomes none; hundreds of years are for ever.
    var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, seconds < 1 << 31 else { return .never }
        return .nanoseconds(Int(nanoseconds + (attoseconds + 999_999_999) / 1_000_000_000))
    }
}
