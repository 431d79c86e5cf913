import Runtime
import XCTest

/// Rows C10, C26.33 and B33–B37 on the processor: variables that keep their values between runs.
final class ProcessorStateTests: RuntimeTestCase {
    /// `y = x + state; state = y`, for each name one variable that begins with 10.
    private func compile(_ names: [String] = ["first", "second"]) throws -> CompiledModel {
        let x = try opset.parameter(.f32, [1, 2], name: "x")
        var results: [Output] = []
        var sinks: [Node] = []
        for name in names {
            let initial = try opset.constant([10, 10] as [Float], shape: [1, 2])
            let read = try opset.create(
                "ReadValue", [initial],
                ["variable_id": .string(name), "variable_type": .elementType(.f32), "variable_shape": .partialShape([1, 2])])
            let sum = try opset.create("Add", [x, read])
            sinks.append(try opset.createNode("Assign", [sum], ["variable_id": .string(name)]))
            results.append(try opset.result(sum))
        }
        return try Core().compile_model(Model(results, [x], "state", sinks: sinks), "CPU")
    }

    private func run(_ request: InferRequest, _ value: Float = 1) throws -> [[Float]] {
        try request.set_input_tensor(Tensor([value, value], shape: [1, 2]))
        try request.infer()
        return try request.output_tensors.map { try $0.floats }
    }

    func test_C10_1_C10_6_states() throws {
        let states = try compile().create_infer_request().query_state()
        XCTAssertEqual(states.map(\.name).sorted(), ["first", "second"])
    }

    func test_B33_zerosBeforeTheFirstRunAndTheInitialValueInIt() throws {
        let request = try compile(["only"]).create_infer_request()
        let state = try XCTUnwrap(request.query_state().first)
        XCTAssertEqual(try state.state.floats, [0, 0])
        XCTAssertEqual(try run(request), [[11, 11]])
        XCTAssertEqual(try run(request), [[12, 12]])
        XCTAssertEqual(try request.query_state()[0].state.floats, [12, 12])
        try request.reset_state()
        XCTAssertEqual(try request.query_state()[0].state.floats, [0, 0])
        XCTAssertEqual(try run(request), [[11, 11]])
    }

    func test_C10_2_C10_3_B34_settingAndResetting() throws {
        let request = try compile().create_infer_request()
        let value = try Tensor([13, 13] as [Float], shape: [1, 2])
        for state in try request.query_state() {
            try state.reset()
            try state.set_state(value)
        }
        try value.data(Float.self)[0] = 99
        for state in try request.query_state() { XCTAssertEqual(try state.state.floats, [13, 13]) }
        try request.query_state()[0].reset()
        XCTAssertEqual(try request.query_state()[0].state.floats, [0, 0])
        XCTAssertEqual(try request.query_state()[1].state.floats, [13, 13])
        let outputs = try run(request)
        XCTAssertEqual(Set(outputs), [[11, 11], [14, 14]])
    }

    func test_C10_4_C10_5_B37_statesBelongToRequests() throws {
        let compiled = try compile()
        let first = try compiled.create_infer_request()
        let second = try compiled.create_infer_request()
        for state in try first.query_state() { try state.set_state(Tensor([13, 13] as [Float], shape: [1, 2])) }
        XCTAssertEqual(try run(second), [[11, 11], [11, 11]])
        for state in try first.query_state() { XCTAssertEqual(try state.state.floats, [13, 13]) }
        XCTAssertEqual(try run(first), [[14, 14], [14, 14]])
    }

    func test_B35_theStateIsTheLiveBuffer() throws {
        let request = try compile(["only"]).create_infer_request()
        XCTAssertEqual(try run(request), [[11, 11]])
        let handle = try request.query_state()[0].state
        try handle.data(Float.self)[0] = 50
        XCTAssertEqual(try run(request), [[51, 12]], "what is written into the buffer is the state")
        XCTAssertEqual(try handle.floats, [50, 11], "a handle kept over a run shows the previous value")
        XCTAssertEqual(try run(request), [[52, 13]])
        XCTAssertEqual(try handle.floats, [50, 11], "and goes on showing it")
        XCTAssertEqual(try request.query_state()[0].state.floats, [52, 13])
    }

    func test_B36_wrongStates() throws {
        let request = try compile(["only"]).create_infer_request()
        let state = try XCTUnwrap(request.query_state().first)
        XCTAssertThrowsError(try state.set_state(Tensor([1] as [Float], shape: [1, 1])))
        XCTAssertThrowsError(try state.set_state(Tensor([1, 1] as [Int32], shape: [1, 2])))
        XCTAssertEqual(try run(request), [[11, 11]])
    }

    func test_C26_33_accumulating() throws {
        let request = try compile(["only"]).create_infer_request()
        for round in 1...5 { XCTAssertEqual(try run(request), [[10 + Float(round), 10 + Float(round)]]) }
        for round in 1...3 {
            try request.query_state()[0].set_state(Tensor([Float(round), 0], shape: [1, 2]))
            XCTAssertEqual(try run(request), [[Float(round) + 1, 1]])
        }
    }

    func test_C16_2_aStateOutlivesItsRequest() throws {
        func make() throws -> VariableState { try XCTUnwrap(compile(["only"]).create_infer_request().query_state().first) }
        let state = try make()
        try state.set_state(Tensor([1, 2] as [Float], shape: [1, 2]))
        XCTAssertEqual(try state.state.floats, [1, 2])
        try state.reset()
    }

    func test_callsOfACompiledModelGoOnWhereTheyWere() throws {
        let compiled = try compile(["only"])
        let x = try Tensor([1, 1] as [Float], shape: [1, 2])
        XCTAssertEqual(try compiled([x])[0].floats, [11, 11])
        XCTAssertEqual(try compiled([x])[0].floats, [12, 12])
        try compiled.reset_state()
        XCTAssertEqual(try compiled([x])[0].floats, [11, 11])
    }

    /// `state = concatenation of state and x; y = state · 2`, as a decoder keeps what it has seen.
    private func compileGrowing() throws -> CompiledModel {
        let x = try opset.parameter(.f32, [1, -1, 2], name: "x")
        let initial = try opset.constant([] as [Float], shape: [1, 0, 2])
        let read = try opset.create(
            "ReadValue", [initial],
            ["variable_id": .string("cache"), "variable_type": .elementType(.f32), "variable_shape": .partialShape([1, -1, 2])])
        let seen = try opset.create("Concat", [read, x], ["axis": .integer(1)])
        let assign = try opset.createNode("Assign", [seen], ["variable_id": .string("cache")])
        let double = try opset.create("Add", [seen, seen])
        return try Core().compile_model(Model([opset.result(double), opset.result(read)], [x], "growing", sinks: [assign]), "CPU")
    }

    private func grow(_ request: InferRequest, _ values: [Float]) throws -> [[Float]] {
        try request.set_input_tensor(Tensor(values, shape: [1, values.count / 2, 2]))
        try request.infer()
        return try request.output_tensors.map { try $0.floats }
    }

    func test_statesThatGrow() throws {
        let request = try compileGrowing().create_infer_request()
        var seen: [Float] = []
        for round in 0..<12 {
            let new = (0..<(round % 3 + 1) * 2).map { Float(10 * round + $0) }
            let before = seen
            seen += new
            XCTAssertEqual(try grow(request, new), [seen.map { $0 * 2 }, before], "round \(round)")
            XCTAssertEqual(try request.query_state()[0].state.floats, seen)
        }
        // A handle goes on showing what it showed, whatever is computed in its variable's place.
        let handle = try request.query_state()[0].state
        XCTAssertEqual(try grow(request, [1, 2])[1], seen)
        XCTAssertEqual(try grow(request, [3, 4])[1], seen + [1, 2])
        XCTAssertEqual(try handle.floats, seen)
        try request.reset_state()
        XCTAssertEqual(try grow(request, [5, 6]), [[10, 12], []])
        try request.query_state()[0].set_state(Tensor([7, 8, 9, 10] as [Float], shape: [1, 2, 2]))
        XCTAssertEqual(try grow(request, [11, 12]), [[14, 16, 18, 20, 22, 24], [7, 8, 9, 10]])
        XCTAssertEqual(try grow(request, [13, 14])[1], [7, 8, 9, 10, 11, 12])
    }
}
