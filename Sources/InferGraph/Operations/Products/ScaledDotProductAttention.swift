import InferTensors

/// `softmax(query × keyᵀ * scale + mask) × value`. Specification: `ScaledDotProductAttention-13`.
///
/// Inputs: query `[N…, L, E]`, key `[N…, S, E]`, value `[N…, S, Ev]`, and, optionally, a mask that broadcasts to `[N…, L, S]` (or a
/// scalar 0: none), a scale and a sink. Output: `[N…, L, Ev]`.
package struct ScaledDotProductAttention: Operation {
    /// Whether a query sees only the keys up to its own position.
    package var causal = false

    package init() {}

    package var key: OperationKey { OperationKey("ScaledDotProductAttention", opset: 13) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("causal", &causal)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3...6)
        let hasBooleanMask = context.type(3) == .boolean
        let type = try context.commonType((0..<context.count).filter { $0 != 3 || !hasBooleanMask })
        try context.checkType(0, .real, "query")
        for (index, what) in ["query", "key", "value"].enumerated() { try context.checkRank(index, atLeast: 3, what) }
        let query = context.shape(0)
        let keys = context.shape(1)
        let values = context.shape(2)
        if context.has(4) { try context.checkSingle(4, "scale") }
        // The batches broadcast: the keys and values may be shared by queries.
        func batch(_ shape: PartialShape) -> PartialShape { shape.dimensions.map { PartialShape(Array($0.dropLast(2))) } ?? [] }
        func last(_ shape: PartialShape, _ back: Int) -> Dimension { shape.dimensions.map { $0[$0.count - back] } ?? .dynamic }
        guard let keyed = batch(query).broadcast(with: batch(keys), .numpy), let batched = keyed.broadcast(with: batch(values), .numpy)
        else {
            throw context.failure("the batches of query \(query), key \(keys) and value \(values) do not broadcast")
        }
        _ = try context.merged(last(query, 1), last(keys, 1), "the widths of query and key")
        let length = try context.merged(last(keys, 2), last(values, 2), "the lengths of key and value")
        guard query.isRankStatic, let dimensions = batched.dimensions else { return [TensorType(type, .dynamic)] }
        if context.has(3), let mask = context.shape(3).dimensions, !mask.isEmpty {
            let scores = PartialShape(dimensions + [last(query, 2), length])
            guard let merged = scores.broadcast(with: context.shape(3), .numpy), merged.dimensions?.count == scores.count else {
                throw context.failure("the mask \(context.shape(3)) does not broadcast to the scores \(scores)")
            }
        }
        return [TensorType(type, PartialShape(dimensions + [last(query, 2), last(values, 1)]))]
    }
}
