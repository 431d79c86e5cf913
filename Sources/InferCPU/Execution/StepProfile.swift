import Dispatch

/// How long each step of an execution took in its last run, and how much work it was.
final class StepProfile {
    /// Nanoseconds; nil for steps that did not run.
    private(set) var durations: [UInt64?]
    /// nil for steps whose shapes are not known before they run.
    private(set) var costs: [StepCost?]

    init(steps: Int) {
        durations = [UInt64?](repeating: nil, count: steps)
        costs = [StepCost?](repeating: nil, count: steps)
    }

    /// Takes note of the work of the steps that a binding covers.
    func install(_ binding: Binding, of program: Program) {
        for step in binding.steps { costs[step.position] = StepCost(program.steps[step.position], binding.types) }
    }

    func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    func record(_ step: Int, from start: UInt64) { durations[step] = now() - start }
}
