import Runtime
import XCTest

/// AUTO and MULTI when a device fails: at compiling, at making a request, or during a run.
final class FallbackTests: RuntimeTestCase {
    private func core(_ devices: [String: FakeDevice]) throws -> Core {
        let core = Core()
        for (name, device) in devices.sorted(by: { $0.key < $1.key }) { try core.register_plugin(device, name) }
        return core
    }

    private func assertAddsOne(_ request: InferRequest, isAsynchronous: Bool = false, file: StaticString = #filePath, line: UInt = #line)
        throws
    {
        try request.set_input_tensor(Tensor.counting([2, 2]))
        if isAsynchronous {
            try request.start_async()
            try request.wait()
        } else {
            try request.infer()
        }
        XCTAssertEqual(try request.get_output_tensor().floats, [1, 2, 3, 4], file: file, line: line)
    }

    func test_aRunThatFailsIsRepeatedOnTheNextDevice() throws {
        for isAsynchronous in [false, true] {
            let broken = FakeDevice()
            let compiled = try core(["FAKE": broken]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU")
            XCTAssertEqual(try compiled.get_property(Property.intel_auto.enable_runtime_fallback), true)
            let requests = try (0..<3).map { _ in try compiled.create_infer_request() }
            try assertAddsOne(requests[0], isAsynchronous: isAsynchronous)
            XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["FAKE"])
            broken.control.fail(TestError(text: "broken"))
            for request in requests { try assertAddsOne(request, isAsynchronous: isAsynchronous) }
            XCTAssertEqual(broken.control.counted("run"), 4, "one that went well, and each request finds out once")
            for request in requests + [try compiled.create_infer_request()] { try assertAddsOne(request, isAsynchronous: isAsynchronous) }
            XCTAssertEqual(broken.control.counted("run"), 4, "a device that failed is not asked again")
            XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"])
        }
    }

    func test_callbackHearsOfTheRunOnce() throws {
        let broken = FakeDevice()
        let request = try core(["FAKE": broken]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU").create_infer_request()
        broken.control.fail(TestError())
        let calls = Counter()
        try request.set_callback { error in
            calls.increment()
            if let error { throw error }
        }
        try assertAddsOne(request, isAsynchronous: true)
        XCTAssertEqual(calls.value, 1)
    }

    func test_devicesThatCannotStartOrMakeRequests() throws {
        let compiled = try core(["FAKE": FakeDevice(startError: TestError())]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU")
        try assertAddsOne(compiled.create_infer_request(), isAsynchronous: true)
        let device = FakeDevice()
        device.control.refuse("make_execution", TestError())
        let other = try core(["FAKE": device]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU")
        try assertAddsOne(other.create_infer_request())
        XCTAssertEqual(try other.get_property(Property.execution_devices), ["CPU"])
    }

    func test_devicesThatCannotCompileArePassedOver() throws {
        let (first, second, third) = (FakeDevice(), FakeDevice(), FakeDevice())
        let compiled = try core(["FIRST": first, "SECOND": second, "THIRD": third])
            .compile_model(Self.makeModel([[2, 2]]), "AUTO:FIRST,SECOND,THIRD")
        first.control.fail(TestError(text: "first"))
        second.control.refuse("compile_model", TestError(text: "second"))
        let requests = try (0..<4).map { _ in try compiled.create_infer_request() }
        for request in requests { try request.set_input_tensor(Tensor.counting([2, 2])) }
        for request in requests { try request.start_async() }
        for request in requests { try request.wait() }
        XCTAssertEqual(third.control.counted("run"), 4)
        XCTAssertEqual(third.control.counted("compile_model"), 1, "requests that fail at the same time move together")
        third.control.fail(TestError(text: "third"))
        for _ in 0..<2 {
            XCTAssertThrowsError(try requests[0].infer()) { XCTAssertEqual($0 as? TestError, TestError(text: "third")) }
        }
        third.control.fail(nil)
        try assertAddsOne(requests[0])
    }

    func test_withoutFallbackErrorsAreSeen() throws {
        let device = FakeDevice()
        let core = try core(["FAKE": device])
        let compiled = try core.compile_model(
            Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU", [.intel_auto.enable_runtime_fallback(false)])
        XCTAssertEqual(try compiled.get_property(Property.intel_auto.enable_runtime_fallback), false)
        let request = try compiled.create_infer_request()
        device.control.fail(TestError())
        XCTAssertThrowsError(try request.infer()) { XCTAssertEqual($0 as? TestError, TestError()) }
        try request.start_async()
        XCTAssertThrowsError(try request.wait()) { XCTAssertEqual($0 as? TestError, TestError()) }
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["FAKE"])
    }

    func test_whatIsNotTheDevicesFault() throws {
        let device = FakeDevice()
        let compiled = try core(["FAKE": device]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU")
        let request = try compiled.create_infer_request()
        device.control.hold()
        try request.start_async()
        device.control.waitUntilRunning()
        request.cancel()
        assertCancelled { try request.wait() }
        device.control.stopHolding()
        device.control.fail(RuntimeError(.mismatch, "a tensor that does not fit"))
        assertThrows(.mismatch) { try request.infer() }
        device.control.fail(nil)
        try assertAddsOne(request)
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["FAKE"])
    }

    func test_modelsWithVariablesStay() throws {
        let device = FakeDevice()
        let x = try opset.parameter(.f32, [2, 2], name: "x")
        let attributes: [String: AttributeValue] = [
            "variable_id": .string("v"), "variable_type": .elementType(.f32), "variable_shape": .partialShape([2, 2]),
        ]
        let sum = try opset.create("Add", [x, opset.create("ReadValue", [x], attributes)])
        let assign = try opset.createNode("Assign", [sum], ["variable_id": .string("v")])
        let model = try Model([opset.result(sum)], [x], "state", sinks: [assign])
        let request = try core(["FAKE": device]).compile_model(model, "AUTO:FAKE,CPU").create_infer_request()
        try assertAddsOne(request)
        device.control.fail(TestError())
        XCTAssertThrowsError(try request.infer(), "on another device the variable would begin anew") { XCTAssertTrue($0 is TestError) }
    }

    func test_theCoreMayBeGone() throws {
        let device = FakeDevice()
        let request = try core(["FAKE": device]).compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU").create_infer_request()
        device.control.fail(TestError())
        try assertAddsOne(request)
    }

    func test_multiMovesRequestsOfADeviceThatFails() throws {
        for name in ["MULTI:FAKE,CPU", "AUTO:FAKE,CPU"] {
            let device = FakeDevice()
            let compiled = try core(["FAKE": device])
                .compile_model(Self.makeModel([[2, 2]]), name, [.hint.performance_mode(.CUMULATIVE_THROUGHPUT)])
            let requests = try (0..<6).map { _ in try compiled.create_infer_request() }
            device.control.fail(TestError())
            for request in requests { try assertAddsOne(request) }
            for request in requests { try assertAddsOne(request, isAsynchronous: true) }
            XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"], name)
            XCTAssertLessThan(device.control.counted("run"), 6, "only its own requests, once each")
        }
    }

    func test_multiKeepsBoundRequestsWhereTheyAre() throws {
        let device = FakeDevice()
        let compiled = try core(["FAKE": device])
            .compile_model(Self.makeModel([[2, 2]]), "MULTI:FAKE,CPU", [.intel_auto.device_bind_buffer(true)])
        device.control.fail(TestError())
        XCTAssertThrowsError(try compiled.create_infer_request().infer()) { XCTAssertTrue($0 is TestError) }
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["FAKE", "CPU"])
    }
}
