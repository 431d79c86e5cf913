extension OperationSet {
    /// One element in, one element out.
    static let elementwise: [Entry] =
        UnaryElementwise.Kind.allCases.map { kind in Entry { UnaryElementwise(kind) } }
        + BinaryElementwise.Kind.allCases.map { kind in Entry { BinaryElementwise(kind) } }
        + [Entry { Convert() }, Entry { ConvertLike() }, Entry { Select() }, Entry { Identity() }, Entry { ConvertPromoteTypes() }]
}
