import InferGraph
import InferKernels
import InferTensors

/// One step of what is done to the result of an operation while it is still in a cache.
enum PostOperation: Hashable, Sendable {
    /// A function of each element.
    case activation(Activation)
    /// A function of each element and the one of an input of the fused node, which broadcasts.
    case combine(Epilogue.Combination, input: Int)
}

/// An operation with elementwise operations behind it, computed in one pass. Made by fusion; no file holds it.
struct Fused: Operation {
    let base: any Operation
    /// The base operation reads the first so many inputs; the others are operands of post-operations.
    let baseInputCount: Int
    let postOperations: [PostOperation]
    /// One value per channel (of a matrix product: per column), added first.
    let bias: Tensor?

    var key: OperationKey { OperationKey(base.key.type, "cpu") }

    mutating func visit(_ attributes: inout AttributeVisitor) throws {
        var base = base
        try base.visit(&attributes)
    }

    func infer(_ context: InferenceContext) throws -> [TensorType] {
        let baseContext = InferenceContext(subject: context.subject, inputs: Array(context.inputs.prefix(baseInputCount)))
        var types = try base.infer(baseContext)
        guard !types.isEmpty else { return types }
        types[0].value = nil
        for case .combine(_, let input) in postOperations {
            types[0].partial_shape = try AutoBroadcast.numpy.merge(types[0].partial_shape, context.shape(input), context)
        }
        return types
    }
}
