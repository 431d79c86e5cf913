import Runtime
import XCTest

/// Rows A1 and C7: idle, busy, cancelling; waiting.
final class RequestStateTests: RuntimeTestCase {
    func test_A1_1_B60_wrongTensorIsReportedBeforeBusy() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let tensor = try request.get_input_tensor()
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        assertBusy { try request.start_async() }
        try tensor.set_shape([1, 2])
        assertThrows(.mismatch, "input 0", "x", "[1,2]", "[2,2]") { try request.start_async() }
        try tensor.set_shape([2, 2])
        assertBusy { try request.infer() }
        fixture.control.release()
        try request.wait()
    }

    func test_A1_2_A1_3_B1_guardedCallsThrowBusyWhileRunning() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let tensor = try Tensor.counting([2, 2])
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        assertBusy { try request.get_tensor("x") }
        assertBusy { try request.get_tensor(fixture.compiled.input()) }
        assertBusy { try request.set_tensor("x", tensor) }
        assertBusy { try request.set_tensor(fixture.compiled.output(), tensor) }
        assertBusy { try request.set_tensors("x", [tensor]) }
        assertBusy { try request.set_input_tensors([tensor]) }
        assertBusy { try request.set_input_tensors(0, [tensor]) }
        assertBusy { try request.get_input_tensor() }
        assertBusy { try request.get_output_tensor() }
        assertBusy { try request.get_input_tensor(0) }
        assertBusy { try request.get_output_tensor(0) }
        assertBusy { try request.set_input_tensor(tensor) }
        assertBusy { try request.set_output_tensor(tensor) }
        assertBusy { try request.set_input_tensor(0, tensor) }
        assertBusy { try request.set_output_tensor(0, tensor) }
        assertBusy { try request.set_callback { _ in } }
        assertBusy { try request.set_callback(nil) }
        assertBusy { try request.profiling_info }
        assertBusy { try request.latency }
        assertBusy { try request.query_state() }
        assertBusy { try request.reset_state() }
        assertBusy { try request.start_async() }
        assertBusy { try request.infer() }
        assertBusy { try request.infer([tensor]) }
        assertBusy { try request.input_tensors }
        assertBusy { try request.output_tensors }
        fixture.control.release()
        try request.wait()
        XCTAssertNoThrow(try request.get_tensor("x"))
    }

    func test_A1_4_B2_otherCallsAreFreeWhileRunning() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        XCTAssertFalse(try request.wait_for(.zero))
        XCTAssertFalse(try request.wait_for(.milliseconds(1)))
        assertThrows(.invalidArgument, "less than 0") { try request.wait_for(.milliseconds(-1)) }
        XCTAssertTrue(request.get_compiled_model() === fixture.compiled)
        XCTAssertEqual(request.model_inputs, fixture.compiled.inputs)
        XCTAssertEqual(request, request)
        fixture.control.release()
        try request.wait()
        XCTAssertTrue(try request.wait_for(.zero))
    }

    func test_A1_5_unknownPortsAreReportedBeforeBusy() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        assertThrows(.notFound, "nope") { try request.get_tensor("nope") }
        assertThrows(.notFound, "5") { try request.get_input_tensor(5) }
        fixture.control.release()
        try request.wait()
    }

    func test_A1_6_C7_3_waitingForNothing() throws {
        let request = try fixture().request()
        try request.wait()
        XCTAssertFalse(try request.wait_for(.zero))
        XCTAssertFalse(try request.wait_for(.milliseconds(1)))
        try request.infer()
        XCTAssertTrue(try request.wait_for(.zero))
        try request.wait()
    }

    func test_A1_6_failedInferThrowsItselfAndCountsAsFinished() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.fail(TestError())
        XCTAssertThrowsError(try request.infer()) { XCTAssertEqual($0 as? TestError, TestError()) }
        XCTAssertTrue(try request.wait_for(.zero))
        try request.wait()
        fixture.control.fail(nil)
        try request.infer()
    }

    func test_A1_7_C7_6_negativeTimeoutThrows() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        assertThrows(.invalidArgument, "less than 0") { try request.wait_for(.milliseconds(-1)) }
        fixture.control.hold()
        try request.start_async()
        assertThrows(.invalidArgument, "less than 0") { try request.wait_for(.nanoseconds(-1)) }
        fixture.control.release()
        XCTAssertTrue(try request.wait_for(.seconds(Int64.max)))
    }

    func test_A1_8_errorsAreThrownAtEveryWait() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.fail(TestError())
        try request.start_async()
        for _ in 0..<3 {
            XCTAssertThrowsError(try request.wait()) { XCTAssertEqual($0 as? TestError, TestError()) }
            XCTAssertThrowsError(try request.wait_for(.zero)) { XCTAssertEqual($0 as? TestError, TestError()) }
        }
        fixture.control.fail(nil)
        try request.start_async()
        try request.wait()
        try request.wait()
    }

    func test_A1_8_B62_threeThreadsWaitForOneRun() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        try request.start_async()
        let group = DispatchGroup()
        let failures = Counter()
        for _ in 0..<3 {
            DispatchQueue.global().async(group: group) {
                do { try request.wait() } catch { failures.increment() }
            }
        }
        fixture.control.waitUntilRunning()
        fixture.control.release()
        XCTAssertEqual(group.wait(timeout: .now() + 10), .success)
        XCTAssertEqual(failures.value, 0)
    }

    func test_A1_10_errorsOfStartingAreThrownAndKept() throws {
        let fixture = try fixture(device: FakeDevice(startError: TestError()))
        let request = try fixture.request()
        XCTAssertThrowsError(try request.start_async()) { XCTAssertEqual($0 as? TestError, TestError()) }
        XCTAssertThrowsError(try request.wait()) { XCTAssertEqual($0 as? TestError, TestError()) }
        XCTAssertNoThrow(try request.get_input_tensor(), "idle again")
        try request.infer()
        try request.wait()
    }

    func test_A1_11_B9_lastHandleWaitsForTheRunAndSilencesTheCallback() throws {
        let fixture = try fixture()
        let calls = Counter()
        var request: InferRequest? = try fixture.request()
        try request?.set_callback { _ in calls.increment() }
        let output = try XCTUnwrap(request).get_output_tensor()
        try XCTUnwrap(request).set_input_tensor(Tensor.counting([2, 2]))
        fixture.control.hold()
        try request?.start_async()
        fixture.control.waitUntilRunning()
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { fixture.control.release() }
        request = nil
        XCTAssertEqual(try output.floats, [1, 2, 3, 4], "the run has ended")
        XCTAssertEqual(calls.value, 0)
    }

    func test_A1_11_errorsOfAbandonedRunsAreSwallowed() throws {
        let fixture = try fixture()
        fixture.control.fail(TestError())
        for _ in 0..<5 { try fixture.request().start_async() }
    }

    func test_C7_1_getInferStartWaitGet() throws {
        let request = try fixture().request()
        try Tensor.counting([2, 2]).copy_to(request.get_input_tensor())
        try request.infer()
        try request.start_async()
        try request.wait()
        XCTAssertEqual(try request.get_output_tensor().floats, [1, 2, 3, 4])
    }

    func test_C7_2_lookingAtARunningRequestDoesNotThrow() throws {
        let request = try fixture().request()
        try request.start_async()
        _ = try request.wait_for(.zero)
        try request.wait()
    }

    func test_C7_4_C7_5_tensorsWhileRunningOnlyThrowBusy() throws {
        let request = try fixture().request()
        let tensor = try Tensor.counting([2, 2])
        try request.start_async()
        do { try request.set_tensor("x", tensor) } catch is Busy {}
        do { _ = try request.get_tensor("x") } catch is Busy {}
        try request.wait()
    }

    func test_latencyIsThatOfTheLastRun() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        XCTAssertEqual(try request.latency, .zero)
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        Thread.sleep(forTimeInterval: 0.01)
        fixture.control.release()
        try request.wait()
        XCTAssertGreaterThanOrEqual(try request.latency, .milliseconds(10))
    }
}
