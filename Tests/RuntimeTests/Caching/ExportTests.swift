import Runtime
import XCTest

/// Models that the processor exports and imports.
final class ExportTests: RuntimeTestCase {
    private static let types: [ElementType] = [.f32, .f16, .i8, .i32, .i64, .u8, .boolean]

    private func reimport(_ model: Model) throws -> CompiledModel {
        let core = Core()
        let exported = try core.compile_model(model, "CPU").export_model()
        return try Core().import_model(exported, "CPU")
    }

    func test_C15_1_C15_5_C15_6_portsStay() throws {
        for type in Self.types {
            let model = try Self.makeModel([[1, 2], [.dynamic, 3]], type == .boolean ? .f32 : type)
            let compiled = try Core().compile_model(model, "CPU")
            let again = try Core().import_model(compiled.export_model(), "CPU")
            for (ports, before) in [(again.inputs, compiled.inputs), (again.outputs, compiled.outputs)] {
                XCTAssertEqual(ports.map(\.names), before.map(\.names))
                XCTAssertEqual(ports.map(\.partial_shape), before.map(\.partial_shape))
                XCTAssertEqual(ports.map(\.element_type), before.map(\.element_type))
                XCTAssertEqual(ports.map(\.node.friendly_name), before.map(\.node.friendly_name))
            }
            assertThrows(.invalidArgument) { try again.input() }
            XCTAssertEqual(try again.input("x1"), again.inputs[1])
            XCTAssertEqual(try again.output("alias"), again.outputs[0])
            assertThrows(.notFound) { try again.output("plus") }
            XCTAssertEqual(try again.get_property(Property.model_name), "fake model")
            let request = try again.create_infer_request()
            XCTAssertNoThrow(try request.get_tensor(model.input(0)), "ports of the source are those of the imported model")
        }
        XCTAssertEqual(try reimport(Self.makeModel([[2, 2]]))([Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
    }

    func test_C15_2_passingThrough() throws {
        let x = try opset.parameter(.f32, [3], name: "data")
        let again = try reimport(Model([opset.result(x)], [x]))
        XCTAssertEqual(try again.input("data").shape, [3])
        XCTAssertEqual(try again.output("data").shape, [3])
        XCTAssertEqual(try again([Tensor.counting([3])])[0].floats, [0, 1, 2])
    }

    func test_C15_3_constantsAlone() throws {
        let constant = try opset.constant([1, 2, 3] as [Float], shape: [3])
        let again = try reimport(Model([opset.result(constant, name: "c")], []))
        assertThrows(.invalidArgument) { try again.input() }
        assertThrows(.notFound) { try again.input("c") }
        XCTAssertEqual(try again.output().names, ["c"])
        XCTAssertEqual(try again([] as [Tensor])[0].floats, [1, 2, 3])
    }

    func test_C15_4_modelsOfVersion10() throws {
        let text = """
            <net name="old" version="10"><layers>
            <layer id="0" name="in" type="Parameter" version="opset1"><data shape="2" element_type="f16"/><output><port id="0"/></output></layer>
            <layer id="1" name="relu" type="ReLU" version="opset1"><input><port id="0"/></input><output><port id="1"/></output></layer>
            <layer id="2" name="out" type="Result" version="opset1"><input><port id="0"/></input></layer>
            </layers><edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/><edge from-layer="1" from-port="1" to-layer="2" to-port="0"/></edges></net>
            """
        let compiled = try Core().compile_model(Core().read_model(model: Data(text.utf8)), "CPU")
        for compiled in [compiled, try Core().import_model(compiled.export_model(), "CPU")] {
            XCTAssertEqual(try compiled.input("in").element_type, .f32)
            XCTAssertEqual(try compiled.output("relu").element_type, .f32)
            XCTAssertEqual(try compiled(["in": Tensor([-1, 2] as [Float], shape: [2])])[0].floats, [0, 2])
        }
    }

    func test_C15_7_B46_bytesThatAreNoModel() throws {
        let exported = try Core().compile_model(Self.makeModel([[2, 2]]), "CPU").export_model()
        for data in [Data(), Data("garbage".utf8), exported.dropLast(), exported + [0], exported.prefix(40), exported.dropFirst()] {
            assertThrows(.malformed, "CPU") { try Core().import_model(data, "CPU") }
        }
        var damaged = exported
        damaged[damaged.startIndex + 120] ^= 0xFF
        XCTAssertThrowsError(try Core().import_model(damaged, "CPU"))
    }

    func test_C16_7_C16_8_importedModelsOutliveTheCore() throws {
        func make() throws -> (CompiledModel, Tensor) {
            let compiled = try reimport(Self.makeModel([[2, 2]]))
            let request = try compiled.create_infer_request()
            try request.set_input_tensor(Tensor.counting([2, 2]))
            try request.infer()
            return (compiled, try request.get_output_tensor())
        }
        let (compiled, tensor) = try make()
        XCTAssertEqual(try tensor.floats, [1, 2, 3, 4])
        try compiled.create_infer_request().infer()
    }

    func test_C13_32_C13_37_C13_40_blobsToCompileFrom() throws {
        let directory = try temporaryDirectory()
        let model = try Self.makeModel([[2, 2]])
        let exported = try Core().compile_model(model, "CPU").export_model()
        let core = Core()
        let blob = Property.hint.compiled_blob(try Tensor(.u8, [exported.count], bytes: exported))
        let other = try Self.makeModel([[3]])
        let compiled = try core.compile_model(other, "CPU", [blob, .cache_dir(directory.path)])
        XCTAssertEqual(try compiled([Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4], "the blob is what runs")
        XCTAssertEqual(try compiled.get_property(Property.loaded_from_cache), false)
        let nothing = Property.hint.compiled_blob(try Tensor(.u8, [0]))
        for isCached in [false, true] {
            let compiled = try core.compile_model(model, "CPU", [nothing, .cache_dir(directory.path)])
            XCTAssertEqual(try compiled.get_property(Property.loaded_from_cache), isCached)
        }
        let garbage = Property.hint.compiled_blob(try Tensor([UInt8](repeating: 7, count: 100), shape: [100]))
        assertThrows(.malformed) { try core.compile_model(model, "CPU", [garbage]) }
    }
}
