import Runtime
import XCTest

/// Random sequences of starting, cancelling, ending, waiting, restarting and letting go, against a model of what a request promises. The order is the
/// seed's: what fails fails again.
final class ScheduleTests: RuntimeTestCase {
    /// How a run ends.
    private enum Ending: CaseIterable {
        case well, failing, cancelled

        var error: (any Error)? {
            switch self {
            case .well: nil
            case .failing: TestError(text: "device")
            case .cancelled: Cancelled()
            }
        }
    }

    /// What a callback does beside being counted.
    private enum CallbackKind: CaseIterable {
        case none, counting, throwing, restarting, replacing
    }

    /// A request, and what is known of it.
    private final class Subject {
        var request: InferRequest?
        var run: SteppedRun?
        var isCancelling = false
        var callback = CallbackKind.none
        var expectedCalls = 0
        var calls = Counter()
        /// What wait() throws now; nil before the first run.
        var result: Swift.Result<Void, any Error>?
        /// Threads that wait for the run that goes on, and what became of them.
        var waiters: [Waiter] = []
        /// Whether a thread that waited may still be about to let go of the request.
        var hadWaiters = false
        /// Whether the callback that started the run may still be about to let go of the request.
        var wasRestarted = false
        /// How often a callback that starts the next run will yet do so.
        var restarts = 0
        var isBusy: Bool { run != nil }

        init(_ request: InferRequest) { self.request = request }
    }

    private final class Waiter: Sendable {
        let hasReturned = DispatchSemaphore(value: 0)
        let error = Box<(any Error)?>(nil)
        /// What may come out: the thread may have been late, and wait for a run that the callback started.
        let allowed = Box<[String]>([])
    }

    private struct Schedule {
        let compiled: CompiledModel
        let device: SteppedDevice
        var random: SeededGenerator
        var trace: [String] = []
    }

    func test_A1_2_A1_8_A1_9_A1_11_A2_2_to_5_A3_1_to_4_sequencesOfOneThread() throws {
        let seeds = Hammer.isLong ? 1...2000 : 1...40 as ClosedRange<UInt64>
        for seed in seeds {
            let device = SteppedDevice()
            let core = Core()
            try core.register_plugin(device, "STEPPED")
            let compiled = try core.compile_model(Self.makeModel([[2]]), "STEPPED")
            var schedule = Schedule(compiled: compiled, device: device, random: SeededGenerator(seed: seed))
            do {
                try run(&schedule)
            } catch {
                XCTFail("seed \(seed): \(error) after \(schedule.trace.suffix(12).joined(separator: ", "))")
                return
            }
        }
    }

    private struct Contradiction: Error, CustomStringConvertible {
        let description: String
    }

    private func check(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Contradiction(description: what()) }
    }

    private func run(_ schedule: inout Schedule) throws {
        let subjects = try (0..<2).map { _ in Subject(try schedule.compiled.create_infer_request()) }
        for _ in 0..<60 {
            let index = Int.random(in: 0..<subjects.count, using: &schedule.random)
            let subject = subjects[index]
            switch Int.random(in: 0..<10, using: &schedule.random) {
            case 0...1: try start(subject, &schedule, index)
            case 2: cancel(subject, &schedule, index)
            case 3...5: try finish(subject, Ending.allCases.randomElement(using: &schedule.random) ?? .well, &schedule, index)
            case 6: try wait(subject, &schedule, index)
            case 7: try touch(subject, &schedule, index)
            case 8: try setCallback(subject, &schedule, index)
            default: try letGo(subject, &schedule, index)
            }
        }
        for (index, subject) in subjects.enumerated() {
            while subject.isBusy { try finish(subject, .well, &schedule, index) }
            try checkResult(subject)
            try check(subject.calls.value == subject.expectedCalls, "\(subject.calls.value) calls, \(subject.expectedCalls) expected")
        }
    }

    /// What a guarded call does now.
    private func checkGuarded(_ subject: Subject, _ body: () throws -> Void) throws {
        do {
            try body()
            try check(!subject.isBusy, "a call went through while the request was busy")
        } catch is Busy {
            try check(subject.isBusy && !subject.isCancelling, "Busy from a request that is not")
        } catch is Cancelled {
            try check(subject.isBusy && subject.isCancelling, "Cancelled from a request that is not")
        }
    }

    private func start(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) throws {
        schedule.trace.append("start \(index)")
        let wasBusy = subject.isBusy
        try checkGuarded(subject) { try subject.request?.start_async() }
        if wasBusy { return }
        began(subject, &schedule)
        subject.wasRestarted = false
    }

    private func began(_ subject: Subject, _ schedule: inout Schedule) {
        subject.run = schedule.device.nextRun()
        subject.isCancelling = false
    }

    private func cancel(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) {
        schedule.trace.append("cancel \(index)")
        subject.request?.cancel()
        if subject.isBusy { subject.isCancelling = true }
    }

    private func touch(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) throws {
        schedule.trace.append("touch \(index)")
        try checkGuarded(subject) { _ = try subject.request?.get_input_tensor() }
        try checkGuarded(subject) { _ = try subject.request?.query_state() }
        try checkResult(subject)
    }

    /// What wait_for(0) says without a run, and after the last one.
    private func checkResult(_ subject: Subject) throws {
        guard let request = subject.request else { return }
        if subject.isBusy { return try check(try !request.wait_for(.zero), "a run counts as over that is not") }
        switch subject.result {
        case nil: try check(try !request.wait_for(.zero), "a run counts as over that there was not")
        case .success: try check(try request.wait_for(.zero), "the run does not count as over")
        case .failure(let expected):
            do {
                _ = try request.wait_for(.zero)
                try check(false, "\(expected) did not come out")
            } catch let error as Contradiction {
                throw error
            } catch {
                try check("\(error)" == "\(expected)", "\(error) came out instead of \(expected)")
            }
        }
    }

    private func wait(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) throws {
        schedule.trace.append("wait \(index)")
        guard let request = subject.request, subject.isBusy else { return try checkResult(subject) }
        let waiter = Waiter()
        Thread.detachNewThread {
            do { try request.wait() } catch { waiter.error.value = error }
            waiter.hasReturned.signal()
        }
        subject.waiters.append(waiter)
        subject.hadWaiters = true
    }

    private func setCallback(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) throws {
        let kind = CallbackKind.allCases.randomElement(using: &schedule.random) ?? .none
        schedule.trace.append("callback \(index) \(kind)")
        let wasBusy = subject.isBusy
        let restarts = Int.random(in: 1...3, using: &schedule.random)
        guard let request = subject.request else { return }
        try checkGuarded(subject) { try request.set_callback(Self.callback(kind, request, subject.calls, restarts)) }
        if wasBusy { return }
        subject.callback = kind
        subject.restarts = restarts
    }

    private static func callback(
        _ kind: CallbackKind, _ request: InferRequest, _ calls: Counter, _ restarts: Int
    ) -> (@Sendable ((any Error)?) throws -> Void)? {
        let started = Counter()
        return switch kind {
        case .none: nil
        case .counting: { _ in calls.increment() }
        case .throwing:
            { _ in
                calls.increment()
                throw TestError(text: "callback")
            }
        case .restarting:
            { [weak request] _ in
                calls.increment()
                if started.increment() <= restarts { try request?.start_async() }
            }
        case .replacing:
            { [weak request] _ in
                calls.increment()
                try request?.set_callback(nil)
            }
        }
    }

    private func finish(_ subject: Subject, _ ending: Ending, _ schedule: inout Schedule, _ index: Int) throws {
        guard let run = subject.run else { return }
        schedule.trace.append("finish \(index) \(ending)")
        try check(run.cancellation.isCancelled == subject.isCancelling, "the device does not hear of the cancellation")
        run.finish(ending.error)
        subject.run = nil
        subject.isCancelling = false
        let error = subject.callback == .throwing ? TestError(text: "callback") : ending.error
        if subject.callback != .none { subject.expectedCalls += 1 }
        for waiter in subject.waiters { waiter.allowed.change { $0.append(Self.text(error)) } }
        if subject.callback == .restarting, subject.restarts > 0 {
            subject.restarts -= 1
            subject.wasRestarted = true
            return began(subject, &schedule)
        }
        if subject.callback == .replacing { subject.callback = .none }
        subject.result = error.map { .failure($0) } ?? .success(())
        do { try subject.request?.wait() } catch {}
        for waiter in subject.waiters {
            try check(waiter.hasReturned.wait(timeout: .now() + 20) == .success, "a waiting thread hangs")
            let text = Self.text(waiter.error.value)
            try check(waiter.allowed.value.contains(text), "\(text) instead of \(waiter.allowed.value)")
        }
        subject.waiters = []
        try checkResult(subject)
    }

    private static func text(_ error: (any Error)?) -> String { error.map { "\($0)" } ?? "nothing" }

    /// The last handle goes away, whatever the request is doing; another takes its place.
    private func letGo(_ subject: Subject, _ schedule: inout Schedule, _ index: Int) throws {
        guard subject.waiters.isEmpty, !(subject.hadWaiters && subject.callback == .restarting) else { return }
        schedule.trace.append("let go \(index)")
        let wasBusy = subject.isBusy
        if let run = subject.run {
            let holder = Box(subject.request)
            subject.request = nil
            let isGone = DispatchSemaphore(value: 0)
            DispatchQueue.global().async {
                holder.value = nil
                isGone.signal()
            }
            let isEarly = isGone.wait(timeout: .now() + .milliseconds(2)) == .success
            try check(!isEarly || subject.hadWaiters || subject.wasRestarted, "the last handle did not wait for the run")
            run.finish(nil)
            try check(isEarly || isGone.wait(timeout: .now() + 20) == .success, "the last handle waits for ever")
        }
        // Whether the callback still came depends on which of the two threads was quicker.
        let late = subject.calls.value - subject.expectedCalls
        try check(late == 0 || late == 1 && wasBusy, "\(late) calls of a request that is gone")
        subject.calls = Counter()
        subject.expectedCalls = 0
        subject.request = try schedule.compiled.create_infer_request()
        subject.run = nil
        subject.isCancelling = false
        subject.callback = .none
        subject.result = nil
        subject.hadWaiters = false
    }
}
