import InferGraph
import InferTensors
import XCTest

/// A model's ports: finding and naming them, reshaping, batches, and tensors made for them.
final class ModelPortTests: XCTestCase {
    private func model(_ shapes: [PartialShape] = [[2, 3]]) throws -> Model {
        let inputs = try shapes.indices.map { try opset.parameter(.f32, shapes[$0], name: "x\($0)") }
        return try Model(inputs.map { try opset.result(opset.create("Relu", [$0])) }, inputs, "ports")
    }

    private func assertThrows<Value>(
        _ kind: RuntimeError.Kind, _ fragments: String..., file: StaticString = #filePath, line: UInt = #line, _ body: () throws -> Value
    ) {
        XCTAssertThrowsError(try body(), file: file, line: line) { error in
            XCTAssertEqual((error as? RuntimeError)?.kind, kind, "\(error)", file: file, line: line)
            for fragment in fragments { XCTAssertTrue("\(error)".contains(fragment), "\(error)", file: file, line: line) }
        }
    }

    func test_B20_dynamicShapesHaveNoShape() throws {
        let model = try model([[.dynamic, 3]])
        XCTAssertThrowsError(try model.input().shape) { XCTAssertTrue("\($0)".contains("dynamic shape"), "\($0)") }
        XCTAssertEqual(try model.input().partial_shape, [.dynamic, 3])
    }

    func test_B50_portsOutOfRange() throws {
        let model = try model()
        for index in [1, 9, -1] {
            assertThrows(.notFound, "\(index)") { try model.input(index) }
            assertThrows(.notFound, "\(index)") { try model.output(index) }
        }
        assertThrows(.notFound, "'zz'") { try model.input("zz") }
        assertThrows(.invalidArgument, "exactly one") { try self.model([[1], [2]]).input() }
    }

    func test_B51_B65_names() throws {
        let x = try opset.parameter(.f32, [2])
        XCTAssertEqual(x.names, [], "nobody gave it one")
        assertThrows(.notFound, "without names") { try x.any_name }
        x.set_names(["b", "a", "c"])
        XCTAssertEqual(try x.any_name, "a")
        x.add_names(["0"])
        XCTAssertEqual(try x.any_name, "0")
        let model = try Model([opset.result(opset.create("Relu", [x]))], [x])
        for name in ["a", "b", "c", "0"] { XCTAssertEqual(try model.input(name), x) }
    }

    func test_B48_aReshapeThatFailsChangesNothing() throws {
        let x = try opset.parameter(.f32, [2, 3], name: "x")
        let product = try opset.create("MatMul", [x, opset.constant([Float](repeating: 1, count: 12), shape: [3, 4])])
        let model = try Model([opset.result(product)], [x])
        XCTAssertThrowsError(try model.reshape([2, 5]))
        XCTAssertEqual(try model.input().shape, [2, 3])
        XCTAssertEqual(try model.output().shape, [2, 4])
        try model.reshape(["x": [7, 3]])
        XCTAssertEqual(try model.output().shape, [7, 4])
    }

    func test_B49_reshapesOfUnknownPorts() throws {
        let model = try model([[2, 3], [4]])
        assertThrows(.notFound, "'zz'") { try model.reshape(["zz": [1]]) }
        assertThrows(.notFound, "5") { try model.reshape([5: [1]]) }
        assertThrows(.invalidArgument, "exactly one") { try model.reshape([1, 2] as PartialShape) }
        let other = try self.model()
        assertThrows(.notFound) { try model.reshape([other.input(): [1, 1]]) }
        XCTAssertEqual(model.inputs.map(\.partial_shape), [[2, 3], [4]])
    }

    func test_B53_layoutsMustFitTheRank() throws {
        let model = try model()
        assertThrows(.mismatch, "[N,C,H,W]") { try model.input().node.set_layout(Layout("NCHW")) }
        try model.input().node.set_layout(Layout("NC"))
        XCTAssertEqual(try model.input().node.layout, try Layout("nc"))
    }

    func test_B54_batches() throws {
        let model = try model([[1, 8], [3, 1]])
        assertThrows(.invalidArgument, "x0", "layout") { try get_batch(model) }
        assertThrows(.invalidArgument, "x0", "layout") { try set_batch(model, 4) }
        try model.input(0).node.set_layout(Layout("NC"))
        try model.input(1).node.set_layout(Layout("CN"))
        XCTAssertEqual(try get_batch(model), 1)
        try set_batch(model, 4)
        XCTAssertEqual(model.inputs.map(\.partial_shape), [[4, 8], [3, 4]])
        XCTAssertEqual(try model.output(1).shape, [3, 4])
        try set_batch(model, .dynamic)
        XCTAssertEqual(try get_batch(model), .dynamic)
        try model.reshape([0: [2, 8], 1: [3, 5]])
        assertThrows(.mismatch, "different batches") { try get_batch(model) }
    }

    func test_A5_14_C25_3_C25_5_tensorsForPorts() throws {
        for type in [ElementType.f32, .string] {
            let fixed = try opset.parameter(type, [2, 3])
            XCTAssertEqual(try Tensor(fixed).shape, [2, 3])
            XCTAssertEqual(try Tensor(fixed).element_type, type)
            XCTAssertEqual(try Tensor(opset.parameter(type, [.dynamic, 3])).shape, [0])
            XCTAssertEqual(try Tensor(opset.parameter(type, .dynamic)).shape, [0])
        }
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 8)
        memory.initialize(repeating: 1, count: 8)
        defer { memory.deallocate() }
        let port = try opset.parameter(.f32, [2, 3])
        XCTAssertEqual(try Tensor(port, memory).data, UnsafeMutableRawPointer(memory))
        XCTAssertEqual(try Tensor(port, memory, [16, 4]).strides, [16, 4])
        XCTAssertThrowsError(try Tensor(port, nil))
    }

    func test_C26_28_arraysForPorts() throws {
        let port = try opset.parameter(.f32, [2, 2], name: "x")
        XCTAssertEqual(try Tensor(port, [1, 2, 3, 4] as [Float]).scalars(as: Float.self), [1, 2, 3, 4])
        XCTAssertEqual(try Tensor(port, [1, 2, 3, 4, 5] as [Float]).scalars(as: Float.self), [1, 2, 3, 4], "the rest is left out")
        assertThrows(.mismatch, "Shape of the port exceeds shape of the array") { try Tensor(port, [1, 2, 3] as [Float]) }
        assertThrows(.mismatch, "f64", "f32") { try Tensor(port, [1, 2, 3, 4] as [Double]) }
    }
}
