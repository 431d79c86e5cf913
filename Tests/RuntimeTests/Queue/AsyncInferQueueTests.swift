import Runtime
import XCTest

/// Rows C26.1–7 and B25–26: a queue of requests.
final class AsyncInferQueueTests: RuntimeTestCase {
    func test_C26_1_everyJobComesBack() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 4)
        let seen = Box<[Int: [Float]]>([:])
        try queue.set_callback { request, userdata in
            let output = try request.get_output_tensor().floats
            XCTAssertGreaterThan(try request.latency, .zero)
            if let id = userdata as? Int { seen.change { $0[id] = output } }
        }
        for id in 0..<8 { try queue.start_async([Tensor.counting([2, 2], from: Float(id))], userdata: id) }
        try queue.wait_all()
        XCTAssertEqual(seen.value.count, 8)
        for (id, output) in seen.value { XCTAssertEqual(output[0], Float(id + 1)) }
    }

    func test_C26_2_C26_3_B26_aFreshQueue() throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled)
        XCTAssertEqual(queue.count, 2, "what the device finds best")
        XCTAssertEqual(queue.userdata.count, 2)
        XCTAssertTrue(queue.userdata.allSatisfy { $0 == nil })
        XCTAssertTrue(queue.is_ready())
        XCTAssertEqual(try queue.get_idle_request_id(), 0)
        XCTAssertEqual(Set(queue.map { $0 }).count, 2)
        XCTAssertTrue(queue[1].get_compiled_model() === fixture.compiled)
        assertThrows(.invalidArgument) { try AsyncInferQueue(fixture.compiled, -1) }
    }

    func test_B25_C26_4_C26_5_errorsOfTheCallback() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 1)
        try queue.set_callback { request, _ in _ = try request.get_tensor("nope") }
        try queue.start_async()
        assertThrows(.notFound, "nope") { try queue.wait_all() }
        try queue.set_callback { _, _ in throw TestError() }
        try queue.start_async()
        XCTAssertThrowsError(try queue.wait_all()) { XCTAssertEqual($0 as? TestError, TestError()) }
        try queue.wait_all()
        try queue.set_callback { _, _ in }
        try queue.start_async()
        try queue.wait_all()
    }

    func test_errorsComeOutOfTheNextStart() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 1)
        try queue.set_callback { _, _ in throw TestError() }
        try queue.start_async()
        _ = try queue.get_idle_request_id()
        XCTAssertThrowsError(try queue.start_async()) { XCTAssertEqual($0 as? TestError, TestError()) }
        try queue.wait_all()
        XCTAssertTrue(queue.is_ready())
    }

    func test_A2_8_C26_6_failedJobsAreNotCalledBack() throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled, 2)
        let calls = Counter()
        try queue.set_callback { _, _ in calls.increment() }
        fixture.control.fail(TestError(text: "device"))
        try queue.start_async()
        XCTAssertThrowsError(try queue.wait_all()) { XCTAssertEqual($0 as? TestError, TestError(text: "device")) }
        XCTAssertEqual(calls.value, 0)
    }

    func test_B4_cancelledJobsAreNotCalledBack() throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled, 1)
        let calls = Counter()
        try queue.set_callback { _, _ in calls.increment() }
        fixture.control.hold()
        try queue.start_async()
        fixture.control.waitUntilRunning()
        queue[0].cancel()
        assertCancelled { try queue.wait_all() }
        XCTAssertEqual(calls.value, 0)
    }

    func test_C26_9_userdataAndLatency() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 2)
        let seen = Box<[String]>([])
        try queue.set_callback { request, userdata in
            if try request.latency > .zero, let text = userdata as? String { seen.change { $0.append(text) } }
        }
        for text in ["a", "b", "c"] { try queue.start_async(["x": Tensor.counting([2, 2])], userdata: text) }
        try queue.wait_all()
        XCTAssertEqual(seen.value.sorted(), ["a", "b", "c"])
    }

    func test_C26_7_freeRequests() throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled, 2)
        fixture.control.hold()
        try queue.start_async(userdata: "a")
        try queue.start_async(userdata: "b")
        XCTAssertFalse(queue.is_ready())
        XCTAssertEqual(queue.userdata.map { $0 as? String }, ["a", "b"])
        fixture.control.release()
        let id = try queue.get_idle_request_id()
        XCTAssertTrue(try queue[id].wait_for(.zero))
        fixture.control.release()
        try queue.wait_all()
        for request in queue { XCTAssertTrue(try request.wait_for(.zero)) }
    }

    func test_wrongInputsLeaveTheRequestFree() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 1)
        assertThrows(.mismatch) { try queue.start_async([Tensor.counting([3])]) }
        assertThrows(.notFound) { try queue.start_async(["zzz": Tensor.counting([2, 2])]) }
        XCTAssertTrue(queue.is_ready())
        try queue.start_async([0: Tensor.counting([2, 2])])
        try queue.wait_all()
        XCTAssertEqual(try queue[0].get_output_tensor().floats, [1, 2, 3, 4])
    }

    func test_jobsFromSeveralThreads() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 3)
        let calls = Counter()
        try queue.set_callback { _, _ in calls.increment() }
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<25 { try? queue.start_async() }
        }
        try queue.wait_all()
        XCTAssertEqual(calls.value, 100)
    }

    func test_callbacksThatWaitForEachOtherThrowInsteadOfHanging() throws {
        let queue = try AsyncInferQueue(fixture().compiled, 1)
        let holder = Box<AsyncInferQueue?>(queue)
        defer { holder.value = nil }
        try queue.set_callback { _, _ in try holder.value?.start_async() }
        try queue.start_async()
        assertThrows(.invalidArgument, "callbacks") { try queue.wait_all() }
        try queue.set_callback { _, _ in try holder.value?.wait_all() }
        try queue.start_async()
        assertThrows(.invalidArgument, "wait_all()") { try queue.wait_all() }
    }

    func test_aQueueThatGoesAwayWaitsForItsJobs() throws {
        let fixture = try fixture()
        let calls = Counter()
        var queue: AsyncInferQueue? = try AsyncInferQueue(fixture.compiled, 2)
        try queue?.set_callback { _, _ in calls.increment() }
        for _ in 0..<4 { try queue?.start_async() }
        queue = nil
        XCTAssertEqual(calls.value, 4)
    }

    func test_finished_jobsAsTheyCome() async throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled, 2)
        let finished = queue.finished
        let producer = Task.detached {
            for id in 0..<10 { try queue.start_async([Tensor.counting([2, 2], from: Float(id))], userdata: id) }
        }
        var seen: [Int: [Float]] = [:]
        for await job in finished {
            XCTAssertNil(job.error)
            seen[try XCTUnwrap(job.userdata as? Int)] = try job.outputs[0].floats
            if seen.count == 10 { break }
        }
        try await producer.value
        for (id, output) in seen { XCTAssertEqual(output, (1...4).map { Float($0 + id) }, "outputs stay those of the job") }
    }

    func test_finished_jobsThatEndedBeforehand() async throws {
        let queue = try AsyncInferQueue(fixture().compiled, 2)
        let finished = queue.finished
        for id in 0..<6 { try queue.start_async([Tensor.counting([2, 2], from: Float(id))], userdata: id) }
        try queue.wait_all()
        var seen: [Int] = []
        for await job in finished {
            let id = try XCTUnwrap(job.userdata as? Int)
            XCTAssertEqual(try job.outputs[0].floats[0], Float(id + 1))
            seen.append(id)
            if seen.count == 6 { break }
        }
        XCTAssertEqual(seen.sorted(), Array(0..<6))
    }

    func test_finished_errors() async throws {
        let fixture = try fixture()
        let queue = try AsyncInferQueue(fixture.compiled, 1)
        var iterator = queue.finished.makeAsyncIterator()
        fixture.control.fail(TestError())
        try queue.start_async(userdata: 1)
        let job = await iterator.next()
        XCTAssertEqual(job?.error as? TestError, TestError())
        fixture.control.fail(nil)
        try queue.start_async(userdata: 2)
        let next = await iterator.next()
        XCTAssertEqual(next?.userdata as? Int, 2)
        XCTAssertNil(next?.error)
    }

    func test_finished_endsWithTheTaskOrTheQueue() async throws {
        let fixture = try fixture()
        var queue: AsyncInferQueue? = try AsyncInferQueue(fixture.compiled, 1)
        let finished = try XCTUnwrap(queue).finished
        let task = Task {
            var count = 0
            for await _ in finished { count += 1 }
            return count
        }
        task.cancel()
        let cancelled = await task.value
        XCTAssertEqual(cancelled, 0)
        try queue?.start_async()
        queue = nil
        var count = 0
        for await _ in finished { count += 1 }
        XCTAssertEqual(count, 1)
    }

    func test_nothingIsLeftOfAQueue() throws {
        weak var compiled: CompiledModel?
        weak var request: InferRequest?
        try {
            let queue = try AsyncInferQueue(fixture().compiled, 2)
            try queue.set_callback { _, _ in }
            for _ in 0..<4 { try queue.start_async([Tensor.counting([2, 2])]) }
            try queue.wait_all()
            request = queue[0]
            compiled = queue[0].get_compiled_model()
            XCTAssertNotNil(compiled)
        }()
        // A job's last steps may still be under way on the request's own queue.
        for _ in 0..<1000 where request != nil || compiled != nil { Thread.sleep(forTimeInterval: 0.001) }
        XCTAssertNil(request)
        XCTAssertNil(compiled)
    }
}
