extension OperationSet {
    /// Element by element, with parameters.
    static let activation: [Entry] =
        [
            Entry { Clamp() }, Entry { Elu() }, Entry { PRelu() }, Entry { Gelu(opset: 2) }, Entry { Gelu(opset: 7) }, Entry { Swish() },
            Entry { Softmax(opset: 1) }, Entry { Softmax(opset: 8) }, Entry { Softmax.logarithmic }, Entry { IsInf() }, Entry { Round() },
        ] + ParametricActivation.Kind.allCases.map { kind in Entry { ParametricActivation(kind) } }
}
