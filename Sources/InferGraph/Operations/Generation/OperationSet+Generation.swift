extension OperationSet {
    /// Elements made from a few numbers.
    static let generation: [Entry] = [
        Entry { NumberRange(opset: 1) }, Entry { NumberRange(opset: 4) }, Entry { OneHot(opset: 1) }, Entry { OneHot(opset: 16) },
        Entry { Eye() }, Entry { RandomUniform() }, Entry { Multinomial() },
    ]
}
