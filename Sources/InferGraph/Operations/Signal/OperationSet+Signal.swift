extension OperationSet {
    /// Signals and their frequencies.
    static let signal: [Entry] =
        FourierTransform.Kind.allCases.map { kind in Entry { FourierTransform(kind) } } + [Entry { STFT() }, Entry { ISTFT() }]
}
