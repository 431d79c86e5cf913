extension OperationSet {
    /// Windows brought down to one element.
    static let pooling: [Entry] =
        [1, 8, 14].map { opset in Entry { MaxPool(opset: opset) } }
        + [1, 14, 16].map { opset in Entry { AvgPool(opset: opset) } }
        + AdaptivePool.Kind.allCases.map { kind in Entry { AdaptivePool(kind) } }
}
