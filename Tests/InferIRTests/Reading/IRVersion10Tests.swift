import InferGraph
import InferTensors
import XCTest

@testable import InferIR

/// The names and types expected are those that OpenVINO gives to such files.
final class IRVersion10Tests: XCTestCase {
    private func text(_ type: String, names: String = "") -> String {
        var text = IRText(version: 10)
        let parameter = text.parameter("in", type: type, names: names)
        let relu = text.layer("ReLU", "relu", from: [(parameter, 0)])
        text.result("res", from: (relu, 1))
        return text.text()
    }

    func testNamesOfOperationsNameTensors() throws {
        let model = try model(text("f32", names: "a,b"))
        XCTAssertEqual(model.inputs.map(\.names), [["a", "b", "in"]])
        XCTAssertEqual(model.outputs.map(\.names), [["relu"]])
        XCTAssertEqual(model.get_ordered_ops().map(\.type_name), ["Parameter", "Relu", "Result"])
        XCTAssertEqual(model.rt_info["version"]?.text, "10")
    }

    func testTypesOfInputsAndOutputs() throws {
        for (type, input, output) in [
            ("f32", ElementType.f32, ElementType.f32), ("f16", .f32, .f32), ("i64", .i64, .i32), ("i32", .i32, .i32), ("u8", .u8, .f32),
            ("f64", .f64, .f32), ("bf16", .bf16, .f32), ("i8", .i8, .f32),
        ] {
            let model = try model(text(type))
            XCTAssertEqual(model.inputs.map(\.element_type), [input], type)
            XCTAssertEqual(model.outputs.map(\.element_type), [output], type)
            XCTAssertEqual(model.inputs.map(\.names), [["in"]], type)
            XCTAssertEqual(model.outputs.map(\.names), [["relu"]], type)
        }
        XCTAssertEqual(
            try model(text("f16")).get_ordered_ops().map(\.type_name), ["Parameter", "Convert", "Relu", "Convert", "Result"])
    }

    func testAModelThatPassesItsInputThroughHasOneNameForBoth() throws {
        for type in ["f32", "f16", "i64"] {
            var text = IRText(version: 10)
            text.result("res", from: (text.parameter("data", type: type), 0))
            let model = try model(text.text())
            XCTAssertEqual(model.inputs.map(\.names), [["data"]], type)
            XCTAssertEqual(model.outputs.map(\.names), [["data"]], type)
        }
    }

    func testATensorOfAnOperationWithSeveralOutputsHasItsNumber() throws {
        var text = IRText(version: 10)
        let parameter = text.parameter("in", shape: "2")
        let axis = text.constant("axis", type: "i64", shape: "", offset: 0, size: 8)
        let split = text.layer(
            "Split", "split", data: "num_splits=\"2\"", from: [(parameter, 0), (axis, 0)],
            outputs: ["precision=\"FP32\"", "precision=\"FP32\""])
        text.result("second", from: (split, 3))
        text.result("first", from: (split, 2))
        let model = try model(text.text(), weights: Array(repeating: 0, count: 8))
        XCTAssertEqual(model.outputs.map(\.names), [["split.1"], ["split.0"]])
    }

    func testC13_25_aNameThatServesTwiceIsRefused() {
        XCTAssertEqual(
            refusal(text("f32", names: "relu")),
            "model in memory: the name 'relu' of an operation is also the name of a tensor of node 'in' (Parameter opset1); files of version 10 cannot have both"
        )
    }
}
