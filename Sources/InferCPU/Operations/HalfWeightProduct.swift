import InferGraph
import InferTensors

/// A matrix product of f32 whose right factor is a constant of f16, which stays as it is in memory. Made by fusion; no file holds it.
struct HalfWeightProduct: Operation {
    var product = MatMul()

    var key: OperationKey { OperationKey("MatMul", "cpu") }

    mutating func visit(_ attributes: inout AttributeVisitor) throws { try product.visit(&attributes) }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        var inputs = context.inputs
        if inputs.count == 2 { inputs[1] = TensorType(.f32, inputs[1].partial_shape) }
        return try product.infer(InferenceContext(subject: context.subject, inputs: inputs))
    }
}
