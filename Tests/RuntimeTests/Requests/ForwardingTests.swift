import Runtime
import XCTest

/// Rows C9, C10, C23 and the forms that take inputs and give outputs: what goes to the device and what comes back.
final class ForwardingTests: RuntimeTestCase {
    func test_C23_1_C23_5_runsReachTheDeviceOnce() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        try request.infer()
        XCTAssertEqual(fixture.control.counted("run"), 1)
        try request.start_async()
        try request.wait()
        XCTAssertEqual(fixture.control.counted("run"), 2)
    }

    func test_C23_6_C23_4_errorsKeepTheirText() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        fixture.control.fail(RuntimeError(.unsupported, "node 'a' is odd"))
        assertThrows(.unsupported, "node 'a' is odd") { try request.infer() }
        try request.start_async()
        assertThrows(.unsupported, "node 'a' is odd") { try request.wait() }
    }

    func test_C9_1_C9_2_C23_7_profile() throws {
        let request = try fixture().request()
        XCTAssertEqual(try request.profiling_info.map(\.status), [.NOT_RUN])
        try request.infer()
        XCTAssertEqual(try request.profiling_info.map(\.status), [.EXECUTED])
        XCTAssertEqual(try request.profiling_info.map(\.node_name), ["plus"])
    }

    func test_C10_6_C23_22_states() throws {
        let fixture = try fixture()
        let first = try fixture.request()
        let second = try fixture.request()
        let state = try XCTUnwrap(first.query_state().first)
        XCTAssertEqual(state.name, "memory")
        let value = try Tensor.counting([2], from: 13)
        try state.set_state(value)
        try value.data(Float.self)[0] = 99
        XCTAssertEqual(try first.query_state()[0].state.floats, [13, 14], "B34: set_state copies")
        XCTAssertEqual(try second.query_state()[0].state.floats, [0, 0], "B37: each request has its own")
        assertThrows(.mismatch) { try state.set_state(Tensor.counting([3])) }
        try first.reset_state()
        XCTAssertEqual(try state.state.floats, [0, 0])
    }

    func test_B13_C13_21_C13_22_C23_16_C23_18_portsAreTheDevices() throws {
        let fixture = try fixture([[2], [3]])
        XCTAssertEqual(fixture.compiled.inputs.map(\.names), [["x"], ["x1"]])
        XCTAssertEqual(fixture.compiled.outputs.map { $0.names.min() }, ["alias", "alias1"])
        XCTAssertEqual(try fixture.compiled.inputs.map { try $0.shape }, [[2], [3]])
        XCTAssertEqual(try fixture.compiled.input("x1").partial_shape, [3])
        XCTAssertEqual(try fixture.compiled.output(1).element_type, .f32)
        assertThrows(.invalidArgument, "CompiledModel.input()") { try fixture.compiled.input() }
        assertThrows(.notFound, "7", "2") { try fixture.compiled.input(7) }
        assertThrows(.notFound, "zzz") { try fixture.compiled.output("zzz") }
    }

    func test_C23_25_exportAndImport() throws {
        let fixture = try fixture()
        let data = try fixture.compiled.export_model()
        let again = try fixture.core.import_model(data, "FAKE")
        XCTAssertEqual(try again.get_property(Property.model_name), "fake model")
        assertThrows(.malformed) { try fixture.core.import_model(Data(), "FAKE") }
        assertThrows(.notFound) { try fixture.core.import_model(data, "NOBODY") }
    }

    func test_B58_C26_8_C26_11_C26_17_inferWithInputs() throws {
        let fixture = try fixture([[2], [2]])
        let request = try fixture.request()
        let a = try Tensor.counting([2])
        let b = try Tensor.counting([2], from: 10)
        let outputs = try request.infer([a, b])
        XCTAssertEqual(try outputs.map { try $0.floats }, [[1, 2], [11, 12]])
        let swapped = try request.infer(["x": b, "x1": a])
        XCTAssertEqual(try swapped.map { try $0.floats }, [[11, 12], [1, 2]])
        XCTAssertEqual(try outputs.map { try $0.floats }, [[1, 2], [11, 12]], "the outputs are copies")
        XCTAssertEqual(try request.infer([1: b]).map { try $0.floats }, [[11, 12], [11, 12]])
        XCTAssertEqual(try request.infer([fixture.model.input(0): a]).map { try $0.floats }, [[1, 2], [11, 12]])
        XCTAssertEqual(try request.infer([b]).map { try $0.floats }, [[11, 12], [11, 12]], "a shorter list sets the first inputs")
        assertThrows(.notFound, "2") { try request.infer([a, b, a]) }
        assertThrows(.notFound, "zzz") { try request.infer(["zzz": a]) }
        assertThrows(.notFound, "output") { try request.infer(["y": a]) }
        try request.start_async(["x": a])
        try request.wait()
        XCTAssertEqual(try request.get_output_tensor(0).floats, [1, 2])
    }

    func test_compiledModelsCanBeCalled() throws {
        let fixture = try fixture()
        let first = try fixture.compiled([Tensor.counting([2, 2])])
        let second = try fixture.compiled(["x": Tensor.counting([2, 2], from: 10)])
        XCTAssertEqual(try first[0].floats, [1, 2, 3, 4], "a later call does not write into an earlier one's outputs")
        XCTAssertEqual(try second[0].floats, [11, 12, 13, 14])
        XCTAssertEqual(try fixture.compiled([0: Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
        XCTAssertEqual(try fixture.compiled([fixture.model.input(): Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
        XCTAssertEqual(try fixture.compiled.infer_new_request([Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
        assertThrows(.mismatch) { try fixture.compiled([Tensor.counting([3])]) }
        let failures = Counter()
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            let start = Float(index)
            let output = try? fixture.compiled([Tensor.counting([2, 2], from: start)])[0].floats
            if output != [start + 1, start + 2, start + 3, start + 4] { failures.increment() }
        }
        XCTAssertEqual(failures.value, 0)
    }

    func test_compiledModelsKeepTheStatesOfTheirCalls() throws {
        let compiled = try fixture().compiled
        _ = try compiled([Tensor.counting([2, 2])])
        try compiled.query_state()[0].set_state(Tensor.counting([2], from: 5))
        _ = try compiled([Tensor.counting([2, 2])])
        XCTAssertEqual(try compiled.query_state()[0].state.floats, [5, 6])
        try compiled.reset_state()
        XCTAssertEqual(try compiled.query_state()[0].state.floats, [0, 0])
    }

    func test_C23_2_errorsOfTheStartKeepTheirText() throws {
        let request = try fixture(device: FakeDevice(startError: RuntimeError(.unsupported, "node 'a' is odd"))).request()
        assertThrows(.unsupported, "node 'a' is odd") { try request.start_async() }
    }

    func test_C23_3_C23_9_C23_11_C23_13_whatTheRuntimeDoesForDevices() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let tensor = try Tensor.counting([2, 2])
        for name in ["x", "y"] {
            try request.set_tensor(name, tensor)
            XCTAssertTrue(try request.get_tensor(name) === tensor)
        }
        try request.set_callback(nil)
        try request.start_async()
        try request.wait()
        XCTAssertTrue(try XCTUnwrap(fixture.control.seenInputs.first) === tensor)
    }

    func test_C3_20_C9_3_C10_7_C23_8_C23_20_C23_21_C23_24_C23_26_refusalsKeepTheirText() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let refusal = RuntimeError(.notImplemented, "FAKE does not do this")
        for call in ["profiling_info", "query_state", "make_execution", "export_model", "compile_model"] {
            fixture.control.refuse(call, refusal)
        }
        assertThrows(.notImplemented, "FAKE does not do this") { try request.profiling_info }
        assertThrows(.notImplemented, "FAKE does not do this") { try request.query_state() }
        assertThrows(.notImplemented, "FAKE does not do this") { try request.reset_state() }
        assertThrows(.notImplemented, "FAKE does not do this") { try fixture.compiled.create_infer_request() }
        assertThrows(.notImplemented, "FAKE does not do this") { try fixture.compiled.export_model() }
        assertThrows(.notImplemented, "FAKE does not do this") { try fixture.core.compile_model(fixture.model, "FAKE") }
        try request.infer()
    }

    func test_C23_19_C23_23_C26_19_requestsComeFromTheDevice() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        XCTAssertEqual(fixture.control.counted("make_execution"), 1)
        let other = try request.get_compiled_model().create_infer_request()
        XCTAssertEqual(fixture.control.counted("make_execution"), 2)
        let input = try Tensor.counting([2, 2])
        XCTAssertEqual(try other.infer([input])[0].floats, try request.infer([input])[0].floats)
        XCTAssertNotEqual(other, request)
    }

    func test_C14_17_propertiesThatDevicesCanChangeAfterCompiling() throws {
        let compiled = try fixture().compiled
        try compiled.set_property([Property("FAKE_LEVEL", 3)])
        XCTAssertEqual(try compiled.get_property("FAKE_LEVEL"), .integer(3))
        assertThrows(.unsupported, "ZZZ") { try compiled.set_property([Property("ZZZ", 1)]) }
    }

    func test_C26_16_C26_20_C26_21_resultsByPort() throws {
        let fixture = try fixture([[2], [3]])
        let request = try fixture.request()
        for ports in [fixture.compiled.inputs, request.model_inputs] {
            _ = try request.infer([ports[0]: Tensor.counting([2]), ports[1]: Tensor.counting([3], from: 5)])
            XCTAssertEqual(try request.input_tensors.map(\.shape), [[2], [3]])
            XCTAssertEqual(try request.output_tensors.map { try $0.floats }, [[1, 2], [6, 7, 8]])
            let results = try request.results
            XCTAssertEqual(Set(results.keys), Set(fixture.compiled.outputs))
            XCTAssertEqual(try results[fixture.compiled.output(1)]?.floats, [6, 7, 8])
        }
    }

    func test_C26_18_twoTensorsForOneInputAreAnError() throws {
        let x = try opset.parameter(.f32, [2], name: "x")
        x.add_names(["also"])
        let request = try fixture(Model([opset.result(opset.create("Relu", [x]))], [x])).request()
        let tensor = try Tensor.counting([2])
        assertThrows(.invalidArgument, "'also'", "'x'") { try request.infer(["x": tensor, "also": tensor]) }
        assertThrows(.invalidArgument, "'also'", "'x'") { try request.start_async(["x": tensor, "also": tensor]) }
        _ = try request.infer(["also": tensor])
    }

    func test_C26_23_scalars() throws {
        try onEachDevice {
            let request = try fixture([[], [2]]).request()
            let outputs = try request.infer([Tensor([4] as [Float], shape: []), Tensor.counting([2])])
            XCTAssertEqual(outputs.map(\.shape), [[], [2]])
            XCTAssertEqual(try outputs.map { try $0.floats }, [[5], [1, 2]])
            assertThrows(.mismatch, "i32") { try request.infer([Tensor([4] as [Int32], shape: [])]) }
        }
    }

    func test_C26_25_whatIsSharedAndWhatIsCopied() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        let input = try Tensor.counting([2, 2])
        let copies = try request.infer([input])
        XCTAssertTrue(try request.get_input_tensor() === input)
        XCTAssertTrue(try XCTUnwrap(fixture.control.seenInputs.first) === input)
        let shared = try request.infer([input], share_outputs: true)
        XCTAssertTrue(try shared[0] === request.get_output_tensor())
        try input.data(Float.self)[0] = 9
        try request.infer()
        XCTAssertEqual(try copies[0].floats[0], 1)
        XCTAssertEqual(try shared[0].floats[0], 10)
        let called = try fixture.compiled([input])
        _ = try fixture.compiled([Tensor.counting([2, 2])])
        XCTAssertEqual(try called[0].floats[0], 10, "a compiled model's outputs are the caller's")
    }

    func test_C26_26_resultsByNameAsInputs() throws {
        let first = try fixture().request()
        let x = try opset.parameter(.f32, [2, 2], name: "y")
        let second = try fixture(Model([opset.result(opset.create("Relu", [x]), name: "z")], [x])).request()
        _ = try first.infer([Tensor.counting([2, 2])])
        let byName = Dictionary(uniqueKeysWithValues: try first.results.map { ($0.key.names.max() ?? "", $0.value) })
        XCTAssertEqual(try second.infer(byName)[0].floats, [2, 3, 4, 5])
    }

    func test_descriptions() throws {
        let fixture = try fixture()
        let request = try fixture.request()
        XCTAssertTrue("\(fixture.core)".contains("CPU, FAKE"), "\(fixture.core)")
        XCTAssertTrue("\(fixture.compiled)".contains("names[x] shape[2,2] type: f32"), "\(fixture.compiled)")
        XCTAssertTrue("\(request)".contains("InferRequest: idle"), "\(request)")
        XCTAssertTrue(request.debugDescription.contains("input 0 'x': Tensor f32[2,2]"), request.debugDescription)
        XCTAssertTrue("\(try request.query_state()[0])".contains("'memory' Tensor f32[2]"))
        XCTAssertEqual("\(try request.profiling_info[0])", "NOT_RUN Add 'plus' fake real 0.0 seconds cpu 0.0 seconds")
        XCTAssertEqual("\(try AsyncInferQueue(fixture.compiled, 3))", "<AsyncInferQueue: 3 requests, ready>")
        fixture.control.hold()
        try request.start_async()
        fixture.control.waitUntilRunning()
        XCTAssertTrue("\(request)".contains("busy"), "a description may be had at any time")
        fixture.control.release()
        try request.wait()
    }

    func test_C13_10_theSourceStaysAsItIs() throws {
        try onEachDevice {
            let model = try Self.makeModel([[2, 2]])
            func state() -> [String] {
                model.get_ordered_ops().map { "\($0.friendly_name) \($0.type_name) \($0.inputs) \($0.outputs) \($0.rt_info)" }
            }
            let before = state()
            let fixture = try fixture(model)
            try fixture.request().infer()
            XCTAssertEqual(state(), before)
            try model.reshape([3, 3])
            XCTAssertEqual(try fixture.compiled.input().shape, [2, 2])
            XCTAssertEqual(try fixture.request().get_input_tensor().shape, [2, 2])
            XCTAssertFalse(try fixture.compiled.get_runtime_model() === fixture.compiled.get_runtime_model())
        }
    }
}
