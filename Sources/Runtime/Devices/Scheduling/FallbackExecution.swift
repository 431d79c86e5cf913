import InferDevices
import InferTensors
import Synchronization

/// One request's side of a model that another device takes over when one fails: a run that failed is repeated there, with the same tensors.
final class FallbackExecution: Execution {
    /// A device, and the request's side of it.
    struct Place: Sendable {
        let device: Int
        let execution: any Execution
    }

    private let model: any FallbackModel
    private let place: Mutex<Place>

    init(_ model: any FallbackModel) throws {
        self.model = model
        place = Mutex(try model.place())
    }

    private var current: Place { place.withLock { $0 } }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        while true {
            let tried = current
            do {
                return try tried.execution.run(tensors, cancellation)
            } catch {
                try leave(tried, because: error)
            }
        }
    }

    func start(_ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void) throws {
        while true {
            let tried = current
            let isReported = FirstTime()
            do {
                return try tried.execution.start(tensors, cancellation) { error in
                    guard isReported() else { return }
                    self.ended(tried, error, tensors, cancellation, completion)
                }
            } catch {
                guard isReported() else { return }
                try leave(tried, because: error)
            }
        }
    }

    /// The run has ended on a device: well, or it starts again elsewhere.
    private func ended(
        _ tried: Place, _ error: (any Error)?, _ tensors: RequestTensors, _ cancellation: Cancellation,
        _ completion: @escaping @Sendable ((any Error)?) -> Void
    ) {
        guard let error else { return completion(nil) }
        do {
            try leave(tried, because: error)
            try cancellation.check()
            try start(tensors, cancellation, completion: completion)
        } catch {
            completion(error)
        }
    }

    /// Moves to another device.
    ///
    /// - Throws: The error, where the device is not to blame or no other is left.
    private func leave(_ failed: Place, because error: any Error) throws {
        guard Self.blamesDevice(error), model.replace(failed.device) else { throw error }
        let next = try model.place()
        place.withLock { $0 = next }
    }

    /// A run that was cancelled, and a tensor that does not fit, would end the same way everywhere.
    private static func blamesDevice(_ error: any Error) -> Bool {
        !(error is Cancelled) && (error as? RuntimeError)?.kind != .mismatch
    }

    var profiling_info: [ProfilingInfo] {
        get throws { try current.execution.profiling_info }
    }

    func query_state() throws -> [any DeviceVariableState] { try current.execution.query_state() }
}

/// Tells the first call from later ones: a device that reports the end of a run twice must not start it twice.
private final class FirstTime: Sendable {
    private let isOver = Atomic<Bool>(false)

    func callAsFunction() -> Bool { !isOver.exchange(true, ordering: .relaxed) }
}
