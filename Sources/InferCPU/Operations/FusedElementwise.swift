import InferGraph
import InferKernels
import InferTensors

/// Elementwise functions of f32 tensors that broadcast together, computed in one pass. Made by fusion; no file holds it.
struct FusedElementwise: Operation {
    /// In order; the last one's result is the output, to whose computation all others contribute.
    var steps: [ElementwiseChain.Step] = []

    var key: OperationKey { OperationKey("FusedElementwise", "cpu") }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        var shape = context.shape(0)
        for index in context.inputs.indices.dropFirst() { shape = try AutoBroadcast.numpy.merge(shape, context.shape(index), context) }
        return [TensorType(.f32, shape)]
    }
}
