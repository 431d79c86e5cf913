import InferDevices
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

/// Runs models on the CPU device as the runtime does.
enum ModelRunner {
    /// The outputs of one run.
    static func run(_ model: Model, _ inputs: [Tensor], threads: Int = 1) throws -> [Tensor] {
        let compiled = try CPUDevice().compile_model(model.clone(), [.inference_num_threads(threads)])
        return try run(try compiled.make_execution(), compiled, inputs)
    }

    /// The outputs of a further run of an execution.
    static func run(_ execution: any Execution, _ compiled: any DeviceModel, _ inputs: [Tensor]) throws -> [Tensor] {
        let outputs = try compiled.outputs.map { port in
            try Tensor(port.element_type, port.partial_shape.is_static ? port.shape : [0])
        }
        try execution.run(RequestTensors(inputs: inputs, outputs: outputs), Cancellation())
        return outputs
    }

    static func floats(_ tensor: Tensor) throws -> [Float] { try tensor.scalars(as: Float.self) }

    /// A tensor of random numbers from -1 to 1.
    static func random(_ shape: Shape, _ generator: inout SeededGenerator) throws -> Tensor {
        try Tensor((0..<shape_size(shape)).map { _ in Float.random(in: -1...1, using: &generator) }, shape: shape)
    }

    static func assertClose(_ got: [Float], _ want: [Float], tolerance: Float = 1e-5, _ message: @autoclosure () -> String = "") {
        XCTAssertEqual(got.count, want.count, message())
        for (index, (a, b)) in zip(got, want).enumerated() where !(abs(a - b) <= tolerance * max(1, abs(b))) {
            return XCTFail("element \(index): \(a), expected \(b); \(message())")
        }
    }
}
