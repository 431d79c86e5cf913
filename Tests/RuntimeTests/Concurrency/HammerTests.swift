import Runtime
import XCTest

/// Many threads at once on cores, compiled models, requests and queues: nothing hangs, nothing but Busy and Cancelled comes out of misuse, and the
/// answers are right. Run them under ThreadSanitizer and AddressSanitizer; `INFER_HAMMER_SECONDS` makes them go on for longer.
final class HammerTests: RuntimeTestCase {
    private let failures = Box<[String]>([])

    /// Runs a body on several threads again and again, each with random numbers of its own, until the time is over.
    private func hammer(threads: Int = 4, seed: UInt64 = 1, _ body: @escaping @Sendable (inout SeededGenerator, Int) throws -> Void) {
        let end = Date(timeIntervalSinceNow: Hammer.seconds)
        let failures = failures
        let group = DispatchGroup()
        for index in 0..<threads {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(index))
                var round = 0
                repeat {
                    do {
                        try body(&random, round)
                    } catch {
                        failures.change { $0.append("thread \(index) round \(round): \(error)") }
                    }
                    round += 1
                } while Date() < end && failures.value.count < 10
            }
        }
        XCTAssertEqual(group.wait(timeout: .now() + Hammer.seconds + 60), .success, "something hangs")
        XCTAssertEqual(failures.value, [])
    }

    /// Leaves out what misuse may throw.
    private static func tolerating(_ body: () throws -> Void) throws {
        do { try body() } catch is Busy {} catch is Cancelled {} catch is TestError {}
    }

    func test_A6_1_A6_2_A6_4_madeAndLetGoEverywhere() throws {
        let shared = Core()
        let input = try Tensor.counting([2, 2])
        hammer { random, round in
            let core = round % 3 == 0 ? Core() : shared
            let rows = Int.random(in: 1...3, using: &random)
            let compiled = try core.compile_model(
                RuntimeTestCase.makeModel([PartialShape([rows, 2])]), "CPU", [.num_streams(Int.random(in: 1...2, using: &random))])
            let requests = try (0..<2).map { _ in try compiled.create_infer_request() }
            if rows == 2 { for request in requests { try request.set_input_tensor(input) } }
            for request in requests { try request.start_async() }
            // Some are let go while they run.
            guard Bool.random(using: &random) else { return }
            for request in requests {
                try request.wait()
                if rows == 2, try request.get_output_tensor().floats != [1, 2, 3, 4] { throw TestError(text: "a wrong answer") }
            }
        }
    }

    func test_A6_3_A3_5_oneRequestForAll() throws {
        for device in ["FAKE", "CPU"] {
            let core = Core()
            try core.register_plugin(FakeDevice(), "FAKE")
            let compiled = try core.compile_model(Self.makeModel([[64, 64]]), device)
            let request = try compiled.create_infer_request()
            let calls = Counter()
            let tensors = try (0..<2).map { try Tensor.counting([64, 64], from: Float($0)) }
            hammer { random, _ in
                try Self.tolerating {
                    switch Int.random(in: 0..<9, using: &random) {
                    case 0: try request.infer()
                    case 1...2: try request.start_async()
                    case 3: request.cancel()
                    case 4: try request.wait()
                    case 5: _ = try request.wait_for(.microseconds(Int.random(in: 0..<200, using: &random)))
                    case 6: try request.set_input_tensor(tensors[Int.random(in: 0..<2, using: &random)])
                    case 7:
                        try request.set_callback { [weak request] _ in
                            if calls.increment() % 3 == 0 { try? request?.start_async() }
                            if calls.value % 7 == 0 { throw TestError() }
                        }
                    default: _ = try request.get_output_tensor()
                    }
                }
            }
            try request.set_callbackWhenIdle()
            let output = try request.infer([tensors[1]])[0].floats
            XCTAssertEqual(output[0], 2)
            XCTAssertEqual(output[64 * 64 - 1], Float(64 * 64 + 1))
        }
    }

    func test_A6_2_requestsSideBySideOnSharedInputs() throws {
        let compiled = try Core().compile_model(Self.makeModel([[32, 32]]), "CPU", [.hint.performance_mode(.THROUGHPUT)])
        let input = try Tensor.counting([32, 32])
        let expected = try input.floats.map { $0 + 1 }
        hammer { random, _ in
            let request = try compiled.create_infer_request()
            try request.set_input_tensor(input)
            for _ in 0..<5 {
                if Bool.random(using: &random) {
                    try request.infer()
                } else {
                    try request.start_async()
                    try request.wait()
                }
                if try request.get_output_tensor().floats != expected { throw TestError(text: "a wrong answer") }
            }
        }
    }

    func test_C26_1_queuesFromManyThreads() throws {
        let compiled = try Core().compile_model(Self.makeModel([[8]]), "CPU", [.hint.performance_mode(.THROUGHPUT)])
        hammer(threads: 3) { random, _ in
            let queue = try AsyncInferQueue(compiled, Int.random(in: 1...3, using: &random))
            let right = Counter()
            try queue.set_callback { request, userdata in
                if try request.get_output_tensor().floats[7] == Float(userdata as? Int ?? -1) + 8 { right.increment() }
            }
            for job in 0..<6 { try queue.start_async([Tensor.counting([8], from: Float(job))], userdata: job) }
            // A queue that is let go waits for its jobs.
            guard Bool.random(using: &random) else { return }
            try queue.wait_all()
            if right.value != 6 { throw TestError(text: "\(right.value) right answers of 6") }
        }
    }

    func test_A6_4_tasksThatAreCancelled() async throws {
        let compiled = try Core().compile_model(Self.makeModel([[64, 64]]), "CPU")
        let input = try Tensor.counting([64, 64])
        let end = Date(timeIntervalSinceNow: Hammer.seconds)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                group.addTask {
                    var random = SeededGenerator(seed: UInt64(index))
                    while Date() < end {
                        let request = try compiled.create_infer_request()
                        try request.set_input_tensor(input)
                        let run = Task { try await request.run() }
                        if Bool.random(using: &random) { run.cancel() }
                        do {
                            try await run.value
                            if try request.get_output_tensor().floats[5] != 6 { throw TestError(text: "a wrong answer") }
                        } catch is CancellationError {}
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

extension InferRequest {
    /// Takes the callback away as soon as no run goes on.
    fileprivate func set_callbackWhenIdle() throws {
        for _ in 0..<10_000 {
            do { try wait() } catch {}
            do { return try set_callback(nil) } catch is Busy {} catch is Cancelled {}
        }
    }
}
