import Foundation
import Runtime
import XCTest

/// Rows C13.2–4 and C24.7–8: models from files and from memory, down to their results.
final class ReadingTests: RuntimeTestCase {
    /// `y = x + c` with two constants of 4 bytes each at the start of the weights.
    private let description = """
        <?xml version="1.0"?>
        <net name="sum" version="11">
          <layers>
            <layer id="0" name="x" type="Parameter" version="opset1">
              <data shape="2" element_type="f32"/><output><port id="0" precision="FP32" names="x"><dim>2</dim></port></output>
            </layer>
            <layer id="1" name="c" type="Const" version="opset1">
              <data element_type="f32" shape="2" offset="0" size="8"/><output><port id="0" precision="FP32"><dim>2</dim></port></output>
            </layer>
            <layer id="2" name="sum" type="Add" version="opset1">
              <data auto_broadcast="numpy"/>
              <input><port id="0"><dim>2</dim></port><port id="1"><dim>2</dim></port></input>
              <output><port id="2" precision="FP32" names="y"><dim>2</dim></port></output>
            </layer>
            <layer id="3" name="result" type="Result" version="opset1"><input><port id="0"><dim>2</dim></port></input></layer>
          </layers>
          <edges>
            <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
            <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
            <edge from-layer="2" from-port="2" to-layer="3" to-port="0"/>
          </edges>
        </net>
        """
    private let weights: [Float] = [10, 20]

    private func assertSum(_ compiled: CompiledModel, file: StaticString = #filePath, line: UInt = #line) throws {
        XCTAssertEqual(try compiled(["x": Tensor([1, 2] as [Float], shape: [2])])[0].floats, [11, 22], file: file, line: line)
        XCTAssertEqual(try compiled.get_property(Property.model_name), "sum", file: file, line: line)
    }

    func test_C13_2_C13_4_fromMemory() throws {
        let core = Core()
        let model = try core.read_model(model: Data(description.utf8), weights: Tensor(weights, shape: [2]))
        try assertSum(core.compile_model(model))
        try assertSum(core.compile_model(model, "CPU"))
        let bytes = weights.withUnsafeBytes { Array($0) }
        try assertSum(core.compile_model(core.read_model(model: Data(description.utf8), weights: Tensor(bytes, shape: [8]))))
    }

    func test_C13_3_C24_7_C24_8_fromFiles() throws {
        let directory = try temporaryDirectory()
        let path = directory.appendingPathComponent("sum.xml").path
        let other = directory.appendingPathComponent("other.bin").path
        try Data(description.utf8).write(to: URL(fileURLWithPath: path))
        let data = weights.withUnsafeBytes { Data($0) }
        try data.write(to: URL(fileURLWithPath: other))
        XCTAssertThrowsError(try Core().read_model(path), "no weights beside it")
        try assertSum(Core().compile_model(Core().read_model(path, other)))
        try data.write(to: directory.appendingPathComponent("sum.bin"))
        try assertSum(Core().compile_model(Core().read_model(path)))
        try assertSum(Core().compile_model(path))
        // The core is gone by now.
        let compiled = try Core().compile_model(path)
        XCTAssertGreaterThanOrEqual(try compiled.get_property(Property.optimal_number_of_infer_requests), 1)
        try compiled.create_infer_request().infer()
        try assertSum(Core().compile_model(path, "CPU", [.enable_mmap(false)]))
    }

    func test_C13_18_C15_9_writtenModels() throws {
        let directory = try temporaryDirectory()
        let path = directory.appendingPathComponent("written.xml").path
        let model = try Core().read_model(model: Data(description.utf8), weights: Tensor(weights, shape: [2]))
        try serialize(model, path)
        try assertSum(Core().compile_model(path, "CPU"))
        try serialize(model, path, directory.appendingPathComponent("elsewhere.bin").path)
        try assertSum(Core().compile_model(Core().read_model(path, directory.appendingPathComponent("elsewhere.bin").path)))
        XCTAssertThrowsError(try serialize(model, "/nowhere/model.xml")) { XCTAssertTrue("\($0)".contains("/nowhere/model"), "\($0)") }

        let compiled = try Core().compile_model(model, "CPU", [.enable_profiling(true)])
        _ = try compiled([Tensor(weights, shape: [2])])
        let graph = directory.appendingPathComponent("graph.xml")
        try serialize(compiled.get_runtime_model(), graph.path)
        let text = try String(contentsOf: graph, encoding: .utf8)
        for key in [
            "execOrder", "execTimeMcs", "layerType", "originalLayersNames", "primitiveType", "runtimePrecision", "outputPrecisions",
        ] {
            XCTAssertTrue(text.contains("<attribute name=\"\(key)\" value="), key)
        }
    }

    func test_brokenModelsThrow() throws {
        for text in ["", "<net", "<net/>", "not xml", description.replacingOccurrences(of: "Add", with: "Added")] {
            XCTAssertThrowsError(try Core().read_model(model: Data(text.utf8), weights: Tensor(weights, shape: [2])), text)
        }
        XCTAssertThrowsError(try Core().read_model(model: Data(description.utf8), weights: Tensor([1] as [Float], shape: [1])))
        XCTAssertThrowsError(try Core().read_model(model: Data(description.utf8)))
    }
}
