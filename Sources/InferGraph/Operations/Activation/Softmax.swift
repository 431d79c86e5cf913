import InferTensors

/// The exponentials along an axis, normalised to the sum 1, or their logarithms.
/// Specification: `Softmax-1`, `Softmax-8`, `LogSoftmax-5`.
package struct Softmax: Operation {
    /// Whether this is `LogSoftmax`.
    package let isLogarithmic: Bool
    /// The operation set that introduced this version.
    package let opset: Int
    /// Negative axes count from the end, except in version 1, which has none.
    package var axis: Int

    package init(opset: Int = 8) {
        isLogarithmic = false
        self.opset = opset
        axis = 1
    }

    private init(logarithmic: Void) {
        isLogarithmic = true
        opset = 5
        axis = 1
    }

    /// `LogSoftmax-5`.
    package static var logarithmic: Softmax { Softmax(logarithmic: ()) }

    package var key: OperationKey { OperationKey(isLogarithmic ? "LogSoftmax" : "Softmax", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        try attributes.on("axis", &axis)
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        if let rank = context.shape(0).dimensions?.count {
            try context.check(opset > 1 || axis >= 0, "axis is \(axis); this version knows no negative axes")
            _ = try context.normalizedAxis(axis, rank: rank)
        }
        return [TensorType(context.type(0), context.shape(0))]
    }
}
