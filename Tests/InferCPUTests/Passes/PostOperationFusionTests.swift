import InferGraph
import InferKernels
import InferTensors
import XCTest

@testable import InferCPU

final class PostOperationFusionTests: XCTestCase {
    /// The answers with and without fusion must agree, and fusion must have happened.
    private func check(_ seed: UInt64, steps: Int, _ inputShapes: [Shape], _ build: ([Output], inout SeededGenerator) throws -> Output)
        throws
    {
        var random = SeededGenerator(seed: seed)
        let parameters = try inputShapes.enumerated().map { try opset.parameter(.f32, PartialShape($0.element), name: "x\($0.offset)") }
        let model = try Model([try build(parameters, &random)], parameters)
        let inputs = try inputShapes.map { try ModelRunner.random($0, &random) }
        let fused = model.clone()
        try CPUPasses.run(fused, CompileOptions())
        XCTAssertEqual(
            fused.get_ordered_ops().filter { !["Parameter", "Constant", "Result"].contains($0.type_name) }.count, steps, "seed \(seed)")
        let plain = model.clone()
        try ConstantFolding.run(plain, CompileOptions())
        let want = try run(plain, inputs)
        ModelRunner.assertClose(try ModelRunner.floats(ModelRunner.run(model, inputs)[0]), want, "seed \(seed)")
        ModelRunner.assertClose(try ModelRunner.floats(ModelRunner.run(model, inputs, threads: 2)[0]), want, "seed \(seed), 2 threads")
    }

    /// Runs a model as it is, without passes.
    private func run(_ model: Model, _ inputs: [Tensor]) throws -> [Float] {
        final class Ports: ProgramPorts {
            let inputs: [Tensor]
            var output: Tensor?
            init(_ inputs: [Tensor]) { self.inputs = inputs }
            func inputShape(_ index: Int) -> Shape { inputs[index].shape }
            func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { inputs[index].data }
            func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
                let tensor = try Tensor(.f32, shape)
                output = tensor
                return tensor.data
            }
        }
        let program = try ProgramBuilder.build(model, CompileOptions())
        let ports = Ports(inputs)
        try ProgramExecution(program, ExecutionEnvironment(variables: try VariableStore([]))).run(ports, WorkerTeam(threads: 1))
        return try ModelRunner.floats(try XCTUnwrap(ports.output))
    }

    func testBiasActivationAndResidualGoIntoAConvolution() throws {
        try check(1, steps: 1, [[1, 8, 9, 7], [1, 16, 9, 7]]) { x, random in
            let filters = try opset.constant(ModelRunner.random([16, 8, 3, 3], &random))
            let bias = try opset.constant(ModelRunner.random([1, 16, 1, 1], &random))
            let y = try opset.create(
                "Convolution", [x[0], filters], ["strides": [1, 1], "dilations": [1, 1], "pads_begin": [1, 1], "pads_end": [1, 1]])
            let sum = try opset.create("Add", [try opset.create("Add", [y, bias]), x[1]])
            return try opset.create("Relu", [sum])
        }
    }

    func testBiasAndGeluGoIntoAProduct() throws {
        try check(2, steps: 1, [[2, 5, 12]]) { x, random in
            let weights = try opset.constant(ModelRunner.random([12, 20], &random))
            let bias = try opset.constant(ModelRunner.random([20], &random))
            let y = try opset.create("Add", [try opset.create("MatMul", [x[0], weights]), bias])
            return try opset.create("Gelu", [y])
        }
    }

    func testAnOperandThatRepeatsAlongRowsIsRight() throws {
        try check(3, steps: 1, [[2, 3, 4], [2, 1, 6], [3, 6]]) { x, random in
            let weights = try opset.constant(ModelRunner.random([4, 6], &random))
            let y = try opset.create("MatMul", [x[0], weights])
            return try opset.create("Multiply", [try opset.create("Add", [y, x[1]]), x[2]])
        }
    }

    func testWhatOthersReadIsNotFused() throws {
        // The elementwise functions are a node of their own.
        try check(4, steps: 2, [[3, 4]]) { x, random in
            let weights = try opset.constant(ModelRunner.random([4, 4], &random))
            let y = try opset.create("MatMul", [x[0], weights])
            return try opset.create("Multiply", [try opset.create("Tanh", [y]), y])
        }
    }

    func testAnOperandThatEnlargesADynamicResultIsRight() throws {
        var random = SeededGenerator(seed: 5)
        let x = try opset.parameter(.f32, [.dynamic, 4], name: "x")
        let z = try opset.parameter(.f32, [.dynamic, 3], name: "z")
        let weights = try opset.constant(ModelRunner.random([4, 3], &random))
        let product = try opset.create("MatMul", [x, weights])
        let model = try Model([try opset.create("Relu", [try opset.create("Add", [product, z])])], [x, z])
        let left = try ModelRunner.random([1, 4], &random)
        let right = try ModelRunner.random([5, 3], &random)
        let single = try ModelRunner.run(try Model([try opset.create("MatMul", [x, weights])], [x]), [left])
        let row = try ModelRunner.floats(single[0])
        let outputs = try ModelRunner.run(model, [left, right])
        XCTAssertEqual(Array(outputs[0].shape), [5, 3])
        let want = try ModelRunner.floats(right).enumerated().map { max(0, row[$0.offset % 3] + $0.element) }
        ModelRunner.assertClose(try ModelRunner.floats(outputs[0]), want)
    }
}
