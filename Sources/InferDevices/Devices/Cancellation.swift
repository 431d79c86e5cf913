import InferTensors
import Synchronization

/// The wish that a run ends early, set from any thread and looked at by the device between steps.
public final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Creates a wish that nobody has uttered.
    public init() {}

    /// Whether the run is to end.
    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Asks the run to end.
    public func cancel() { flag.store(true, ordering: .relaxed) }

    /// Takes the wish back, before the next run.
    public func reset() { flag.store(false, ordering: .relaxed) }

    /// Throws ``Cancelled`` if the run is to end.
    public func check() throws {
        if isCancelled { throw Cancelled() }
    }
}
