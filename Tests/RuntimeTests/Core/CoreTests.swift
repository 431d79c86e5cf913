import Runtime
import XCTest

/// Rows C17–C19 and C24 as far as they concern the registry of devices, and B39–B44.
final class CoreTests: RuntimeTestCase {
    func test_C18_1_coresAreIndependent() throws {
        let first = Core()
        try first.register_plugin(FakeDevice(), "FAKE")
        XCTAssertEqual(first.available_devices, ["CPU", "FAKE"])
        XCTAssertEqual(Core().available_devices, ["CPU"])
    }

    func test_B46_bytesThatNobodyExported() throws {
        for data in [Data(), Data("garbage".utf8), Data([UInt8](repeating: 0xFF, count: 10_000))] {
            XCTAssertThrowsError(try Core().import_model(data, "CPU")) { XCTAssertTrue("\($0)".contains("CPU"), "\($0)") }
        }
    }

    func test_C18_2_C18_3_registration() throws {
        let core = Core()
        try core.register_plugin(FakeDevice(), "FAKE")
        XCTAssertEqual(try core.get_property("FAKE", Property.device.full_name), "Fake")
        for name in ["FAKE", "CPU", "AUTO"] { assertThrows(.invalidArgument, name) { try core.register_plugin(FakeDevice(), name) } }
        for name in ["", "A.B", "A:B", "A,B"] { assertThrows(.invalidArgument) { try core.register_plugin(FakeDevice(), name) } }
    }

    func test_C17_21_availableDevices() throws {
        let core = Core()
        XCTAssertTrue(core.available_devices.contains("CPU"))
        XCTAssertFalse(core.available_devices.contains("AUTO"))
        try core.register_plugin(FakeDevice(), "FAKE")
        XCTAssertTrue(core.available_devices.contains("FAKE"))
    }

    func test_B39_C14_7_C17_6_unknownDevices() throws {
        let core = Core()
        let model = try Self.makeModel([[2]])
        for name in ["FOO", "cpu", " CPU", "FOO.1"] {
            assertThrows(.notFound, name.split(separator: ".")[0].description) { try core.compile_model(model, name) }
        }
        assertThrows(.invalidArgument, "empty") { try core.compile_model(model, "") }
        assertThrows(.notFound) { try core.get_property("FOO", "FULL_DEVICE_NAME") }
        assertThrows(.notFound) { try core.set_property("FOO", []) }
        assertThrows(.notFound) { try core.query_model(model, "FOO") }
    }

    func test_B40_C14_6_C18_42_C18_43_C18_60_otherIdsOfTheProcessor() throws {
        let core = Core()
        let model = try Self.makeModel([[2]])
        for name in ["CPU.10", "CPU.l0", "CPU.110"] {
            XCTAssertThrowsError(try core.compile_model(model, name), name)
            XCTAssertThrowsError(try core.query_model(model, name), name)
        }
    }

    func test_deviceIdsReachTheDevice() throws {
        let fixture = try fixture()
        _ = try fixture.core.compile_model(fixture.model, "FAKE.3", [Property("FAKE_COUNT", 1)])
        XCTAssertEqual(fixture.control.properties, [.device.id("3"), Property("FAKE_COUNT", 1)])
        XCTAssertEqual(try fixture.core.get_property("FAKE.3", Property.device.id), "3")
    }

    func test_B43_C17_7_C18_10_C18_11_C18_68_C24_6_versions() throws {
        let core = Core()
        try core.register_plugin(FakeDevice(), "FAKE")
        XCTAssertEqual(try core.get_versions("FAKE")["FAKE"]?.build_number, "7")
        XCTAssertEqual(try core.get_versions("CPU").keys.sorted(), ["CPU"])
        XCTAssertEqual(try core.get_versions("CPU.0").keys.sorted(), ["CPU"])
        XCTAssertEqual(try core.get_versions("AUTO:CPU,FAKE").keys.sorted(), ["AUTO", "CPU", "FAKE"])
        XCTAssertEqual(try core.get_versions("HETERO:CPU").keys.sorted(), ["CPU", "HETERO"])
        XCTAssertEqual(try core.get_versions("ZZ"), [:])
        XCTAssertFalse(try XCTUnwrap(core.get_versions("CPU")["CPU"]).description.isEmpty)
    }

    func test_B44_C18_12_C18_13_C18_14_unloading() throws {
        let core = Core()
        try core.register_plugin(FakeDevice(), "FAKE")
        assertThrows(.notFound, "FAKE", "not registered") { try core.unload_plugin("FAKE") }
        assertThrows(.notFound, "ZZ") { try core.unload_plugin("ZZ") }
        _ = try core.get_versions("FAKE")
        try core.unload_plugin("FAKE")
        assertThrows(.notFound) { try core.unload_plugin("FAKE") }
        try core.set_property("FAKE", [])
        try core.unload_plugin("FAKE")
    }

    func test_C17_5_C18_16_propertiesOfAllDevices() throws {
        let device = FakeDevice()
        let core = Core()
        try core.register_plugin(device, "FAKE")
        try core.set_property([Property("FAKE_COUNT", 1)])
        XCTAssertEqual(device.control.counted("set_property"), 0, "stored until the device is made")
        _ = try core.get_property("FAKE", "FULL_DEVICE_NAME")
        XCTAssertEqual(device.control.counted("set_property"), 1)
        let other = Core()
        try other.register_plugin(FakeDevice(), "FAKE")
        try other.set_property([Property("UNKNOWN", 1)])
        assertThrows(.unsupported, "UNKNOWN") { try other.get_property("FAKE", "FULL_DEVICE_NAME") }
    }

    func test_C18_27_to_30_propertiesOfTheCore() throws {
        let core = Core()
        XCTAssertEqual(try core.get_property(Property.cache_dir), "")
        XCTAssertEqual(try core.get_property(Property.enable_mmap), true)
        try core.set_property([.cache_dir("/somewhere"), .enable_mmap(false), .force_tbb_terminate(true)])
        XCTAssertEqual(try core.get_property(Property.force_tbb_terminate), true)
        XCTAssertEqual(try core.get_property("CACHE_DIR"), .string("/somewhere"))
        XCTAssertEqual(try core.get_property(Property.enable_mmap), false)
        assertThrows(.unsupported, "NUM_STREAMS") { try core.get_property("NUM_STREAMS") }
        assertThrows(.invalidArgument) { try core.set_property([Property("ENABLE_MMAP", "perhaps")]) }
    }

    func test_C18_18_C17_26_propertiesForDevicesByName() throws {
        let fixture = try fixture()
        for name in [nil, "FAKE", "AUTO"] as [String?] {
            let nested = [Property.device.properties(["FAKE": [Property("FAKE_COUNT", 1)]])]
            assertThrows(.invalidArgument, "DEVICE_PROPERTIES") {
                if let name { try fixture.core.set_property(name, nested) } else { try fixture.core.set_property(nested) }
            }
        }
        _ = try fixture.core.compile_model(
            fixture.model, "FAKE",
            [
                .device.properties("FAKE", [Property("FAKE_COUNT", 2)]),
                .device.properties(["FAKE": [Property("FAKE_COUNT", 1)], "OTHER": [Property("FAKE_COUNT", 3)]]), .cache_dir(""),
            ])
        XCTAssertEqual(fixture.control.properties, [Property("FAKE_COUNT", 1), Property("FAKE_COUNT", 2)])
    }

    func test_C18_46_namesWithListsHaveNoProperties() throws {
        assertThrows(.invalidArgument, "AUTO:CPU") { try Core().get_property("AUTO:CPU", "FULL_DEVICE_NAME") }
    }

    func test_autoPicksADevice() throws {
        let fixture = try fixture()
        for name in ["AUTO:FAKE", "AUTO:FOO,FAKE", "AUTO:-CPU"] {
            let before = fixture.control.counted("compile_model")
            _ = try fixture.core.compile_model(fixture.model, name)
            XCTAssertEqual(fixture.control.counted("compile_model"), before + 1, name)
        }
        assertThrows(.notFound, "ZZ") { try fixture.core.compile_model(fixture.model, "AUTO:ZZ") }
        assertThrows(.notFound) { try fixture.core.compile_model(fixture.model, "AUTO:-CPU,-FAKE") }
        XCTAssertEqual(try fixture.core.get_property("AUTO", Property.device.full_name), "AUTO")
    }

    func test_C18_35_queryModelWithConstantBranches() throws {
        let x = try opset.parameter(.f32, [2, 3], name: "x")
        let weights = try opset.create(
            "Relu", [opset.constant([Float](repeating: 1, count: 12), shape: [3, 4], name: "weights")], name: "branch")
        let product = try opset.create("MatMul", [x, weights], name: "product")
        let model = try Model([opset.result(product, name: "result")], [x])
        let support = try Core().query_model(model, "CPU")
        XCTAssertEqual(Set(support.keys), ["x", "weights", "branch", "product", "result"])
        XCTAssertEqual(Set(support.values), ["CPU"])
    }

    func test_C18_32_C18_34_queryModel() throws {
        let fixture = try fixture()
        let support = try fixture.core.query_model(fixture.model, "FAKE")
        XCTAssertEqual(support["plus"], "FAKE")
        XCTAssertEqual(Set(support.keys), Set(fixture.model.get_ordered_ops().map(\.friendly_name)))
    }

    func test_unreadableFilesAreNamed() throws {
        let core = Core()
        assertThrows(.notImplemented, "model.onnx", "ONNX") { try core.read_model("model.onnx") }
        XCTAssertThrowsError(try core.read_model("/nowhere/model.xml")) { XCTAssertTrue("\($0)".contains("/nowhere/model.xml"), "\($0)") }
        XCTAssertThrowsError(try core.compile_model("/nowhere/model.xml", "CPU"))
        XCTAssertThrowsError(try core.read_model(model: Data()))
        assertThrows(.notImplemented, "ext.so") { try core.add_extension("ext.so") }
    }

    func test_A6_1_C19_2_to_6_manyThreads() throws {
        let core = Core()
        let device = FakeDevice()
        try core.register_plugin(device, "FAKE")
        let model = try Self.makeModel([[2]])
        let others = Box<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            for round in 0..<40 {
                do {
                    switch (index + round) % 6 {
                    case 0: _ = try core.get_versions("FAKE")
                    case 1: try core.unload_plugin("FAKE")
                    case 2: _ = try core.get_property("FAKE", "FULL_DEVICE_NAME")
                    case 3: try core.set_property("FAKE", [Property("FAKE_COUNT", 1)])
                    case 4: _ = try core.query_model(model, "FAKE")
                    default: try core.compile_model(model, "FAKE").create_infer_request().infer()
                    }
                } catch {
                    if !"\(error)".contains("name is not registered in the") { others.change { $0.append("\(error)") } }
                }
            }
        }
        XCTAssertEqual(others.value, [])
    }
}
