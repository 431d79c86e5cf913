import InferTensors

/// The sums of the elements up to each one along an axis. Specification: `CumSum-3`.
///
/// Inputs: data and, optionally, the axis, a scalar (0 by default).
package struct CumSum: Operation {
    /// Whether an element's own value is left out of its sum.
    package var exclusive = false
    /// Whether sums run from the end.
    package var reverse = false

    package init() {}

    package var key: OperationKey { OperationKey("CumSum", opset: 3) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("exclusive", &exclusive)
        try attributes.on("reverse", &reverse)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1...2)
        if context.has(1) {
            try context.checkType(1, .index, "axis")
            if let rank = context.shape(0).dimensions?.count, let axis = context.integer(1) {
                _ = try context.normalizedAxis(axis, rank: rank)
            }
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
