import InferTensors

/// An operation on each element of one tensor, without attributes: `Abs-1`, `Relu-1`, `Exp-1`…
package struct UnaryElementwise: Operation {
    /// Which operation. The raw value is the operation's type in files.
    package enum Kind: String, CaseIterable, Sendable {
        case abs = "Abs", acos = "Acos", acosh = "Acosh", asin = "Asin", asinh = "Asinh", atan = "Atan", atanh = "Atanh"
        case bitwiseNot = "BitwiseNot", ceiling = "Ceiling", cos = "Cos", cosh = "Cosh", erf = "Erf", erfInv = "ErfInv", exp = "Exp"
        case floor = "Floor", hsigmoid = "HSigmoid", hswish = "HSwish", isFinite = "IsFinite", isNaN = "IsNaN", log = "Log"
        case logicalNot = "LogicalNot", mish = "Mish", negative = "Negative", relu = "Relu", sigmoid = "Sigmoid", sign = "Sign"
        case sin = "Sin", sinh = "Sinh", softPlus = "SoftPlus", softSign = "SoftSign", sqrt = "Sqrt", tan = "Tan", tanh = "Tanh"

        /// The operation set that introduced it.
        var opset: Int {
            switch self {
            case .acosh, .asinh, .atanh, .hswish, .mish, .softPlus: 4
            case .hsigmoid: 5
            case .softSign: 9
            case .isFinite, .isNaN: 10
            case .bitwiseNot: 13
            case .erfInv: 17
            default: 1
            }
        }

        var givesBoolean: Bool { self == .isFinite || self == .isNaN || self == .logicalNot }
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }

    package var key: OperationKey { OperationKey(kind.rawValue, opset: kind.opset) }

    package func infer(_ context: InferenceContext) throws -> [TensorType] {
        try context.checkCount(1)
        return [
            TensorType(kind.givesBoolean ? .boolean : context.type(0), context.shape(0), value: context.value(0).flatMap(value))
        ]
    }

    /// What is known of the outputs' elements, for the operations that occur in shape subgraphs.
    private func value(_ input: PartialValue) -> PartialValue? {
        switch (kind, input) {
        case (.floor, .integers), (.ceiling, .integers): return input
        case (.abs, .integers(let values)) where values.allSatisfy { $0.lower >= 0 }: return input
        case (.negative, .integers(let values)): return .integers(values.map(\.negated))
        case (.floor, .reals(let values)): return .reals(values.map { $0.rounded(.down) })
        case (.ceiling, .reals(let values)): return .reals(values.map { $0.rounded(.up) })
        case (.negative, .reals(let values)): return .reals(values.map { -$0 })
        case (.sqrt, .reals(let values)) where values.allSatisfy({ $0 >= 0 }): return .reals(values.map { $0.squareRoot() })
        default: return nil
        }
    }
}
