extension OperationSet {
    /// What every model is made of. Constants are made from their tensor, never from attributes alone.
    static let structural: [Entry] = [
        Entry { Parameter() },
        Entry { Result() },
    ]
}
