import Dispatch
import Runtime
import Synchronization

/// A device whose runs end when and how the test says.
final class SteppedDevice: Device {
    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel { SteppedModel(model, self) }

    private let runs = Mutex<[SteppedRun]>([])
    private let arrived = DispatchSemaphore(value: 0)

    fileprivate func add(_ run: SteppedRun) {
        runs.withLock { $0.append(run) }
        arrived.signal()
    }

    /// Waits for the next run that is started.
    func nextRun() -> SteppedRun {
        arrived.wait()
        return runs.withLock { $0.removeFirst() }
    }
}

/// A run that has not ended yet.
final class SteppedRun: Sendable {
    let cancellation: Cancellation
    private let completion: @Sendable ((any Error)?) -> Void

    fileprivate init(_ cancellation: Cancellation, _ completion: @escaping @Sendable ((any Error)?) -> Void) {
        self.cancellation = cancellation
        self.completion = completion
    }

    /// Ends the run on another thread.
    func finish(_ error: (any Error)?) {
        DispatchQueue.global().async { self.completion(error) }
    }
}

private final class SteppedModel: DeviceModel {
    private let model: Model
    private let device: SteppedDevice

    init(_ model: Model, _ device: SteppedDevice) {
        self.model = model
        self.device = device
    }

    var inputs: [Output] { model.inputs }
    var outputs: [Output] { model.outputs }

    func make_execution() throws -> any Execution { SteppedExecution(device) }
}

private final class SteppedExecution: Execution {
    private let device: SteppedDevice

    init(_ device: SteppedDevice) { self.device = device }

    func run(_ tensors: RequestTensors, _ cancellation: Cancellation) throws {
        let outcome = Mutex<(any Error)?>(nil)
        let isOver = DispatchSemaphore(value: 0)
        try withExtendedLifetime(outcome) {
            try start(tensors, cancellation) { error in
                outcome.withLock { $0 = error }
                isOver.signal()
            }
            isOver.wait()
            if let error = outcome.withLock({ $0 }) { throw error }
        }
    }

    func start(_ tensors: RequestTensors, _ cancellation: Cancellation, completion: @escaping @Sendable ((any Error)?) -> Void) throws {
        device.add(SteppedRun(cancellation, completion))
    }
}
