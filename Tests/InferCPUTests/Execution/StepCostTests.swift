import InferDevices
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class StepCostTests: XCTestCase {
    /// The profile of the only node of a type after one run.
    private func profile(_ type: String, _ model: Model, _ inputs: [Tensor]) throws -> ProfilingInfo {
        let compiled = try CPUDevice().compile_model(model, [.enable_profiling(true)])
        let execution = try compiled.make_execution()
        _ = try ModelRunner.run(execution, compiled, inputs)
        return try XCTUnwrap(try execution.profiling_info.first { $0.node_type == type && $0.status == .EXECUTED })
    }

    func testAProductCountsTwoOperationsAnElementAndStep() throws {
        let x = try opset.parameter(.f32, [.dynamic, 7], name: "x")
        let weights = try opset.constant([Float](repeating: 1, count: 7 * 5), shape: [7, 5])
        let model = try Model([try opset.create("MatMul", [x, weights])], [x])
        let info = try profile("MatMul", model, [try Tensor([Float](repeating: 1, count: 21), shape: [3, 7])])
        XCTAssertEqual(info.floatingPointOperations, 2 * 3 * 5 * 7)
        XCTAssertEqual(info.bytesMoved, 4 * (3 * 7 + 7 * 5 + 3 * 5))
    }

    func testWhatMemoryDecidesCountsBytesAlone() throws {
        let x = try opset.parameter(.f32, [2, 8], name: "x")
        let model = try Model([try opset.create("Transpose", [x, try opset.constant([Int64(1), 0], shape: [2])])], [x])
        let info = try profile("Transpose", model, [try Tensor([Float](repeating: 1, count: 16), shape: [2, 8])])
        XCTAssertEqual(info.floatingPointOperations, 0)
        XCTAssertEqual(info.bytesMoved, 4 * 16 * 2 + 2 * 8)
    }
}
