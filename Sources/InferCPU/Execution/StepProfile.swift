import Dispatch

/// How long each step of an execution took in its last run.
final class StepProfile {
    /// Nanoseconds; nil for steps that did not run.
    private(set) var durations: [UInt64?]

    init(steps: Int) { durations = [UInt64?](repeating: nil, count: steps) }

    func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    func record(_ step: Int, from start: UInt64) { durations[step] = now() - start }
}
