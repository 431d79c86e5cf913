import InferGraph
import InferTensors

/// A vector as a tensor that varies along axis 1 alone: `[C]` as `[1, C, 1, …]`. Made by lowering; no file holds it.
struct ChannelVector: Operation {
    /// The rank of the result, at least 2.
    let rank: Int

    var key: OperationKey { OperationKey("ChannelVector", "cpu") }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        let length = context.shape(0).dimensions?.first ?? .dynamic
        return [TensorType(context.type(0), PartialShape([1, length] + Array(repeating: Dimension(1), count: max(rank - 2, 0))))]
    }
}
