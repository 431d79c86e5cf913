import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How long each step of an execution took in its last run, and how much work it was.
final class StepProfile {
    /// Nanoseconds on the clock, and of the processor for the thread that led the step.
    struct Times: Sendable {
        var real: UInt64 = 0
        var processor: UInt64 = 0
    }

    /// nil for steps that did not run.
    private(set) var durations: [Times?]
    /// nil for steps whose shapes are not known before they run.
    private(set) var costs: [StepCost?]
    /// The names of kernels that are not those of the steps.
    private(set) var kernelNames: [Int: String] = [:]
    /// Steps whose work a later one's kernel does.
    private(set) var absorbed: Set<Int> = []

    init(steps: Int) {
        durations = [Times?](repeating: nil, count: steps)
        costs = [StepCost?](repeating: nil, count: steps)
    }

    /// Takes note of the work of the steps that a binding covers.
    func install(_ binding: Binding, of program: Program) {
        for step in binding.steps {
            kernelNames[step.position] = step.kernel.profileName
            absorbed.remove(step.position)
            for position in step.first..<step.position {
                absorbed.insert(position)
                durations[position] = nil
                costs[position] = nil
            }
            costs[step.position] = StepCost(program, step, binding.types)
        }
    }

    func now() -> Times {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Times(real: DispatchTime.now().uptimeNanoseconds, processor: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    func record(_ step: Int, from start: Times) {
        let end = now()
        durations[step] = Times(real: end.real - start.real, processor: end.processor &- start.processor)
    }
}
