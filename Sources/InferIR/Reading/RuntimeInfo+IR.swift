import InferGraph

extension RuntimeInfo {
    /// What stands in an `rt_info` of a network: `<name value="…">`, `<info name="…" value="…">`, and names inside names.
    static func notes(_ element: IRElement) -> [String: RuntimeInfo] {
        var notes: [String: RuntimeInfo] = [:]
        for child in element.children {
            let name = child.name == "info" ? child.attribute("name") ?? child.name : child.name
            notes[name] = child.attribute("value").map { .value($0) } ?? .map(Self.notes(child))
        }
        return notes
    }

    /// What stands in an `rt_info` of a layer: `<attribute name="…" …>` with further attributes of its own.
    static func attributes(_ element: IRElement) -> [String: RuntimeInfo] {
        var notes: [String: RuntimeInfo] = [:]
        for child in element.children {
            let name = child.name == "attribute" ? child.attribute("name") ?? child.name : child.name
            let values = child.attributes.filter { $0.name != "name" && $0.name != "version" }
            if values.count == 1, values[0].name == "value" {
                notes[name] = .value(values[0].value)
            } else {
                notes[name] = .map(Dictionary(values.map { ($0.name, .value($0.value)) }, uniquingKeysWith: { first, _ in first }))
            }
        }
        return notes
    }
}
