/// What files and tools note about a model or node beside its meaning: text, or named notes inside notes.
public indirect enum RuntimeInfo: Hashable, Sendable {
    /// A note.
    case value(String)
    /// Named notes.
    case map([String: RuntimeInfo])

    /// The note's text; nil for named notes.
    public var text: String? {
        if case .value(let text) = self { return text }
        return nil
    }

    /// The note of a name; nil when there is none.
    public subscript(name: String) -> RuntimeInfo? {
        if case .map(let notes) = self { return notes[name] }
        return nil
    }
}
