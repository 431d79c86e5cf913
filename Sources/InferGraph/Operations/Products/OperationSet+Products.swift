extension OperationSet {
    /// Products of matrices.
    static let products: [Entry] = [
        Entry { MatMul() }, Entry { ScaledDotProductAttention() }, Entry { Einsum() }, Entry { Inverse() }, Entry { GroupedMatMul() },
    ]
}
