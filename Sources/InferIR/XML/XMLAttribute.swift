/// An attribute of the start tag that the parser stands on, undecoded.
struct XMLAttribute {
    let name: XMLSlice
    /// What stands between the quotes.
    let value: XMLSlice
    /// Whether the value holds no reference and no blank but the space, so that it stands for itself.
    let isPlain: Bool
}
