extension OperationSet {
    /// Elements rounded as narrower types would.
    static let quantization: [Entry] = [Entry { FakeQuantize() }, Entry { FakeConvert() }]
}
