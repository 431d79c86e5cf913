import Dispatch
import InferTensors

/// One request's side of a device: what it needs to run, such as intermediate memory and states.
///
/// The runtime never lets two runs use one execution at once, and asks for profile and states only between runs.
public protocol Execution: AnyObject, Sendable {
    /// Runs one inference on the calling thread and returns when it is done.
    ///
    /// Types and, for static ports, shapes of the tensors have been checked. Tensors may have any strides. An output whose shape is dynamic
    /// gets its shape by `set_shape`, which throws where the user's memory is too small. Input memory is never written.
    ///
    /// - Parameters:
    ///   - tensors: What is bound to the ports now.
    ///   - cancellation: To be looked at between steps: once it is cancelled, the run ends by throwing ``Cancelled``. A run that is as
    ///     good as done may also finish.
    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws

    /// Starts one inference and returns at once.
    ///
    /// - Parameters:
    ///   - tensors: As in ``run(_:_:)``.
    ///   - cancellation: As in ``run(_:_:)``.
    ///   - completion: Called exactly once, on any thread, unless `start` throws.
    func start(_ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void) throws

    /// How long the operations of the last run took; before a run, the operations with status `NOT_RUN`.
    var profiling_info: [ProfilingInfo] { get throws }

    /// The variables that keep their values between runs.
    func query_state() throws -> [any DeviceVariableState]
}

extension Execution {
    /// Runs on a Dispatch queue.
    public func start(
        _ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void
    ) throws {
        DispatchQueue.global(qos: .userInitiated).async {
            do {
                try self.run(tensors, cancellation)
            } catch {
                completion(error)
                return
            }
            completion(nil)
        }
    }

    /// A device that does not measure.
    public var profiling_info: [ProfilingInfo] {
        get throws { throw RuntimeError(.notImplemented, "\(type(of: self)) has no profile") }
    }

    /// A device without states.
    public func query_state() throws -> [any DeviceVariableState] { [] }
}
