import Runtime
import XCTest

/// What `CACHE_DIR` does.
final class CacheTests: RuntimeTestCase {
    private func files(_ directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    private func isCached(_ compiled: CompiledModel) throws -> Bool { try compiled.get_property(Property.loaded_from_cache) }

    func test_C14_1_C20_1_C20_5_C20_8_C20_9_theSecondCompilationImports() throws {
        let directory = try temporaryDirectory().appendingPathComponent("made when needed")
        let core = Core()
        try core.set_property([.cache_dir(directory.path)])
        let model = try Self.makeModel([[2, 2]])
        let first = try core.compile_model(model, "CPU")
        XCTAssertFalse(try isCached(first))
        let kept = try files(directory)
        XCTAssertEqual(kept.count, 1)
        XCTAssertFalse(try isCached(core.import_model(first.export_model(), "CPU")))
        for second in [try core.compile_model(model, "CPU"), try Core().compile_model(model, "CPU", [.cache_dir(directory.path)])] {
            XCTAssertTrue(try isCached(second))
            XCTAssertEqual(try second([Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
        }
        XCTAssertTrue(try isCached(core.compile_model(Self.makeModel([[2, 2]]), "CPU")), "an equal model")
        XCTAssertEqual(try files(directory), kept)
        // AUTO has hints of its own for the device below.
        XCTAssertFalse(try isCached(core.compile_model(model, "AUTO")))
        XCTAssertTrue(try isCached(core.compile_model(model, "AUTO")))
    }

    func test_otherModelsAndPropertiesAreKeptApart() throws {
        let directory = try temporaryDirectory()
        let core = Core()
        try core.set_property([.cache_dir(directory.path)])
        let other = try Self.makeModel([[2, 2]])
        other.friendly_name = "other"
        for (model, properties) in [
            (try Self.makeModel([[2, 2]]), []), (try Self.makeModel([[2, 3]]), []), (try Self.makeModel([[2, 2]], .i32), []), (other, []),
            (try Self.makeModel([[2, 2]]), [.enable_profiling(true)]),
        ] as [(Model, [Property])] {
            XCTAssertFalse(try isCached(core.compile_model(model, "CPU", properties)))
            XCTAssertTrue(try isCached(core.compile_model(model, "CPU", properties)))
        }
        XCTAssertEqual(try files(directory).count, 5)
        try core.set_property([.cache_dir("")])
        XCTAssertFalse(try isCached(core.compile_model(other, "CPU")))
    }

    func test_C20_2_C20_6_C20_7_modelsFromFilesAndMemory() throws {
        let directory = try temporaryDirectory()
        let text = """
            <net name="plain" version="11"><layers>
            <layer id="0" name="x" type="Parameter" version="opset1"><data shape="2" element_type="f32"/><output><port id="0" names="x"/></output></layer>
            <layer id="1" name="y" type="ReLU" version="opset1"><input><port id="0"/></input><output><port id="1" names="y"/></output></layer>
            <layer id="2" name="r" type="Result" version="opset1"><input><port id="0"/></input></layer>
            </layers><edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/><edge from-layer="1" from-port="1" to-layer="2" to-port="0"/></edges></net>
            """
        let path = directory.appendingPathComponent("plain.xml").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let core = Core()
        let properties = [Property.cache_dir(directory.appendingPathComponent("cache").path)]
        XCTAssertFalse(try isCached(core.compile_model(path, "CPU", properties)))
        XCTAssertTrue(try isCached(core.compile_model(path, "CPU", properties)))
        for weights in [nil, try Tensor([UInt8](repeating: 0, count: 4), shape: [4])] as [Tensor?] {
            let model = try core.read_model(model: Data(text.utf8), weights: weights)
            let compiled = try core.compile_model(model, "CPU", properties)
            XCTAssertTrue(try isCached(compiled))
            XCTAssertEqual(try compiled([Tensor([-1, 1] as [Float], shape: [2])])[0].floats, [0, 1])
        }
    }

    func test_C20_4_filesThatWereTamperedWithAreReplaced() throws {
        let directory = try temporaryDirectory()
        let core = Core()
        let model = try Self.makeModel([[2, 2]])
        let properties = [Property.cache_dir(directory.path)]
        _ = try core.compile_model(model, "CPU", properties)
        let file = directory.appendingPathComponent(try XCTUnwrap(files(directory).first))
        let whole = try Data(contentsOf: file)
        for damaged in [Data(), Data("nonsense".utf8), whole.dropLast(3)] {
            try damaged.write(to: file)
            XCTAssertFalse(try isCached(core.compile_model(model, "CPU", properties)))
            XCTAssertEqual(try Data(contentsOf: file), whole)
        }
        XCTAssertTrue(try isCached(core.compile_model(model, "CPU", properties)))
    }

    func test_C20_11_encryption() throws {
        let directory = try temporaryDirectory()
        let core = Core()
        let model = try Self.makeModel([[2, 2]])
        let calls = Counter()
        let callbacks = CacheEncryptionCallbacks(
            encrypt: { $0.map { $0 ^ 0x5A } },
            decrypt: {
                calls.increment()
                return $0.map { $0 ^ 0x5A }
            })
        let properties = [Property.cache_dir(directory.path), .cache_encryption_callbacks(callbacks)]
        XCTAssertFalse(try isCached(core.compile_model(model, "CPU", properties)))
        let stored = try Data(contentsOf: directory.appendingPathComponent(try XCTUnwrap(files(directory).first)))
        XCTAssertNil(stored.range(of: Data("fake model".utf8)), "nothing can be read in the file")
        XCTAssertTrue(try isCached(core.compile_model(model, "CPU", properties)))
        XCTAssertEqual(calls.value, 1)
        XCTAssertFalse(try isCached(core.compile_model(model, "CPU", [.cache_dir(directory.path)])), "without the key it is compiled anew")
    }

    func test_C5_4_layoutsSurvive() throws {
        let directory = try temporaryDirectory()
        let core = Core()
        let model = try Self.makeModel([[4, 2, 2]])
        try model.input().node.set_layout(Layout("N..."))
        for isImported in [false, true] {
            let compiled = try core.compile_model(model, "CPU", [.cache_dir(directory.path)])
            XCTAssertEqual(try isCached(compiled), isImported)
            let request = try compiled.create_infer_request()
            let items = try (0..<4).map { _ in try Tensor(.f32, [1, 2, 2]) }
            try request.set_input_tensors(items)
            for round in 0..<5 {
                for item in items { try Tensor.counting([1, 2, 2], from: Float(round)).copy_to(item) }
                try request.infer()
                XCTAssertEqual(try request.get_output_tensor().floats[12...], [1, 2, 3, 4].map { $0 + Float(round) }[...])
            }
        }
    }

    func test_devicesThatDoNotExportAreNotAsked() throws {
        let directory = try temporaryDirectory()
        let fixture = try fixture()
        let compiled = try fixture.core.compile_model(fixture.model, "FAKE", [.cache_dir(directory.path)])
        try compiled.create_infer_request().infer()
        XCTAssertEqual(try files(directory), [], "a device that lacks EXPORT_IMPORT")
    }

    func test_directoriesThatCannotBeWritten() throws {
        let file = try temporaryDirectory().appendingPathComponent("file")
        try Data().write(to: file)
        assertThrows(.inputOutput, file.path, "CACHE_DIR names: Not a directory") {
            try Core().compile_model(Self.makeModel([[2]]), "CPU", [.cache_dir(file.path + "/below")])
        }
    }

    func test_C19_1_compilingOnManyThreads() throws {
        let directory = try temporaryDirectory()
        let core = Core()
        try core.set_property([.cache_dir(directory.path)])
        let models = try (1...2).map { try Self.makeModel([PartialShape([$0, 2])]) }
        let failures = Box<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            do {
                let rows = index % 2 + 1
                let output = try core.compile_model(models[index % 2], "CPU")([Tensor.counting([rows, 2])])[0].floats
                if output != (1...(rows * 2)).map({ Float($0) }) { failures.change { $0.append("\(output)") } }
            } catch {
                failures.change { $0.append("\(error)") }
            }
        }
        XCTAssertEqual(failures.value, [])
        XCTAssertEqual(try files(directory).count, 2)
    }
}
