extension OperationSet {
    /// Models inside operations.
    static let controlFlow: [Entry] = [Entry { If() }, Entry { Loop() }, Entry { TensorIterator() }]
}
