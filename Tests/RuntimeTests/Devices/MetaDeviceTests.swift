import Runtime
import XCTest

/// Rows C12, C14, C17 and C18 on devices over other devices: AUTO, MULTI, HETERO and BATCH.
final class MetaDeviceTests: RuntimeTestCase {
    private func core(_ device: FakeDevice = FakeDevice()) throws -> Core {
        let core = Core()
        try core.register_plugin(device, "FAKE")
        return core
    }

    private func assertAddsOne(_ request: InferRequest, from start: Float = 0, file: StaticString = #filePath, line: UInt = #line) throws {
        try request.set_input_tensor(Tensor.counting([2, 2], from: start))
        try request.infer()
        XCTAssertEqual(try request.get_output_tensor().floats, (1...4).map { start + Float($0) }, file: file, line: line)
    }

    // MARK: Properties

    func test_C17_23_C18_17_C18_19_to_22_C18_45_C18_53_propertiesSetAndRead() throws {
        let core = try core()
        for device in ["AUTO", "MULTI", "HETERO", "BATCH"] {
            XCTAssertEqual(try core.get_property(device, Property.device.full_name), device)
            let names = try core.get_property(device, Property.supported_properties)
            XCTAssertTrue(names.map(\.name).contains("SUPPORTED_PROPERTIES"))
            for name in names { XCTAssertNoThrow(try core.get_property(device, name.name)) }
            for priority in Priority.allCases {
                try core.set_property(device, [.hint.model_priority(priority), .enable_profiling(priority == .HIGH)])
                XCTAssertEqual(try core.get_property(device, Property.hint.model_priority), priority)
            }
            try core.set_property(device, [.device.priorities(["FAKE", "CPU"])])
            XCTAssertEqual(try core.get_property(device, Property.device.priorities), ["FAKE", "CPU"])
            assertThrows(.unsupported, device) { try core.set_property(device, [Property("ZZZ", 1)]) }
            assertThrows(.unsupported, device) { try core.get_property(device, "ZZZ") }
            assertThrows(.invalidArgument) { try core.get_property(device + ":CPU", "SUPPORTED_PROPERTIES") }
        }
    }

    func test_C18_62_defaultHints() throws {
        let core = Core()
        let model = try Self.makeModel([[2, 2]])
        for (device, hint) in [("AUTO", PerformanceMode.LATENCY), ("MULTI:CPU", .THROUGHPUT)] {
            XCTAssertEqual(try core.compile_model(model, device).get_property(Property.hint.performance_mode), hint)
            let told = try core.compile_model(model, device, [.hint.performance_mode(.CUMULATIVE_THROUGHPUT)])
            XCTAssertEqual(try told.get_property(Property.hint.performance_mode), .CUMULATIVE_THROUGHPUT)
        }
    }

    func test_B39_C18_44_C18_61_C18_63_wrongLists() throws {
        let core = try core()
        let model = try Self.makeModel([[2, 2]])
        for name in ["MULTI:ZZ", "HETERO:ZZ", "BATCH:ZZ(2)", "AUTO:ZZ"] {
            assertThrows(.notFound, "ZZ") { try core.compile_model(model, name) }
        }
        for name in ["MULTI:MULTI", "AUTO:AUTO", "HETERO:HETERO", "BATCH:CPU(x)", "BATCH:CPU(0)", "BATCH", "BATCH:CPU,FAKE"] {
            assertThrows(.invalidArgument) { try core.compile_model(model, name) }
        }
        XCTAssertThrowsError(try core.compile_model(model, "HETERO:CPU.10"))
        XCTAssertThrowsError(try core.query_model(model, "HETERO:CPU.100"))
    }

    func test_C18_33_C18_38_to_40_queryModel() throws {
        let core = try core(FakeDevice(types: ["Add"]))
        let model = try Self.makeModel([[2, 2]])
        XCTAssertEqual(try core.query_model(model, "HETERO:FAKE,CPU")["plus"], "HETERO:FAKE,CPU")
        XCTAssertEqual(Set(try core.query_model(model, "MULTI:FAKE,CPU").keys), ["plus"])
        XCTAssertFalse(try core.query_model(model, "MULTI:CPU").isEmpty)
        XCTAssertFalse(try core.query_model(model, "HETERO:CPU.0").isEmpty)
        XCTAssertFalse(try core.query_model(model, "HETERO", [.device.priorities(["CPU"])]).isEmpty)
    }

    func test_C18_56_propertiesForDevicesBelow() throws {
        let device = FakeDevice()
        let core = try core(device)
        let model = try Self.makeModel([[2, 2]])
        let nested = Property.device.properties(["FAKE": [Property("FAKE_COUNT", 5)], "CPU": [.num_streams(1)]])
        for name in ["AUTO:FAKE", "MULTI:FAKE", "HETERO:FAKE", "BATCH:FAKE(1)"] {
            _ = try core.compile_model(model, name, [nested])
            XCTAssertEqual(device.control.properties, [Property("FAKE_COUNT", 5)], name)
        }
    }

    func test_C14_19_C14_20_C14_22_C14_24_to_26_propertiesOfCompiledModels() throws {
        let core = try core(FakeDevice(types: ["Add"]))
        for (name, model, devices) in [
            ("AUTO:CPU,FAKE", try Self.makeModel([[2, 2]]), ["CPU"]), ("MULTI:FAKE,CPU", try Self.makeModel([[2, 2]]), ["CPU", "FAKE"]),
            ("HETERO:FAKE,CPU", try branches([2, 2]), ["CPU", "FAKE"]), ("HETERO:CPU,FAKE", try branches([2, 2]), ["CPU"]),
        ] {
            let compiled = try core.compile_model(model, name, [.hint.model_priority(.HIGH)])
            let list = try XCTUnwrap(name.split(separator: ":").last).split(separator: ",").map(String.init)
            XCTAssertEqual(try compiled.get_property(Property.device.priorities), list, name)
            XCTAssertEqual(try compiled.get_property(Property.execution_devices).sorted(), devices, name)
            XCTAssertEqual(try compiled.get_property(Property.hint.model_priority), .HIGH, name)
            XCTAssertEqual(try compiled.get_property(Property.model_name), model.friendly_name, name)
            for property in try compiled.get_property(Property.supported_properties) {
                XCTAssertFalse(property.is_mutable)
                XCTAssertNoThrow(try compiled.get_property(property.name), "\(property.name) of \(name)")
            }
            assertThrows(.unsupported, "ZZZ") { try compiled.get_property("ZZZ") }
        }
    }

    func test_autoTakesTheFirstDeviceThatCan() throws {
        let device = FakeDevice()
        let core = try core(device)
        device.control.refuse("compile_model", TestError(text: "not this model"))
        let compiled = try core.compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU")
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"])
        try assertAddsOne(compiled.create_infer_request())
        XCTAssertThrowsError(try core.compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE")) {
            XCTAssertEqual($0 as? TestError, TestError(text: "not this model"))
        }
    }

    func test_autoKeepsTheFirstDeviceForModelsOfHigherPriority() throws {
        let core = try core()
        func devices(_ priority: Priority) throws -> (CompiledModel, [String]) {
            let compiled = try core.compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU", [.hint.model_priority(priority)])
            return (compiled, try compiled.get_property(Property.execution_devices))
        }
        let low = try devices(.LOW)
        XCTAssertEqual(low.1, ["FAKE"])
        var high: (CompiledModel, [String])? = try devices(.HIGH)
        XCTAssertEqual(high?.1, ["FAKE"])
        XCTAssertEqual(try devices(.MEDIUM).1, ["CPU"])
        high = nil
        XCTAssertEqual(try devices(.MEDIUM).1, ["FAKE"], "the model of higher priority is gone")
    }

    func test_multiByTurns() throws {
        let device = FakeDevice()
        let core = try core(device)
        for (policy, runs) in [("ROUND_ROBIN", 3), ("DEVICE_PRIORITY", 4)] {
            let before = device.control.counted("run")
            let compiled = try core.compile_model(
                Self.makeModel([[2, 2]]), "MULTI:FAKE,CPU",
                [.intel_auto.schedule_policy(policy), .device.properties("CPU", [.num_streams(1)])])
            for _ in 0..<6 { try assertAddsOne(compiled.create_infer_request()) }
            XCTAssertEqual(
                device.control.counted("run") - before, runs, "the fake device can make use of two requests, the processor of one")
        }
        assertThrows(.invalidArgument, "SCHEDULE_POLICY") { try core.set_property("MULTI", [.intel_auto.schedule_policy("DICE")]) }
    }

    func test_C18_55_multiWithoutAListUsesAllDevices() throws {
        let device = FakeDevice()
        let compiled = try core(device).compile_model(Self.makeModel([[2, 2]]), "MULTI")
        XCTAssertEqual(try compiled.get_property(Property.execution_devices).sorted(), ["CPU", "FAKE"])
    }

    func test_C16_6_tensorsOutliveRequestsOfAuto() throws {
        func make() throws -> Tensor {
            let compiled = try core().compile_model(Self.makeModel([[2, 2]]), "AUTO:FAKE,CPU", [.intel_auto.device_bind_buffer(true)])
            let request = try compiled.create_infer_request()
            try assertAddsOne(request)
            return try request.get_output_tensor()
        }
        XCTAssertEqual(try make().floats, [1, 2, 3, 4])
    }

    // MARK: MULTI

    func test_C12_1_C12_2_C18_58_multiDealsRequestsOut() throws {
        let device = FakeDevice()
        let compiled = try core(device).compile_model(Self.makeModel([[2, 2]]), "MULTI:FAKE,CPU")
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["FAKE", "CPU"])
        XCTAssertGreaterThanOrEqual(try compiled.get_property(Property.optimal_number_of_infer_requests), 3)
        let requests = try (0..<6).map { _ in try compiled.create_infer_request() }
        for (index, request) in requests.enumerated() { try assertAddsOne(request, from: Float(index)) }
        XCTAssertGreaterThan(device.control.counted("run"), 0)
        XCTAssertLessThan(device.control.counted("run"), 6)
        for request in requests { try request.start_async() }
        for request in requests { try request.wait() }
    }

    func test_C12_1_C12_2_manyThreadsOnManyDevices() throws {
        let device = FakeDevice()
        let core = try core(device)
        for name in ["MULTI:FAKE,CPU", "AUTO:FAKE,CPU", "HETERO:FAKE,CPU", "BATCH:CPU(2)"] {
            let compiled = try core.compile_model(Self.makeModel([[2, 2]]), name)
            let failures = Box<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { thread in
                do {
                    let requests = try (0..<3).map { _ in try compiled.create_infer_request() }
                    for round in 0..<10 {
                        for (index, request) in requests.enumerated() {
                            try request.set_input_tensor(Tensor.counting([2, 2], from: Float(100 * thread + 10 * index + round)))
                            if round % 2 == 0 { try request.infer() } else { try request.start_async() }
                        }
                        for (index, request) in requests.enumerated() {
                            try request.wait()
                            let expected = (1...4).map { Float(100 * thread + 10 * index + round + $0) }
                            let output = try request.get_output_tensor().floats
                            if output != expected { failures.change { $0.append("\(name): \(output) instead of \(expected)") } }
                        }
                    }
                } catch {
                    failures.change { $0.append("\(name): \(error)") }
                }
            }
            XCTAssertEqual(failures.value, [])
        }
    }

    func test_autoWithCumulativeThroughputUsesAllDevices() throws {
        let device = FakeDevice()
        let compiled = try core(device).compile_model(
            Self.makeModel([[2, 2]]), "AUTO:CPU,FAKE", [.hint.performance_mode(.CUMULATIVE_THROUGHPUT)])
        XCTAssertEqual(device.control.counted("compile_model"), 1)
        try assertAddsOne(compiled.create_infer_request())
    }

    // MARK: HETERO

    /// Branches that cross between devices, a result of an input, a result of a constant.
    private func branches(_ shape: PartialShape) throws -> Model {
        let x = try opset.parameter(.f32, shape, name: "x")
        let one = try opset.constant([1] as [Float], shape: [1])
        let relu = try opset.create("Relu", [x], name: "relu")
        let plus = try opset.create("Add", [relu, one], name: "plus")
        let product = try opset.create("Multiply", [plus, relu], name: "product")
        let again = try opset.create("Add", [product, one], name: "again")
        let last = try opset.create("Multiply", [again, plus], name: "last")
        return try Model(
            [
                opset.result(last), opset.result(plus), opset.result(x, name: "same"),
                opset.result(opset.constant([7] as [Float], shape: [1])),
            ], [x])
    }

    private func assertBranches(_ compiled: CompiledModel, file: StaticString = #filePath, line: UInt = #line) throws {
        let request = try compiled.create_infer_request()
        for values in [[-1, 0, 1, 2], [3, -4, 5, 6]] as [[Float]] {
            try request.set_input_tensor(Tensor(values, shape: [2, 2]))
            try request.infer()
            let expected = values.map { value -> Float in
                let relu = max(value, 0)
                return ((relu + 1) * relu + 1) * (relu + 1)
            }
            XCTAssertEqual(try request.get_output_tensor(0).floats, expected, file: file, line: line)
            XCTAssertEqual(try request.get_output_tensor(1).floats, values.map { max($0, 0) + 1 }, file: file, line: line)
            XCTAssertEqual(try request.get_output_tensor(2).floats, values, file: file, line: line)
            XCTAssertEqual(try request.get_output_tensor(3).floats, [7], file: file, line: line)
        }
    }

    func test_C18_69_heteroSplitsByWhatDevicesCanRun() throws {
        for shape: PartialShape in [[2, 2], [.dynamic, 2], .dynamic] {
            let device = FakeDevice(types: ["Add"])
            let compiled = try core(device).compile_model(branches(shape), "HETERO:FAKE,CPU")
            try assertBranches(compiled)
            XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU", "FAKE"])
            XCTAssertEqual(device.control.counted("run"), 4, "two additions, two runs")
            XCTAssertEqual(compiled.outputs.count, 4)
            let request = try compiled.create_infer_request()
            try request.set_input_tensor(Tensor.counting([2, 2]))
            try request.infer()
            XCTAssertFalse(try request.profiling_info.isEmpty)
        }
    }

    func test_heteroWithOneTensorOnBothSides() throws {
        let compiled = try core(FakeDevice(types: ["Add"])).compile_model(branches([2, 2]), "HETERO:FAKE,CPU")
        let request = try compiled.create_infer_request()
        let shared = try Tensor.counting([2, 2])
        try request.set_input_tensor(shared)
        try request.set_output_tensor(1, shared)
        try request.infer()
        XCTAssertEqual(try shared.floats, [1, 2, 3, 4])
        XCTAssertEqual(try request.get_output_tensor(2).floats, [0, 1, 2, 3], "the input as it was")
    }

    func test_C18_36_C18_37_affinities() throws {
        let device = FakeDevice()
        let core = try core(device)
        let model = try branches([2, 2])
        let all = try core.query_model(model, "CPU")
        for node in model.get_ordered_ops() where all[node.friendly_name] != nil {
            node.rt_info["affinity"] = .value(node.friendly_name == "again" ? "FAKE" : "CPU")
        }
        try assertBranches(core.compile_model(model, "HETERO:CPU,FAKE"))
        XCTAssertEqual(device.control.counted("run"), 2)
    }

    func test_heteroOnOneDevice() throws {
        let core = try core()
        let compiled = try core.compile_model(branches([2, 2]), "HETERO:CPU,FAKE")
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"])
        try assertBranches(compiled)
        let nobody = try self.core(FakeDevice(types: ["Add"]))
        assertThrows(.unsupported, "relu", "FAKE") { try nobody.compile_model(self.branches([2, 2]), "HETERO:FAKE") }
    }

    func test_C18_64_65_nesting() throws {
        let core = try core(FakeDevice(types: ["Add"]))
        let nested = [Property.device.properties("MULTI", [.device.priorities(["CPU"])])]
        try assertBranches(core.compile_model(branches([2, 2]), "HETERO:FAKE,MULTI", nested))
        let all = Set(try branches([2, 2]).get_ordered_ops().map(\.friendly_name))
        XCTAssertGreaterThanOrEqual(Set(try core.query_model(branches([2, 2]), "HETERO:FAKE,MULTI", nested).keys).count, all.count - 4)
        let below = [Property.device.properties("HETERO", [.device.priorities(["FAKE", "CPU"])])]
        let compiled = try core.compile_model(Self.makeModel([[2, 2]]), "MULTI:HETERO,CPU", below)
        for _ in 0..<3 { try assertAddsOne(compiled.create_infer_request()) }
        XCTAssertEqual(try core.query_model(Self.makeModel([[2, 2]]), "MULTI:HETERO,CPU", below)["plus"], "MULTI:HETERO,CPU")
    }

    // MARK: BATCH

    private func batchModel(_ layout: String? = "NC") throws -> Model {
        let model = try Self.makeModel([[1, 4]])
        if let layout { try model.input().node.set_layout(Layout(layout)) }
        return model
    }

    func test_C18_70_batchGathersRequests() throws {
        for device in ["FAKE", "CPU"] {
            let fake = FakeDevice()
            let compiled = try core(fake).compile_model(batchModel(), "BATCH:\(device)(4)", [.auto_batch_timeout(60_000)])
            XCTAssertEqual(try compiled.get_property(Property.optimal_number_of_infer_requests) % 4, 0)
            XCTAssertEqual(try compiled.input().shape, [1, 4])
            let requests = try (0..<8).map { _ in try compiled.create_infer_request() }
            for round in 0..<2 {
                for (index, request) in requests.enumerated() {
                    try request.set_input_tensor(Tensor.counting([1, 4], from: Float(10 * index + round)))
                    try request.start_async()
                }
                for (index, request) in requests.enumerated() {
                    try request.wait()
                    XCTAssertEqual(try request.get_output_tensor().floats, (1...4).map { Float(10 * index + round + $0) })
                }
            }
            if device == "FAKE" { XCTAssertEqual(fake.control.counted("run"), 4, "sixteen runs in batches of four") }
        }
    }

    func test_batchDoesNotWaitForEver() throws {
        let compiled = try core().compile_model(batchModel(), "BATCH:FAKE(4)", [.auto_batch_timeout(5)])
        let request = try compiled.create_infer_request()
        try request.set_input_tensor(Tensor.counting([1, 4]))
        try request.infer()
        XCTAssertEqual(try request.get_output_tensor().floats, [1, 2, 3, 4])
        try request.start_async()
        request.cancel()
        do { try request.wait() } catch is Cancelled {}
        try request.infer()
    }

    func test_batchKeepsErrorsApart() throws {
        let fake = FakeDevice()
        let compiled = try core(fake).compile_model(batchModel(), "BATCH:FAKE(2)", [.auto_batch_timeout(60_000)])
        let requests = try (0..<2).map { _ in try compiled.create_infer_request() }
        fake.control.fail(TestError())
        for request in requests { try request.start_async() }
        for request in requests { XCTAssertThrowsError(try request.wait()) { XCTAssertTrue($0 is TestError) } }
        fake.control.fail(nil)
        for request in requests { try request.start_async() }
        for request in requests { try request.wait() }
    }

    func test_C18_71_batchWhereItDoesNotApply() throws {
        let model = try Self.makeModel([[2, 2]])
        for (model, device) in [(model, "BATCH:FAKE(4)"), (try batchModel(nil), "BATCH:FAKE(4)"), (try batchModel(), "BATCH:FAKE")] {
            let fake = FakeDevice()
            let compiled = try core(fake).compile_model(model, device)
            XCTAssertEqual(fake.control.counted("compile_model"), 1)
            try compiled.create_infer_request().infer()
        }
    }
}
