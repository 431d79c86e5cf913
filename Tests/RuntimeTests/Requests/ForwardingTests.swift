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

    func test_C23_16_C23_18_portsAreTheDevices() throws {
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

    func test_C26_8_C26_11_C26_17_inferWithInputs() throws {
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

    func test_C13_10_theSourceStaysAsItIs() throws {
        let model = try Self.makeModel([[2, 2]])
        let before = model.get_ordered_ops().map(\.friendly_name)
        let fixture = try fixture(model)
        try model.reshape([3, 3])
        XCTAssertEqual(model.get_ordered_ops().map(\.friendly_name), before)
        XCTAssertEqual(try fixture.compiled.input().shape, [2, 2])
        XCTAssertEqual(try fixture.request().get_input_tensor().shape, [2, 2])
        XCTAssertFalse(try fixture.compiled.get_runtime_model() === fixture.compiled.get_runtime_model())
    }
}
