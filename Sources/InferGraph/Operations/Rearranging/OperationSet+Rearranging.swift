extension OperationSet {
    /// The same elements in other places.
    static let rearranging: [Entry] =
        [
            Entry { Reverse() }, Entry { ReverseSequence() }, Entry { Roll() }, Entry { ShuffleChannels() }, Entry { ReorgYolo() },
            Entry { ExtractImagePatches() }, Entry { Col2Im() },
        ]
        + DepthSpace.Kind.allCases.map { kind in Entry { DepthSpace(kind) } }
        + BatchSpace.Kind.allCases.map { kind in Entry { BatchSpace(kind) } }
}
