import InferDevices
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class DataDependentShapeTests: XCTestCase {
    func testAShapeThatIsAnInputIsReadFromItsTensor() throws {
        let x = try opset.parameter(.f32, [6], name: "x")
        let shape = try opset.parameter(.i64, [2], name: "shape")
        let y = try opset.create("Negative", [try opset.create("Reshape", [try opset.create("Abs", [x]), shape], ["special_zero": false])])
        let model = try Model([y], [x, shape])
        let compiled = try CPUDevice().compile_model(model, [])
        let execution = try compiled.make_execution()
        let data = try Tensor([Float(1), -2, 3, -4, 5, -6], shape: [6])
        for lengths in [[2, 3], [3, 2], [6, 1], [2, 3]] {
            let outputs = try ModelRunner.run(execution, compiled, [data, try Tensor(lengths.map { Int64($0) }, shape: [2])])
            XCTAssertEqual(Array(outputs[0].shape), lengths)
            XCTAssertEqual(try ModelRunner.floats(outputs[0]), [-1, -2, -3, -4, -5, -6])
        }
        XCTAssertThrowsError(try ModelRunner.run(execution, compiled, [data, try Tensor([Int64(4), 2], shape: [2])]))
        let again = try ModelRunner.run(execution, compiled, [data, try Tensor([Int64(1), 6], shape: [2])])
        XCTAssertEqual(Array(again[0].shape), [1, 6])
    }

    func testWhatWasComputedBeforeStaysWhereItIs() throws {
        // `early` lives across the place where the program is bound again.
        let x = try opset.parameter(.f32, [4], name: "x")
        let count = try opset.parameter(.i64, [], name: "count")
        let early = try opset.create("Exp", [x])
        let zero = try opset.constant([Int64(0)], shape: [])
        let one = try opset.constant([Int64(1)], shape: [])
        let range = try opset.create("Range", [zero, count, one], ["output_type": .elementType(.f32)])
        let column = try opset.create("Unsqueeze", [range, try opset.constant([Int64(1)], shape: [1])])
        let model = try Model([try opset.create("Multiply", [column, early])], [x, count])
        let values: [Float] = [0, 1, 2, 3]
        for length in [3, 5, 0, 3] {
            let outputs = try ModelRunner.run(model, [try Tensor(values, shape: [4]), try Tensor([Int64(length)], shape: [])])
            XCTAssertEqual(Array(outputs[0].shape), [length, 4])
            let want = (0..<length).flatMap { row in values.map { Float(row) * Float(exp(Double($0))) } }
            ModelRunner.assertClose(try ModelRunner.floats(outputs[0]), want)
        }
    }
}
