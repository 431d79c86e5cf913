extension OperationSet {
    /// Elements chosen, or replaced, by place.
    static let selection: [Entry] =
        [1, 7, 8].map { opset in Entry { Gather(opset: opset) } } + [
            Entry { Slice() }, Entry { StridedSlice() }, Entry { SliceScatter() }, Entry { GatherElements() }, Entry { GatherND(opset: 5) },
            Entry { GatherND(opset: 8) }, Entry { GatherTree() }, Entry { ScatterUpdate() }, Entry { ScatterElementsUpdate(opset: 3) },
            Entry { ScatterElementsUpdate(opset: 12) }, Entry { ScatterNDUpdate(opset: 4) }, Entry { ScatterNDUpdate(opset: 15) },
        ]
}
