extension OperationSet {
    /// Sequences decoded and compared.
    static let sequences: [Entry] = [Entry { CTCGreedyDecoder() }, Entry { CTCGreedyDecoderSeqLen() }, Entry { CTCLoss() }]
}
