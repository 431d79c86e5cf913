import Runtime
import XCTest

/// The fragments of OpenVINO's guide to inference requests, word by word, on the CPU.
final class SnippetTests: XCTestCase {
    /// `result = relu(input)`, and `second` of the same for fragments that speak of two outputs or inputs.
    private func makeModel(_ shape: PartialShape = [1, 3, 32, 32], count: Int = 1) throws -> Model {
        var inputs: [Output] = []
        var outputs: [Output] = []
        for index in 0..<count {
            let input = try opset.parameter(.f32, shape, name: index == 0 ? "input" : "input\(index)")
            let relu = try opset.create("Relu", [input])
            relu.set_names([index == 0 ? "result" : "result\(index)"])
            inputs.append(input)
            outputs.append(try opset.result(relu))
        }
        return try Model(outputs, inputs, "snippets")
    }

    private func compile(_ model: Model) throws -> CompiledModel {
        let core = Core()
        return try core.compile_model(model, "AUTO")
    }

    func testSnippet_create_infer_request() throws {
        let compiled_model = try compile(makeModel())
        let infer_request = try compiled_model.create_infer_request()
        XCTAssertTrue(infer_request.get_compiled_model() === compiled_model)
    }

    func testSnippet_sync_infer() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        try infer_request.infer()
        let input = try infer_request.get_input_tensor().data(Float.self)
        for index in 0..<3072 { input[index] = index % 2 == 0 ? Float(index) : -1 }
        try infer_request.infer()
        let output = try infer_request.get_output_tensor().scalars(as: Float.self)
        for index in 0..<3072 { XCTAssertEqual(output[index], index % 2 == 0 ? Float(index) : 0) }
    }

    func testSnippet_async_infer() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        try infer_request.start_async()
        XCTAssertTrue(try infer_request.wait_for(.seconds(10)))
    }

    func testSnippet_wait() throws {
        let infer_request = try compile(makeModel([1, 4])).create_infer_request()
        try infer_request.set_input_tensor(Tensor([-1, 2, -3, 4] as [Float], shape: [1, 4]))
        try infer_request.start_async()
        try infer_request.wait()
        XCTAssertEqual(try infer_request.get_output_tensor().scalars(as: Float.self), [0, 2, 0, 4])
        try infer_request.wait()
    }

    func testSnippet_wait_for() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        try infer_request.start_async()
        try infer_request.wait()
        XCTAssertTrue(try infer_request.wait_for(.milliseconds(10)))
    }

    func testSnippet_set_callback() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        let calls = Counter()
        let enough = expectation(description: "started again from inside the callback")
        try infer_request.set_callback { [weak infer_request] error in
            if let error { throw error }
            if calls.increment() == 3 { return enough.fulfill() }
            try infer_request?.start_async()
        }
        try infer_request.start_async()
        wait(for: [enough], timeout: 10)
        try infer_request.wait()
        XCTAssertEqual(calls.value, 3)
    }

    func testSnippet_cancel() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        infer_request.cancel()
        try infer_request.infer()
    }

    func testSnippet_get_set_one_tensor() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        let input_tensor = try infer_request.get_input_tensor()
        let output_tensor = try infer_request.get_output_tensor()
        XCTAssertEqual(input_tensor.shape, [1, 3, 32, 32])
        XCTAssertEqual(output_tensor.shape, [1, 3, 32, 32])
    }

    func testSnippet_get_set_index_tensor() throws {
        let infer_request = try compile(makeModel(count: 2)).create_infer_request()
        let input_tensor = try infer_request.get_input_tensor(0)
        let output_tensor = try infer_request.get_output_tensor(1)
        XCTAssertEqual(input_tensor.size, output_tensor.size)
    }

    func testSnippet_get_set_tensor() throws {
        let infer_request = try compile(makeModel()).create_infer_request()
        let tensor1 = try infer_request.get_tensor("result")
        let tensor2 = try Tensor(.f32, [1, 3, 32, 32])
        try infer_request.set_tensor("input", tensor2)
        XCTAssertEqual(try infer_request.get_tensor("input").data, tensor2.data)
        XCTAssertNotEqual(tensor1.data, tensor2.data)
    }

    func testSnippet_get_set_tensor_by_port() throws {
        let model = try makeModel()
        let infer_request = try compile(model).create_infer_request()
        let input_port = try model.input(0)
        let output_port = try model.output("result")
        let input_tensor = try Tensor(.f32, [1, 3, 32, 32])
        try infer_request.set_tensor(input_port, input_tensor)
        let output_tensor = try infer_request.get_tensor(output_port)
        XCTAssertEqual(try infer_request.get_input_tensor().data, input_tensor.data)
        XCTAssertEqual(output_tensor.data, try infer_request.get_output_tensor().data)
    }

    func testSnippet_cascade_models() throws {
        let compiled_model = try compile(makeModel([1, 4]))
        let infer_request1 = try compiled_model.create_infer_request()
        let infer_request2 = try compiled_model.create_infer_request()
        let output = try infer_request1.get_output_tensor(0)
        try infer_request2.set_input_tensor(0, output)
        try infer_request1.set_input_tensor(Tensor([-1, 2, -3, 4] as [Float], shape: [1, 4]))
        try infer_request1.infer()
        try infer_request2.infer()
        XCTAssertEqual(try infer_request2.get_input_tensor().data, output.data)
        XCTAssertEqual(try infer_request2.get_output_tensor().scalars(as: Float.self), [0, 2, 0, 4])
    }

    func testSnippet_roi_tensor() throws {
        let infer_request2 = try compile(makeModel([1, 2, 3, 3])).create_infer_request()
        let input_tensor = try Tensor(.f32, [1, 3, 20, 20])
        let data = try input_tensor.data(Float.self)
        for index in 0..<1200 { data[index] = Float(index) - 200 }
        let begin: Coordinate = [0, 0, 0, 0]
        let end: Coordinate = [1, 2, 3, 3]
        let roi_tensor = try Tensor(input_tensor, begin, end)
        try infer_request2.set_tensor("input", roi_tensor)
        try infer_request2.infer()
        XCTAssertEqual(
            try infer_request2.get_output_tensor().scalars(as: Float.self), try roi_tensor.scalars(as: Float.self).map { max($0, 0) })
    }

    func testSnippet_inSequenceOnOneRequest() throws {
        let model = try makeModel()
        let compiled_model = try compile(model)
        let infer_request = try compiled_model.create_infer_request()
        try infer_request.infer()
        try infer_request.start_async()
        try infer_request.wait()
        XCTAssertTrue(try infer_request.wait_for(.milliseconds(10)))
        try infer_request.set_callback { [weak infer_request] _ in try infer_request?.start_async() }
        infer_request.cancel()
        _ = try infer_request.get_input_tensor()
        _ = try infer_request.get_output_tensor()
        _ = try infer_request.get_input_tensor(0)
        _ = try infer_request.get_output_tensor(0)
        _ = try infer_request.get_tensor("result")
        try infer_request.set_tensor("input", Tensor(.f32, [1, 3, 32, 32]))
        try infer_request.set_tensor(model.input(0), Tensor(.f32, [1, 3, 32, 32]))
        _ = try infer_request.get_tensor(model.output(0))
        let infer_request1 = try compiled_model.create_infer_request()
        let infer_request2 = try compiled_model.create_infer_request()
        try infer_request2.set_input_tensor(0, infer_request1.get_output_tensor(0))
        let input_tensor = try Tensor(.f32, [1, 3, 100, 100])
        try infer_request2.set_tensor("input", Tensor(input_tensor, [0, 0, 0, 0], [1, 3, 32, 32]))
        try infer_request2.infer()
    }
}
