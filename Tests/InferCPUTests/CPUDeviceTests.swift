import InferDevices
import InferTensors
import XCTest

@testable import InferCPU
@testable import InferGraph

final class CPUDeviceTests: XCTestCase {
    /// Runs a model once and returns its outputs as floats.
    private func run(_ model: Model, _ inputs: [Tensor], threads: Int = 1) throws -> [[Float]] {
        let compiled = try CPUDevice().compile_model(model.clone(), [.inference_num_threads(threads)])
        let outputs = try compiled.outputs.map { try Tensor($0.element_type, $0.partial_shape.is_static ? $0.shape : [0]) }
        try compiled.make_execution().run(RequestTensors(inputs: inputs, outputs: outputs), Cancellation())
        return try outputs.map { try $0.scalars(as: Float.self) }
    }

    func testElementwiseModelGivesItsAnswer() throws {
        let x = try opset.parameter(.f32, [2, 3], name: "x")
        let bias = try opset.constant([Float(1), 2, 3], shape: [3])
        let y = try opset.create("Relu", [try opset.create("Subtract", [x, bias])])
        let model = try Model([y], [x])
        let outputs = try run(model, [try Tensor([Float(0), 1, 2, 3, 4, 5], shape: [2, 3])])
        XCTAssertEqual(outputs, [[0, 0, 0, 2, 2, 2]])
    }

    func testShapesAreBoundPerRun() throws {
        let x = try opset.parameter(.f32, [.dynamic, 2], name: "x")
        let model = try Model([try opset.create("Negative", [x])], [x])
        let compiled = try CPUDevice().compile_model(model, [])
        let execution = try compiled.make_execution()
        let output = try Tensor(.f32, [0, 2])
        for rows in [3, 1, 0, 4] {
            let scalars = (0..<rows * 2).map { Float($0) }
            let input = try Tensor(scalars, shape: [rows, 2])
            try execution.run(RequestTensors(inputs: [input], outputs: [output]), Cancellation())
            XCTAssertEqual(Array(output.shape), [rows, 2])
            XCTAssertEqual(try output.scalars(as: Float.self), scalars.map { -$0 })
        }
    }

    func testParameterThatIsAResultIsCopied() throws {
        let x = try opset.parameter(.i64, [2], name: "x")
        let model = try Model([x], [x])
        let compiled = try CPUDevice().compile_model(model, [])
        let input = try Tensor([Int64(7), -8], shape: [2])
        let output = try Tensor(.i64, [2])
        try compiled.make_execution().run(RequestTensors(inputs: [input], outputs: [output]), Cancellation())
        XCTAssertEqual(try output.scalars(as: Int64.self), [7, -8])
    }

    func testOutputThatOverlapsAnInputIsRight() throws {
        let x = try opset.parameter(.f32, [4], name: "x")
        let model = try Model([try opset.create("Add", [x, x])], [x])
        let compiled = try CPUDevice().compile_model(model, [])
        let buffer = try Tensor([Float(1), 2, 3, 4, 5], shape: [5])
        let input = try Tensor(buffer, [0], [4])
        let output = try Tensor(buffer, [1], [5])
        try compiled.make_execution().run(RequestTensors(inputs: [input], outputs: [output]), Cancellation())
        XCTAssertEqual(try buffer.scalars(as: Float.self), [1, 2, 4, 6, 8])
    }

    func testConstantsAreFolded() throws {
        let x = try opset.parameter(.f32, [2], name: "x")
        let sum = try opset.create("Add", [try opset.constant([Float(1), 2], shape: [2]), try opset.constant([Float(10)], shape: [1])])
        let model = try Model([try opset.create("Multiply", [x, sum])], [x])
        try CPUPasses.run(model, CompileOptions())
        XCTAssertEqual(model.get_ordered_ops().map(\.type_name).sorted(), ["Constant", "Multiply", "Parameter", "Result"])
        XCTAssertEqual(try run(model, [try Tensor([Float(1), 2], shape: [2])]), [[11, 24]])
    }

    func testUnsupportedOperationIsNamed() throws {
        struct Unheard: InferGraph.Operation {
            var key: OperationKey { OperationKey("Unheard", "opset9") }
            func infer(_ context: InferenceContext) throws -> [TensorType] { [context.inputs[0]] }
        }
        let x = try opset.parameter(.f32, [2], name: "x")
        let model = try Model([Output(try Node(Unheard(), [x], name: "odd one"), 0)], [x])
        XCTAssertThrowsError(try CPUDevice().compile_model(model, [])) { error in
            for part in ["Unheard", "opset9", "odd one"] { XCTAssertTrue("\(error)".contains(part), "\(error)") }
        }
    }
}
