import InferGraph
import InferTensors

/// The same tensor in another layout. Made by planning; no file holds it.
struct Reorder: Operation {
    var key: OperationKey { OperationKey("Reorder", "cpu") }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [context.inputs[0]]
    }
}
