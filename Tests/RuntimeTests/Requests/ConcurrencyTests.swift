import Runtime
import XCTest

/// Rows A6, C8 and C16: several threads, and lifetimes.
final class ConcurrencyTests: RuntimeTestCase {
    func test_A6_2_C8_1_synchronousRunsOnThreeThreads() throws {
        let fixture = try fixture()
        let input = try Tensor.counting([2, 2])
        let requests = try (0..<3).map { _ in try fixture.request() }
        for request in requests { try request.set_input_tensor(input) }
        let failures = Box<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { index in
            do {
                for _ in 0..<20 { try requests[index].infer() }
                let output = try requests[index].get_output_tensor().floats
                if output != [1, 2, 3, 4] { failures.change { $0.append("\(output)") } }
            } catch {
                failures.change { $0.append("\(error)") }
            }
        }
        XCTAssertEqual(failures.value, [])
    }

    func test_C8_2_asynchronousRunsWithoutWait() throws {
        let fixture = try fixture()
        let failures = Counter()
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            do { try fixture.request().start_async() } catch { failures.increment() }
        }
        XCTAssertEqual(failures.value, 0)
    }

    func test_C8_3_C8_4_startAndWait() throws {
        let fixture = try fixture()
        let requests = try (0..<3).map { _ in try fixture.request() }
        for request in requests {
            try request.start_async()
            try request.wait()
        }
        for request in requests { try request.start_async() }
        for index in [2, 0, 1] { try requests[index].wait() }
    }

    func test_A6_2_requestsMadeOnSeveralThreads() throws {
        let fixture = try fixture()
        let made = Counter()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<10 where (try? fixture.request()) != nil { made.increment() }
        }
        XCTAssertEqual(made.value, 80)
    }

    func test_A6_3_misuseOfOneRequestOnlyThrowsBusy() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let runs = Counter()
        let others = Box<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { index in
            for round in 0..<50 {
                do {
                    if (index + round) % 2 == 0 { try request.infer() } else { try request.start_async() }
                    runs.increment()
                    try request.wait()
                } catch is Busy {
                } catch {
                    others.change { $0.append("\(error)") }
                }
            }
        }
        XCTAssertEqual(others.value, [])
        XCTAssertGreaterThan(runs.value, 0)
        try? request.wait()
        XCTAssertEqual(fixture.control.counted("run"), runs.value)
    }

    func test_A6_4_C16_1_ordersOfGoingAway() throws {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var core: Core? = Core()
            try core?.register_plugin(FakeDevice(), "FAKE")
            var compiled = try core?.compile_model(Self.makeModel([[2, 2]]), "FAKE")
            var request = try compiled?.create_infer_request()
            for what in order {
                switch what {
                case 0: core = nil
                case 1: compiled = nil
                default:
                    try request?.infer()
                    request = nil
                }
            }
            XCTAssertNil(core)
        }
    }

    func test_C16_2_C16_3_C16_4_whatOutlivesTheRest() throws {
        func make() throws -> (VariableState, Tensor, PropertyValue) {
            let fixture = try fixture()
            let request = try fixture.request()
            try request.infer()
            return (
                try XCTUnwrap(request.query_state().first), try request.get_output_tensor(),
                try fixture.compiled.get_property("NETWORK_NAME")
            )
        }
        let (state, tensor, property) = try make()
        try state.set_state(Tensor.counting([2]))
        XCTAssertEqual(try state.state.floats, [0, 1])
        XCTAssertEqual(tensor.shape, [2, 2])
        XCTAssertEqual(property, .string("fake model"))
    }

    // MARK: run()

    func test_run_givesTheOutputs() async throws {
        let request = try fixture().request()
        try request.set_input_tensor(Tensor.counting([2, 2]))
        try await request.run()
        XCTAssertEqual(try request.get_output_tensor().floats, [1, 2, 3, 4])
    }

    func test_run_throwsWhatTheDeviceThrows() async throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.fail(TestError())
        await assertThrows {
            try await request.run()
        } with: {
            XCTAssertEqual($0 as? TestError, TestError())
        }
        fixture.control.fail(nil)
        try request.get_input_tensor().set_shape([1])
        await assertThrows {
            try await request.run()
        } with: {
            XCTAssertEqual(($0 as? RuntimeError)?.kind, .mismatch)
        }
    }

    func test_run_callsTheCallbackFirst() async throws {
        let request = try fixture().request()
        let calls = Counter()
        try request.set_callback { _ in calls.increment() }
        try await request.run()
        XCTAssertEqual(calls.value, 1)
        try request.set_callback { _ in throw TestError() }
        await assertThrows {
            try await request.run()
        } with: {
            XCTAssertEqual($0 as? TestError, TestError())
        }
    }

    func test_run_cancelledTask() async throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        let task = Task { try await request.run() }
        await Task.detached { fixture.control.waitUntilRunning() }.value
        task.cancel()
        await assertThrows {
            try await task.value
        } with: {
            XCTAssertTrue($0 is CancellationError, "\($0)")
        }
        fixture.control.stopHolding()
        try await request.run()
    }

    func test_run_taskCancelledBeforeIt() async throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await request.run()
        }
        task.cancel()
        await assertThrows {
            try await task.value
        } with: {
            XCTAssertTrue($0 is CancellationError, "\($0)")
        }
        XCTAssertEqual(fixture.control.counted("run"), 0)
    }

    func test_run_cancelledRequest() async throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        let task = Task { try await request.run() }
        await Task.detached { fixture.control.waitUntilRunning() }.value
        request.cancel()
        await assertThrows {
            try await task.value
        } with: {
            XCTAssertTrue($0 is Cancelled, "\($0)")
        }
    }

    func test_run_manyTasks() async throws {
        let fixture = try fixture()
        try await withThrowingTaskGroup(of: [Float].self) { group in
            for index in 0..<20 {
                group.addTask {
                    let request = try fixture.request()
                    try request.set_input_tensor(Tensor.counting([2, 2], from: Float(index)))
                    try await request.run()
                    return try request.get_output_tensor().floats.map { $0 - Float(index) }
                }
            }
            for try await output in group { XCTAssertEqual(output, [1, 2, 3, 4]) }
        }
    }

    private func assertThrows(
        file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Void, with check: (any Error) -> Void
    ) async {
        do {
            try await body()
            XCTFail("nothing was thrown", file: file, line: line)
        } catch {
            check(error)
        }
    }
}
