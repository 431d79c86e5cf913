extension OperationSet {
    /// Sums over bags and segments.
    static let embedding: [Entry] = [
        Entry { EmbeddingBagOffsets(opset: 3) }, Entry { EmbeddingBagOffsets(opset: 15) }, Entry { EmbeddingBagPacked(opset: 3) },
        Entry { EmbeddingBagPacked(opset: 15) }, Entry { EmbeddingSegmentsSum() }, Entry { SparseFillEmptyRows() }, Entry { SegmentMax() },
    ]
}
