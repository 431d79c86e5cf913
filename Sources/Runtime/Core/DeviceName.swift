import InferDevices
import InferTensors

/// A device as callers name it: `CPU`, `GPU.1`, `AUTO:GPU,CPU`.
struct DeviceName: Hashable, Sendable {
    /// The kind of device, under which it is registered.
    let base: String
    /// Which of several of the kind; empty for none in particular.
    let id: String
    /// The devices below, as they are written after a colon; nil without one.
    let list: String?

    init(_ text: String) throws {
        guard !text.isEmpty else {
            throw RuntimeError(.invalidArgument, "Device name is empty. Expected a name such as CPU or AUTO")
        }
        if let colon = text.firstIndex(of: ":") {
            base = String(text[..<colon])
            id = ""
            let rest = text[text.index(after: colon)...]
            list = rest.isEmpty ? nil : String(rest)
        } else {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            base = String(parts[0])
            id = parts.count > 1 ? String(parts[1]) : ""
            list = nil
        }
    }

    /// The names in the list, without a minus sign for those to leave out or a batch size in parentheses.
    var listed: [String] {
        (list ?? "").split(separator: ",").map { item in
            let name = item.first == "-" ? item.dropFirst() : item
            return String(name.prefix { $0 != "(" })
        }
    }

    /// What the name says beside the kind of device.
    var properties: [Property] {
        var properties: [Property] = []
        if !id.isEmpty { properties.append(Property.device.id(id)) }
        if let list { properties.append(Property(Property.device.priorities.name, list)) }
        return properties
    }
}
