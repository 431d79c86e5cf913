import Runtime
import XCTest

/// HETERO and models with variables: each variable is at home on one device.
final class SplitStateTests: RuntimeTestCase {
    private func read(_ name: String, _ initial: Output, _ shape: PartialShape = [2]) throws -> Output {
        try opset.create(
            "ReadValue", [initial],
            ["variable_id": .string(name), "variable_type": .elementType(.f32), "variable_shape": .partialShape(shape)],
            name: "read \(name)")
    }

    private func assign(_ name: String, _ value: Output) throws -> Node {
        try opset.createNode("Assign", [value], ["variable_id": .string(name)], name: "assign \(name)")
    }

    /// `s = s + relu(x)`, `y = relu(s)`: the running sum has to stay on the processor, though the other device could add.
    private func sums() throws -> Model {
        let x = try opset.parameter(.f32, [2], name: "x")
        let before = try opset.create("Relu", [x], name: "before")
        let old = try read("sum", opset.constant([10, 20] as [Float], shape: [2]))
        let sum = try opset.create("Add", [old, before], name: "sum")
        let after = try opset.create("Relu", [sum], name: "after")
        return try Model([opset.result(after), opset.result(old)], [x], "sums", sinks: [assign("sum", sum)])
    }

    private func core(_ device: PartialDevice) throws -> Core {
        let core = Core()
        try core.register_plugin(device, "PARTIAL")
        return core
    }

    func test_variablesKeepTheirValues() throws {
        let device = PartialDevice(["Relu", "Add"])
        let compiled = try core(device).compile_model(sums(), "HETERO:PARTIAL,CPU")
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU", "PARTIAL"])
        let (request, other) = (try compiled.create_infer_request(), try compiled.create_infer_request())
        XCTAssertEqual(try request.query_state().map(\.name), ["sum"])
        XCTAssertEqual(try request.infer([Tensor([1, -1] as [Float], shape: [2])]).map { try $0.floats }, [[11, 20], [10, 20]])
        XCTAssertEqual(try request.infer([Tensor([2, 2] as [Float], shape: [2])]).map { try $0.floats }, [[13, 22], [11, 20]])
        XCTAssertEqual(device.runs.value, 4, "before and after the sum, twice")
        XCTAssertEqual(try request.query_state()[0].state.floats, [13, 22])
        try request.query_state()[0].set_state(Tensor([100, 200] as [Float], shape: [2]))
        XCTAssertEqual(try request.infer([Tensor([0, 0] as [Float], shape: [2])])[0].floats, [100, 200])
        XCTAssertEqual(try other.infer([Tensor([0, 0] as [Float], shape: [2])])[0].floats, [10, 20], "states belong to requests")
        try request.reset_state()
        XCTAssertEqual(try request.infer([Tensor([0, 0] as [Float], shape: [2])])[0].floats, [10, 20])
    }

    func test_whatCannotStayTogetherIsRefused() throws {
        // The sum is between reading and assigning; nobody can do both Softplus and variables.
        let x = try opset.parameter(.f32, [2], name: "x")
        let old = try read("v", x)
        let changed = try opset.create("Relu", [opset.create("Add", [old, x], name: "sum")], name: "changed")
        let model = try Model([opset.result(changed)], [x], "torn", sinks: [assign("v", changed)])
        let core = Core()
        try core.register_plugin(PartialDevice(["ReadValue", "Assign", "Add"]), "STATES")
        try core.register_plugin(PartialDevice(["Relu"]), "RELU")
        assertThrows(.unsupported, "'v'", "STATES, RELU") { try core.compile_model(model, "HETERO:STATES,RELU") }
        assertThrows(.unsupported, "STATES", "changed") { try core.compile_model(model, "HETERO:STATES") }
        for node in model.get_ordered_ops() where !["Parameter", "Constant", "Result"].contains(node.type_name) {
            node.rt_info["affinity"] = .value(node.type_name == "Relu" ? "RELU" : "STATES")
        }
        assertThrows(.invalidArgument, "'v'", "changed", "RELU", "STATES") { try core.compile_model(model, "HETERO:STATES,RELU") }
    }

    /// Random graphs with variables that hang together or not: split, they give what the processor gives.
    func test_randomModels() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let model = try randomModel(&random)
            let whole = try Core().compile_model(model, "CPU").create_infer_request()
            let device = PartialDevice(["Relu", "Negative", "Add"])
            let split = try core(device).compile_model(model, "HETERO:PARTIAL,CPU").create_infer_request()
            for round in 0..<3 {
                let input = try Tensor((0..<2).map { _ in Float(Int.random(in: -8...8, using: &random)) }, shape: [2])
                let expected = try whole.infer([input]).map { try $0.floats }
                XCTAssertEqual(try split.infer([input]).map { try $0.floats }, expected, "seed \(seed), round \(round)")
            }
            func values(_ request: InferRequest) throws -> [String: [Float]] {
                Dictionary(uniqueKeysWithValues: try request.query_state().map { ($0.name, try $0.state.floats) })
            }
            XCTAssertEqual(try values(split), try values(whole), "seed \(seed)")
        }
    }

    private func randomModel(_ random: inout SeededGenerator) throws -> Model {
        let x = try opset.parameter(.f32, [2], name: "x")
        var values = [x]
        let names = (0..<Int.random(in: 1...3, using: &random)).map { "v\($0)" }
        var unread = names
        var reads: [Output] = []
        for index in 0..<Int.random(in: 4...14, using: &random) {
            func pick() -> Output { values[Int.random(in: 0..<values.count, using: &random)] }
            if !unread.isEmpty, index % 3 == 0 {
                reads.append(try read(unread.removeLast(), pick()))
                values += reads.suffix(1)
            }
            switch Int.random(in: 0..<5, using: &random) {
            case 0: values.append(try opset.create("Relu", [pick()], name: "relu\(index)"))
            case 1: values.append(try opset.create("Negative", [pick()], name: "negative\(index)"))
            case 2: values.append(try opset.create("Abs", [pick()], name: "abs\(index)"))
            case 3: values.append(try opset.create("Maximum", [pick(), pick()], name: "maximum\(index)"))
            default: values.append(try opset.create("Add", [pick(), pick()], name: "sum\(index)"))
            }
        }
        for name in unread { reads.append(try read(name, x)) }
        let sinks = try names.map { try assign($0, values[Int.random(in: 0..<values.count, using: &random)]) }
        return try Model((values.suffix(3) + reads).map { try opset.result($0) }, [x], "random", sinks: sinks)
    }
}
