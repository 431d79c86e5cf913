extension OperationSet {
    /// The best of many boxes.
    static let suppression: [Entry] =
        [1, 3, 4, 5, 9].map { opset in Entry { NonMaxSuppression(opset: opset) } } + [
            Entry { MatrixNms() }, Entry { MulticlassNms(opset: 8) }, Entry { MulticlassNms(opset: 9) }, Entry { NMSRotated() },
        ]
}
