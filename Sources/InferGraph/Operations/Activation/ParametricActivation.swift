import InferTensors

/// An activation whose two parameters are inputs: `HardSigmoid-1` and `Selu-1`.
///
/// Inputs: data of any shape and two single elements, `alpha` and `beta` (HardSigmoid) or `alpha` and `lambda` (Selu).
package struct ParametricActivation: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        /// `max(0, min(1, alpha * x + beta))`.
        case hardSigmoid = "HardSigmoid"
        /// `lambda * (x > 0 ? x : alpha * (exp(x) - 1))`.
        case selu = "Selu"
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: 1) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(3)
        let type = try context.commonType(0..<3)
        try context.checkType(0, .real, "data")
        switch kind {
        case .hardSigmoid:
            try context.checkScalar(1, "alpha")
            try context.checkScalar(2, "beta")
        case .selu:
            try context.checkSingle(1, "alpha")
            try context.checkSingle(2, "lambda")
        }
        return [TensorType(type, context.shape(0))]
    }
}
