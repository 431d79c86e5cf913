import InferDevices
import InferTensors
import XCTest

@testable import InferCPU
@testable import InferGraph

/// Runs one operation on the device.
class LoweringTestCase: XCTestCase {
    /// Runs an operation over inputs, those at `constants` as part of the model, and returns its outputs.
    func run(
        _ type: String, _ attributes: [String: AttributeValue] = [:], _ inputs: [Tensor], constants: Set<Int> = [], version: Int? = nil,
        outputs count: Int = 1, threads: Int = 2
    ) throws -> [Tensor] {
        var parameters: [Output] = []
        var given: [Tensor] = []
        var arguments: [Output] = []
        for (index, input) in inputs.enumerated() {
            if constants.contains(index) {
                arguments.append(Output(try Node(Constant(input)), 0))
            } else {
                let parameter = try opset.parameter(input.element_type, PartialShape(input.shape), name: "input\(index)")
                parameters.append(parameter)
                given.append(input)
                arguments.append(parameter)
            }
        }
        let node = try opset.createNode(type, arguments, attributes, version: version.map { "opset\($0)" })
        let model = try Model((0..<count).map { Output(node, $0) }, parameters)
        let compiled = try CPUDevice().compile_model(model, [.inference_num_threads(threads)])
        let results = try compiled.outputs.map { try Tensor($0.element_type, $0.partial_shape.is_static ? $0.shape : [0]) }
        try compiled.make_execution().run(RequestTensors(inputs: given, outputs: results), Cancellation())
        return results
    }

    /// A row-major tensor of f32.
    func floats(_ values: [Float], _ shape: Shape) throws -> Tensor { try Tensor(values, shape: shape) }
    /// A row-major tensor of i64.
    func integers(_ values: [Int64], _ shape: Shape? = nil) throws -> Tensor { try Tensor(values, shape: shape ?? [values.count]) }
}
