import Runtime
import XCTest

/// Rows A2 and C1: the completion callback.
final class CallbackTests: RuntimeTestCase {
    func test_A2_1_C1_1_calledAfterEachAsynchronousRun() throws {
        let request = try fixture().request()
        let errors = Box<[Bool]>([])
        try request.set_callback { error in errors.change { $0.append(error == nil) } }
        try request.start_async()
        try request.wait()
        XCTAssertEqual(errors.value, [true])
        try request.start_async()
        try request.wait()
        XCTAssertEqual(errors.value, [true, true])
    }

    func test_A2_1_calledWithTheErrorOfAFailedRun() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let seen = Box<TestError?>(nil)
        try request.set_callback { error in seen.value = error as? TestError }
        fixture.control.fail(TestError(text: "device"))
        try request.start_async()
        XCTAssertThrowsError(try request.wait()) { XCTAssertEqual($0 as? TestError, TestError(text: "device")) }
        XCTAssertEqual(seen.value, TestError(text: "device"))
    }

    func test_A2_1_B6_C1_2_notCalledBySynchronousRuns() throws {
        let request = try fixture().request()
        let calls = Counter()
        try request.set_callback { _ in calls.increment() }
        try request.infer()
        XCTAssertEqual(calls.value, 0)
        try request.start_async()
        try request.wait()
        XCTAssertEqual(calls.value, 1)
    }

    func test_A2_2_A2_5_requestIsIdleInTheCallback() throws {
        let request = try fixture().request()
        let outcome = Box<[String]>([])
        try request.set_callback { [weak request] _ in
            guard let request else { return }
            _ = try request.get_output_tensor()
            try request.set_tensor("x", Tensor.counting([2, 2]))
            _ = try request.profiling_info
            try request.set_callback { _ in outcome.change { $0.append("second") } }
            outcome.change { $0.append("first") }
        }
        try request.start_async()
        try request.wait()
        try request.start_async()
        try request.wait()
        XCTAssertEqual(outcome.value, ["first", "second"], "A2.5: the callback set inside wins")
    }

    func test_A2_3_B7_waitingIncludesTheCallback() throws {
        let request = try fixture().request()
        let finishedInside = Box<Bool?>(nil)
        let hasReturned = Box(false)
        try request.set_callback { [weak request] _ in
            finishedInside.value = try request?.wait_for(.zero)
            Thread.sleep(forTimeInterval: 0.02)
            hasReturned.value = true
        }
        try request.start_async()
        try request.wait()
        XCTAssertEqual(finishedInside.value, false)
        XCTAssertTrue(hasReturned.value)
    }

    func test_A2_3_waitingForOneselfThrowsInsteadOfHanging() throws {
        let request = try fixture().request()
        try request.set_callback { [weak request] _ in try request?.wait() }
        try request.start_async()
        assertThrows(.invalidArgument, "callback") { try request.wait() }
    }

    func test_A2_4_B5_C1_4_errorsOfTheCallbackBecomeTheResult() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        try request.set_callback { _ in throw TestError() }
        for failure in [nil, TestError(text: "device")] {
            fixture.control.fail(failure)
            try request.start_async()
            for _ in 0..<2 { XCTAssertThrowsError(try request.wait()) { XCTAssertEqual($0 as? TestError, TestError()) } }
            XCTAssertThrowsError(try request.wait_for(.zero)) { XCTAssertEqual($0 as? TestError, TestError()) }
        }
        fixture.control.fail(nil)
        try request.set_callback(nil)
        try request.start_async()
        try request.wait()
    }

    func test_A1_9_B8_C1_3_restartInsideTheCallback() throws {
        let request = try fixture().request()
        let calls = Counter()
        let last = expectation(description: "eleventh call")
        try request.set_callback { [weak request] error in
            if let error { throw error }
            XCTAssertEqual(try request?.get_output_tensor().shape, [2, 2])
            if calls.increment() == 11 { last.fulfill() } else { try request?.start_async() }
        }
        try request.start_async()
        try request.wait()
        XCTAssertGreaterThanOrEqual(calls.value, 1)
        wait(for: [last], timeout: 10)
        XCTAssertEqual(calls.value, 11)
    }

    func test_A1_9_waitReturnsAfterTheRunThatItFound() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let calls = Counter()
        try request.set_callback { [weak request] _ in
            if calls.increment() == 1 { try request?.start_async() }
        }
        fixture.control.hold()
        try request.start_async()
        let first = expectation(description: "wait on the first run")
        DispatchQueue.global().async {
            try? request.wait()
            first.fulfill()
        }
        fixture.control.waitUntilRunning()
        Thread.sleep(forTimeInterval: 0.01)
        fixture.control.release()
        wait(for: [first], timeout: 10)
        fixture.control.waitUntilRunning()
        XCTAssertEqual(calls.value, 1)
        assertBusy { try request.get_input_tensor() }
        fixture.control.release()
        try request.wait()
        XCTAssertEqual(calls.value, 2)
    }

    func test_A2_6_callbacksOfOneRequestNeverOverlap() throws {
        let request = try fixture().request()
        let inside = Counter()
        let outside = Counter()
        let overlaps = Counter()
        let done = expectation(description: "done")
        try request.set_callback { [weak request] _ in
            if inside.increment() - outside.value > 1 { overlaps.increment() }
            if inside.value < 20 { try request?.start_async() }
            // The next run may well be over before this callback is.
            Thread.sleep(forTimeInterval: 0.001)
            if outside.increment() == 20 { done.fulfill() }
        }
        try request.start_async()
        wait(for: [done], timeout: 10)
        XCTAssertEqual(inside.value, 20)
        XCTAssertEqual(overlaps.value, 0)
    }

    func test_C1_5_statusRightAfterTheStart() throws {
        let request = try fixture().request()
        let called = Counter()
        try request.set_callback { _ in
            Thread.sleep(forTimeInterval: 0.01)
            called.increment()
        }
        try request.start_async()
        let isFinished = try request.wait_for(.zero)
        if called.value == 0 { XCTAssertFalse(isFinished) }
        try request.wait()
        XCTAssertEqual(called.value, 1)
    }

    func test_A1_11_lastHandleMayGoAwayInTheCallback() throws {
        let fixture = try fixture()
        let holder = Box<InferRequest?>(try fixture.request())
        let done = expectation(description: "callback")
        try XCTUnwrap(holder.value).set_callback { _ in
            holder.value = nil
            done.fulfill()
        }
        try XCTUnwrap(holder.value).start_async()
        wait(for: [done], timeout: 10)
    }

    func test_A2_7_requestsThatTheirCallbacksHoldWeaklyGoAway() throws {
        weak var gone: InferRequest?
        try {
            let request = try fixture().request()
            gone = request
            try request.set_callback { [weak request] _ in _ = try request?.get_output_tensor() }
            try request.start_async()
            try request.wait()
        }()
        for _ in 0..<1000 where gone != nil { Thread.sleep(forTimeInterval: 0.001) }
        XCTAssertNil(gone)
    }

    func test_synchronousRunInsideTheCallback() throws {
        let request = try fixture().request()
        let outcome = Box<[Float]>([])
        try request.set_callback { [weak request] _ in
            outcome.value = try request?.infer([Tensor.counting([2, 2])])[0].floats ?? []
        }
        try request.start_async()
        try request.wait()
        XCTAssertEqual(outcome.value, [1, 2, 3, 4])
    }
}
