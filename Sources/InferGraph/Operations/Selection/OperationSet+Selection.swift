extension OperationSet {
    /// Elements chosen by place.
    static let selection: [Entry] =
        [1, 7, 8].map { opset in Entry { Gather(opset: opset) } } + [
            Entry { Slice() }, Entry { StridedSlice() },
        ]
}
