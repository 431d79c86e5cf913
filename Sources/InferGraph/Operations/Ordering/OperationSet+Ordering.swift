extension OperationSet {
    /// Elements compared, counted and searched.
    static let ordering: [Entry] =
        [1, 3, 11].map { opset in Entry { TopK(opset: opset) } } + [
            Entry { CumSum() }, Entry { NonZero() }, Entry { Unique() }, Entry { Bucketize() }, Entry { SearchSorted() },
        ]
}
