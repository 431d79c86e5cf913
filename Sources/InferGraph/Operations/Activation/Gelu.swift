import InferTensors

/// `x * Φ(x)` with the normal distribution's function, exact or by tanh. Specification: `Gelu-2`, `Gelu-7`.
package struct Gelu: Operation {
    package enum ApproximationMode: String, CaseIterable, Sendable {
        case erf = "ERF", tanh = "TANH"
    }

    /// The operation set that introduced this version: 2 or 7.
    package let opset: Int
    package var approximationMode = ApproximationMode.erf

    package init(opset: Int = 7) { self.opset = opset }

    package var key: OperationKey { OperationKey("Gelu", opset: opset) }

    package mutating func visit(_ attributes: inout AttributeVisitor) throws {
        if opset >= 7 { try attributes.on("approximation_mode", &approximationMode) }
    }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        try context.checkType(0, .real, "data")
        return [TensorType(context.type(0), context.shape(0))]
    }
}
