import InferGraph
import InferKernels
import InferTensors
import XCTest

@testable import InferCPU

/// Checks what a pass makes of a model, and that the model gives the same answers afterwards.
class PassTestCase: XCTestCase {
    typealias Pass = (Model, CompileOptions) throws -> Void

    /// Builds a model of f32 inputs, of the given shapes when it runs, and compares its operations after the pass with those expected.
    ///
    /// - Parameters:
    ///   - declared: the shapes that the model knows of; those of the run when nil.
    ///   - types: the types of all nodes but Parameters, Constants and Results, in order.
    func check(
        _ pass: Pass, seed: UInt64, _ shapes: [Shape], declared: [PartialShape]? = nil, types: [String], tolerance: Float = 1e-5,
        scale: Float = 1, file: StaticString = #filePath, line: UInt = #line,
        _ build: (_ inputs: [Output], _ random: inout SeededGenerator) throws -> [Output]
    ) throws {
        var random = SeededGenerator(seed: seed)
        let declared = declared ?? shapes.map { PartialShape($0) }
        let parameters = try declared.enumerated().map { try opset.parameter(.f32, $0.element, name: "x\($0.offset)") }
        let model = try Model(try build(parameters, &random), parameters)
        let inputs = try shapes.map { shape in
            let tensor = try ModelRunner.random(shape, &random)
            return try Tensor(try ModelRunner.floats(tensor).map { $0 * scale }, shape: shape)
        }
        let changed = model.clone()
        try ConstantFolding.run(changed, CompileOptions())
        try pass(changed, CompileOptions())
        try changed.validate_nodes_and_infer_types()
        XCTAssertEqual(Self.types(changed), types, "seed \(seed)", file: file, line: line)
        try ConstantFolding.run(changed, CompileOptions())
        let plain = model.clone()
        try ConstantFolding.run(plain, CompileOptions())
        let want = try run(plain, inputs)
        let got = try run(changed, inputs)
        let whole = try ModelRunner.run(model, inputs, threads: 2)
        for index in want.indices {
            XCTAssertEqual(got[index].shape, want[index].shape, "seed \(seed)", file: file, line: line)
            let expected = try ModelRunner.floats(want[index])
            ModelRunner.assertClose(try ModelRunner.floats(got[index]), expected, tolerance: tolerance, "seed \(seed), line \(line)")
            ModelRunner.assertClose(
                try ModelRunner.floats(whole[index]), expected, tolerance: tolerance, "seed \(seed), all passes, line \(line)")
        }
    }

    /// The types of a model's nodes but for Parameters, Constants and Results, in order.
    static func types(_ model: Model) -> [String] {
        model.get_ordered_ops().map(\.type_name).filter { !["Parameter", "Constant", "Result"].contains($0) }
    }

    /// Runs a model as it is, without passes.
    func run(_ model: Model, _ inputs: [Tensor]) throws -> [Tensor] {
        final class Ports: ProgramPorts {
            let inputs: [Tensor]
            var outputs: [Tensor?]
            init(_ inputs: [Tensor], _ count: Int) {
                self.inputs = inputs
                outputs = Array(repeating: nil, count: count)
            }
            func inputShape(_ index: Int) -> Shape { inputs[index].shape }
            func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { inputs[index].data }
            func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
                let tensor = try Tensor(.f32, shape)
                outputs[index] = tensor
                return tensor.data
            }
        }
        let program = try ProgramBuilder.build(model, CompileOptions())
        let ports = Ports(inputs, model.outputs.count)
        try ProgramExecution(program, ExecutionEnvironment(variables: try VariableStore([]))).run(ports, WorkerTeam(threads: 1))
        return try ports.outputs.map { try XCTUnwrap($0) }
    }

    // MARK: Building

    func scalar(_ value: Float, rank: Int = 0) throws -> Output {
        try opset.constant([value], shape: Shape(Array(repeating: 1, count: rank)))
    }

    func integers(_ values: [Int64]) throws -> Output { try opset.constant(values, shape: [values.count]) }

    func constant(_ shape: Shape, _ random: inout SeededGenerator) throws -> Output {
        try opset.constant(ModelRunner.random(shape, &random))
    }

    func unary(_ type: String, _ x: Output) throws -> Output { try opset.create(type, [x]) }
    func binary(_ type: String, _ a: Output, _ b: Output) throws -> Output { try opset.create(type, [a, b]) }

    func mean(_ x: Output, _ axes: [Int64], keepDims: Bool = true) throws -> Output {
        try opset.create("ReduceMean", [x, try integers(axes)], ["keep_dims": .boolean(keepDims)])
    }
}
