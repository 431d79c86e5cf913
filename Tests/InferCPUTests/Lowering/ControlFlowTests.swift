import InferDevices
import InferTensors
import XCTest

@testable import InferCPU
@testable import InferGraph

final class ControlFlowTests: XCTestCase {
    private func adopting(_ operation: any ControlFlow, _ bodies: [ControlFlowBody], _ inputs: [Output]) throws -> Node {
        try Node(operation.adopting(bodies, subject: "test"), inputs)
    }

    func testIfRunsTheBranchThatTheConditionNames() throws {
        let a = try opset.parameter(.f32, [.dynamic], name: "a")
        let then = try Model([try opset.create("Negative", [a])], [a])
        let b = try opset.parameter(.f32, [.dynamic], name: "b")
        let other = try Model([try opset.create("Concat", [b, b], ["axis": 0])], [b])
        let x = try opset.parameter(.f32, [3], name: "x")
        let condition = try opset.parameter(.boolean, [], name: "condition")
        let node = try adopting(
            If(),
            [
                ControlFlowBody(
                    role: .then_body, model: then, inputs: [.init(parameter: 0, input: 1)], outputs: [.init(result: 0, output: 0)]),
                ControlFlowBody(
                    role: .else_body, model: other, inputs: [.init(parameter: 0, input: 1)], outputs: [.init(result: 0, output: 0)]),
            ], [condition, x])
        let model = try Model([Output(node, 0)], [condition, x])
        let data = try Tensor([Float(1), 2, 3], shape: [3])
        for (flag, want) in [(true, [Float(-1), -2, -3]), (false, [1, 2, 3, 1, 2, 3])] {
            let outputs = try ModelRunner.run(model, [try Tensor([flag], shape: []), data])
            XCTAssertEqual(try ModelRunner.floats(outputs[0]), want)
        }
    }

    func testLoopCarriesItsStateAndCollectsWhatItGives() throws {
        // Doubles its state until it exceeds 20, at most `trip` times; gives the last state and all of them.
        let state = try opset.parameter(.f32, [1], name: "state")
        let iteration = try opset.parameter(.i64, [], name: "iteration")
        let doubled = try opset.create("Multiply", [state, try opset.constant([Float(2)], shape: [1])])
        let goesOn = try opset.create(
            "Squeeze", [try opset.create("Less", [doubled, try opset.constant([Float(20)], shape: [1])])])
        let number = try opset.create(
            "Unsqueeze", [iteration, try opset.constant([Int64(0)], shape: [1])])
        let body = try Model([goesOn, doubled, number], [iteration, state])
        let trip = try opset.parameter(.i64, [], name: "trip")
        let start = try opset.parameter(.f32, [1], name: "start")
        let node = try adopting(
            Loop(),
            [
                ControlFlowBody(
                    role: .body, model: body,
                    inputs: [.init(parameter: 0, input: nil), .init(parameter: 1, input: 2, backEdgeResult: 1)],
                    outputs: [
                        .init(result: 1, output: 0), .init(result: 1, output: 1, slice: .init(axis: 0)),
                        .init(result: 2, output: 2, slice: .init(axis: 0)),
                    ], iterationParameter: 0, conditionResult: 0)
            ], [trip, try opset.constant([true], shape: []), start])
        let model = try Model([Output(node, 0), Output(node, 1), Output(node, 2)], [trip, start])
        let compiled = try CPUDevice().compile_model(model, [])
        let execution = try compiled.make_execution()
        for (limit, want) in [(Int64(100), [Float(6), 12, 24]), (2, [6, 12]), (-1, [6, 12, 24])] {
            let outputs = try ModelRunner.run(
                execution, compiled, [try Tensor([limit], shape: []), try Tensor([Float(3)], shape: [1])])
            XCTAssertEqual(try ModelRunner.floats(outputs[0]), [want[want.count - 1]])
            XCTAssertEqual(try ModelRunner.floats(outputs[1]), want)
            XCTAssertEqual(try outputs[2].scalars(as: Int64.self), (0..<Int64(want.count)).map { $0 })
        }
    }

    func testTensorIteratorTakesPartsForwardsAndBackwards() throws {
        for stride in [1, -1] {
            let part = try opset.parameter(.f32, [2, 1], name: "part")
            let sum = try opset.parameter(.f32, [2, 1], name: "sum")
            let body = try Model([try opset.create("Add", [part, sum])], [part, sum])
            let x = try opset.parameter(.f32, [2, 3], name: "x")
            let zero = try opset.constant([Float(0), 0], shape: [2, 1])
            let slice = ControlFlowBody.Slice(axis: 1, start: stride > 0 ? 0 : -1, end: stride > 0 ? -1 : 0, stride: stride)
            let node = try adopting(
                TensorIterator(),
                [
                    ControlFlowBody(
                        role: .body, model: body,
                        inputs: [.init(parameter: 0, input: 0, slice: slice), .init(parameter: 1, input: 1, backEdgeResult: 0)],
                        outputs: [.init(result: 0, output: 0, slice: slice), .init(result: 0, output: 1)])
                ], [x, zero])
            let model = try Model([Output(node, 0), Output(node, 1)], [x])
            let outputs = try ModelRunner.run(model, [try Tensor([Float(1), 2, 3, 10, 20, 30], shape: [2, 3])])
            XCTAssertEqual(
                try ModelRunner.floats(outputs[0]), stride > 0 ? [1, 3, 6, 10, 30, 60] : [6, 5, 3, 60, 50, 30], "stride \(stride)")
            XCTAssertEqual(try ModelRunner.floats(outputs[1]), [6, 60], "stride \(stride)")
        }
    }

    func testVariablesKeepTheirValuesBetweenRuns() throws {
        let x = try opset.parameter(.f32, [1, 2], name: "x")
        let attributes: [String: AttributeValue] = [
            "variable_id": "total", "variable_type": .elementType(.f32), "variable_shape": .partialShape([1, 2]),
        ]
        let initial = try opset.constant([Float(100), 200], shape: [1, 2])
        let old = try opset.create("ReadValue", [initial], attributes, version: "opset6")
        let sum = try opset.create("Add", [old, x])
        let assign = try opset.createNode("Assign", [sum], ["variable_id": "total"], version: "opset6")
        let model = try Model([sum], [x], sinks: [assign])
        let compiled = try CPUDevice().compile_model(model, [])
        let execution = try compiled.make_execution()
        let one = try Tensor([Float(1), 1], shape: [1, 2])
        XCTAssertEqual(try ModelRunner.floats(ModelRunner.run(execution, compiled, [one])[0]), [101, 201])
        XCTAssertEqual(try ModelRunner.floats(ModelRunner.run(execution, compiled, [one])[0]), [102, 202])
        let state = try XCTUnwrap(try execution.query_state().first)
        try state.set_state(try Tensor([Float(5), 6], shape: [1, 2]))
        XCTAssertEqual(try ModelRunner.floats(ModelRunner.run(execution, compiled, [one])[0]), [6, 7])
        try state.reset()
        XCTAssertEqual(try ModelRunner.floats(ModelRunner.run(execution, compiled, [one])[0]), [101, 201])
    }
}
