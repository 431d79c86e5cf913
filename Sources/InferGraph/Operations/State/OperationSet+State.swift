extension OperationSet {
    /// What is kept from one run to the next.
    static let state: [Entry] = [
        Entry { ReadValue(opset: 3) }, Entry { ReadValue(opset: 6) }, Entry { Assign(opset: 3) }, Entry { Assign(opset: 6) },
    ]
}
