import Runtime
import XCTest

/// Rows A3 and C2: cancelling.
final class CancellationTests: RuntimeTestCase {
    func test_A3_1_C2_3_idleRequestsTakeNoNotice() throws {
        let request = try fixture().request()
        request.cancel()
        try request.infer()
        request.cancel()
        try request.start_async()
        try request.wait()
    }

    func test_A3_2_C2_1_aRunThatFinishesAnywayEndsWell() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold(heedsCancellation: false)
        try request.start_async()
        fixture.control.waitUntilRunning()
        request.cancel()
        fixture.control.release()
        try request.wait()
        try request.start_async()
        fixture.control.release()
        try request.wait()
    }

    func test_A3_3_B3_guardedCallsThrowCancelledUntilTheRunEnds() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold(heedsCancellation: false)
        try request.start_async()
        fixture.control.waitUntilRunning()
        assertBusy { try request.get_input_tensor() }
        request.cancel()
        request.cancel()
        assertCancelled { try request.get_input_tensor() }
        assertCancelled { try request.set_tensor("x", Tensor.counting([2, 2])) }
        assertCancelled { try request.set_callback(nil) }
        assertCancelled { try request.profiling_info }
        assertCancelled { try request.query_state() }
        assertCancelled { try request.start_async() }
        assertCancelled { try request.infer() }
        XCTAssertFalse(try request.wait_for(.zero))
        fixture.control.release()
        try request.wait()
        XCTAssertNoThrow(try request.get_input_tensor())
    }

    func test_A3_4_B3_C2_2_waitingForACancelledRun() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        request.cancel()
        for _ in 0..<2 {
            assertCancelled { try request.wait() }
            assertCancelled { try request.wait_for(.zero) }
        }
        XCTAssertNoThrow(try request.get_input_tensor())
        fixture.control.stopHolding()
        try request.start_async()
        try request.wait()
        XCTAssertTrue(try request.wait_for(.zero))
    }

    func test_A3_5_B61_C2_4_cancellingASynchronousRun() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        let done = expectation(description: "other thread")
        let isFinished = Box(false)
        DispatchQueue.global().async {
            fixture.control.waitUntilRunning()
            request.cancel()
            for _ in 0..<5000 where !isFinished.value {
                isFinished.value = (try? request.wait_for(.milliseconds(1))) ?? true
            }
            done.fulfill()
        }
        assertCancelled { try request.infer() }
        wait(for: [done], timeout: 10)
        XCTAssertTrue(isFinished.value)
        XCTAssertTrue(try request.wait_for(.zero))
        fixture.control.stopHolding()
        try request.infer()
    }

    func test_A2_1_callbackHearsOfTheCancellation() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let heard = Box(false)
        try request.set_callback { error in heard.value = error is Cancelled }
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        request.cancel()
        assertCancelled { try request.wait() }
        XCTAssertTrue(heard.value)
    }

    func test_cancellingFromManyThreads() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in request.cancel() }
        assertCancelled { try request.wait() }
    }
}
