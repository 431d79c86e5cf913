import InferGraph
import InferTensors

/// XML in the making.
struct IRTextBuilder {
    private(set) var text = ""
    private var depth = 0

    mutating func line(_ line: String) {
        text += String(repeating: "  ", count: depth) + line + "\n"
    }

    /// An element with nothing inside.
    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        line("<\(name)\(Self.text(attributes))/>")
    }

    /// An element with what the body writes inside.
    mutating func element(
        _ name: String, _ attributes: [(String, String)] = [], _ body: (inout IRTextBuilder) throws -> Void
    ) rethrows {
        line("<\(name)\(Self.text(attributes))>")
        depth += 1
        try body(&self)
        depth -= 1
        line("</\(name)>")
    }

    private static func text(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // A reader takes unescaped line ends and tabulators in attributes for blanks.
            case "\n", "\r", "\t": result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The inputs or outputs of a layer: id, tensor, names, layout.
    mutating func ports(_ side: String, _ ports: [(id: Int, output: Output, names: String, layout: Layout)]) {
        if ports.isEmpty { return }
        element(side) { text in
            for port in ports {
                var attributes = [("id", "\(port.id)"), ("precision", port.output.element_type.precisionName)]
                if !port.names.isEmpty { attributes.append(("names", port.names)) }
                text.element("port", attributes) { text in
                    for dimension in port.output.partial_shape.dimensions ?? [] { text.line("<dim>\(dimension.length ?? -1)</dim>") }
                    if !port.layout.empty {
                        text.element("rt_info") {
                            $0.empty("attribute", [("name", "layout"), ("version", "0"), ("layout", "\(port.layout)")])
                        }
                    }
                }
            }
        }
    }

    /// The notes of a model.
    mutating func notes(_ notes: [String: RuntimeInfo]) {
        for (name, note) in notes.sorted(by: { $0.key < $1.key }) {
            switch note {
            case .value(let value): empty("info", [("name", name), ("value", value)])
            case .map(let inner): element("info", [("name", name)]) { $0.notes(inner) }
            }
        }
    }

    /// The notes of a layer, which go no deeper than one level of names.
    mutating func attributes(_ notes: [String: RuntimeInfo], of node: Node) throws {
        for (name, note) in notes.sorted(by: { $0.key < $1.key }) {
            switch note {
            case .value(let value): empty("attribute", [("name", name), ("value", value)])
            case .map(let inner):
                empty(
                    "attribute",
                    [("name", name)]
                        + (try inner.sorted { $0.key < $1.key }.map { key, value in
                            guard let text = value.text else {
                                throw RuntimeError(.unsupported, "\(node): note '\(name)' has notes inside notes, which IR cannot hold")
                            }
                            return (key, text)
                        }))
            }
        }
    }
}

extension ElementType {
    /// What IR calls the type in ports: `FP32`, `I64`, `BOOL`.
    fileprivate var precisionName: String {
        switch self {
        case .f16: "FP16"
        case .f32: "FP32"
        case .f64: "FP64"
        case .boolean: "BOOL"
        case .dynamic: "UNSPECIFIED"
        default: description.uppercased()
        }
    }
}
