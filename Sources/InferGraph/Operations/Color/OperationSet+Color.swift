extension OperationSet {
    /// Pictures in other colour formats.
    static let color: [Entry] =
        ColorFromYUV.Kind.allCases.map { kind in Entry { ColorFromYUV(kind) } }
        + NV12FromColor.Kind.allCases.map { kind in Entry { NV12FromColor(kind) } }
}
