extension OperationSet {
    /// Axes brought down to one element.
    static let reduction: [Entry] = Reduce.Kind.allCases.map { kind in Entry { Reduce(kind) } }
}
