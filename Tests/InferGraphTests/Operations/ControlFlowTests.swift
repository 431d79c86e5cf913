import InferTensors
import XCTest

@testable import InferGraph

final class ControlFlowTests: XCTestCase {
    private typealias Body = ControlFlowBody

    func testIfGivesWhatEitherBranchMayGive() throws {
        let first = try opset.parameter(.f32, .dynamic)
        let then = Body(
            role: .then_body, model: try Model([opset.create("Relu", [first])], [first]), inputs: [.init(parameter: 0, input: 1)],
            outputs: [.init(result: 0, output: 0)])
        let second = try opset.parameter(.f32, .dynamic)
        let other = Body(
            role: .else_body, model: try Model([opset.create("Concat", [second, second], ["axis": 0])], [second]),
            inputs: [.init(parameter: 0, input: 1)], outputs: [.init(result: 0, output: 0)])
        let operation = try If().adopting([other, then], subject: "if")
        let data = try opset.parameter(.f32, [3, .dynamic])
        let condition = try opset.parameter(.boolean, [])
        XCTAssertEqual(try Node(operation, [condition, data]).outputType(0).partial_shape, [.init(3, 6), .dynamic])
        XCTAssertEqual(
            try Node(operation, [opset.constant([false], shape: []), data]).outputType(0).partial_shape, [6, .dynamic])
        XCTAssertThrowsError(try Node(operation, [condition])) { XCTAssertTrue("\($0)".contains("input 1"), "\($0)") }
        XCTAssertThrowsError(try If().adopting([then], subject: "if"))
        XCTAssertThrowsError(try Node(If(), [condition]))
    }

    func testALoopsGrowingStateBecomesDynamic() throws {
        let operation = try loop(condition: nil)
        let count = try opset.constant([Int64(4)], shape: [])
        let goesOn = try opset.constant([true], shape: [])
        let node = try Node(operation, [count, goesOn, opset.parameter(.f32, [1, 2])])
        XCTAssertEqual(node.outputType(0).partial_shape, [.dynamic, 2])
    }

    /// A loop whose body also gives a condition, and the iteration's scans.
    private func loop(condition: Bool?) throws -> any InferGraph.Operation {
        let state = try opset.parameter(.f32, [1, 2])
        let goesOn = try condition.map { try opset.constant([$0], shape: []) } ?? opset.constant([true], shape: [])
        let scan = try opset.create("Unsqueeze", [state, opset.constant([Int64(0)], shape: [1])])
        let model = try Model([opset.create("Concat", [state, state], ["axis": 0]), goesOn, scan], [state])
        let body = Body(
            role: .body, model: model, inputs: [.init(parameter: 0, input: 2, backEdgeResult: condition == nil ? 0 : nil)],
            outputs: [.init(result: 0, output: 0), .init(result: 2, output: 1, slice: .init(axis: 0))], conditionResult: 1)
        return try Loop().adopting([body], subject: "loop")
    }

    func testALoopsNumberOfIterationsSizesWhatItConcatenates() throws {
        let data = try opset.parameter(.f32, [1, 2])
        let always = try opset.constant([true], shape: [])
        let four = try opset.constant([Int64(4)], shape: [])
        let concatenated = { (operation: any InferGraph.Operation, inputs: [Output]) in
            try Node(operation, inputs).outputType(1).partial_shape
        }
        XCTAssertEqual(try concatenated(loop(condition: true), [four, always, data]), [4, 1, 2])
        XCTAssertEqual(try concatenated(loop(condition: false), [four, always, data]), [1, 1, 2])
        XCTAssertEqual(try concatenated(loop(condition: true), [opset.parameter(.i64, []), always, data]), [.dynamic, 1, 2])
        XCTAssertEqual(try concatenated(loop(condition: true), [four, opset.constant([false], shape: []), data]), [0, 1, 2])
    }

    func testATensorIteratorsSlices() throws {
        let part = try opset.parameter(.f32, [1, 1, 4])
        let body = Body(
            role: .body, model: try Model([opset.create("Relu", [part])], [part]),
            inputs: [.init(parameter: 0, input: 0, slice: .init(axis: 1, start: -1, end: 0, stride: -2, partSize: 2))],
            outputs: [
                .init(result: 0, output: 0, slice: .init(axis: 1, start: -1, end: 0, stride: -2, partSize: 2)), .init(result: 0, output: 1),
            ])
        let operation = try TensorIterator().adopting([body], subject: "iterator")
        let node = try Node(operation, [opset.parameter(.f32, [3, 10, 4])])
        XCTAssertEqual(node.outputType(0).partial_shape, [3, 10, 4])
        XCTAssertEqual(node.outputType(1).partial_shape, [3, 2, 4])
        XCTAssertEqual(try Node(operation, [opset.parameter(.f32, [3, .dynamic, 4])]).outputType(0).partial_shape, [3, .dynamic, 4])
        XCTAssertThrowsError(try Node(operation, [opset.parameter(.f32, [3])]))
    }

    func testPartsOfASlice() {
        let backwards = ControlFlowBody.Slice(axis: 0, start: -1, end: 0, stride: -2, partSize: 2)
        XCTAssertEqual(backwards.iterationCount(length: 10), 5)
        XCTAssertEqual((0..<5).map { backwards.begin(iteration: $0, length: 10) }, [8, 6, 4, 2, 0])
        let forwards = ControlFlowBody.Slice(axis: 0, start: 2, end: -1, stride: 2, partSize: 2)
        XCTAssertEqual(forwards.iterationCount(length: 10), 4)
        XCTAssertEqual((0..<4).map { forwards.begin(iteration: $0, length: 10) }, [2, 4, 6, 8])
        XCTAssertEqual(ControlFlowBody.Slice(axis: 0, start: .min, end: .max, stride: .min).iterationCount(length: .max), 0)
    }

    func testALoopsBodiesAreReplaced() throws {
        let operation = try loop(condition: true)
        let replaced = operation.replacing(bodies: operation.bodies.map { $0.clone() })
        XCTAssertFalse(replaced.bodies[0] === operation.bodies[0])
    }
}
