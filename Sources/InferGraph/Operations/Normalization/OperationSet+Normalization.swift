extension OperationSet {
    /// Means, variances and norms divided out.
    static let normalization: [Entry] = [
        Entry { MVN(opset: 2) }, Entry { MVN(opset: 6) }, Entry { BatchNormInference(opset: 1) }, Entry { BatchNormInference(opset: 5) },
        Entry { LRN() }, Entry { GRN() }, Entry { NormalizeL2() }, Entry { GroupNormalization() },
    ]
}
