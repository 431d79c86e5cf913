extension OperationSet {
    /// Means and variances divided out.
    static let normalization: [Entry] = [
        Entry { MVN(opset: 2) },
        Entry { MVN(opset: 6) },
    ]
}
