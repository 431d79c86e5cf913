extension OperationSet {
    /// Strings and their bytes.
    static let strings: [Entry] = [Entry { StringTensorPack() }, Entry { StringTensorUnpack() }]
}
