extension OperationSet {
    /// Elements made from a few numbers.
    static let generation: [Entry] = [
        Entry { NumberRange(opset: 1) }, Entry { NumberRange(opset: 4) },
    ]
}
