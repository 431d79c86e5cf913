import Runtime

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The graph that a device executes, as the XML of an IR without weights: each layer with what the device notes about it.
struct ExecutionGraph {
    private let model: Model

    init(_ model: Model) {
        self.model = model
    }

    func write(to path: String) throws {
        try ReportFile.write(Data(xml.utf8), to: path)
    }

    var xml: String {
        let nodes = model.get_ordered_ops()
        let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
        var layers = ""
        var edges = ""
        for (number, node) in nodes.enumerated() {
            layers += layer(node, number)
            for (port, source) in node.inputs.enumerated() {
                guard let from = numbers[source.node] else { continue }
                edges += "\t\t<edge from-layer=\"\(from)\" from-port=\"\(source.node.inputs.count + source.index)\" "
                edges += "to-layer=\"\(number)\" to-port=\"\(port)\" />\n"
            }
        }
        return """
            <?xml version="1.0"?>
            <net name="\(Self.escaped(model.friendly_name))" version="11">
            \t<layers>
            \(layers)\t</layers>
            \t<edges>
            \(edges)\t</edges>
            </net>

            """
    }

    private func layer(_ node: Node, _ number: Int) -> String {
        var text = "\t\t<layer id=\"\(number)\" name=\"\(Self.escaped(node.friendly_name))\" type=\"\(Self.escaped(node.type_name))\" "
        text += "version=\"\(Self.escaped(node.version))\">\n"
        let notes = node.rt_info.compactMap { name, value in value.text.map { (name, $0) } }.sorted { $0.0 < $1.0 }
        if !notes.isEmpty {
            text += "\t\t\t<data \(notes.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: " ")) />\n"
        }
        text += ports("input", node.inputs, from: 0) + ports("output", node.outputs, from: node.inputs.count)
        return text + "\t\t</layer>\n"
    }

    private func ports(_ side: String, _ ports: [Output], from first: Int) -> String {
        guard !ports.isEmpty else { return "" }
        var text = "\t\t\t<\(side)>\n"
        for (index, port) in ports.enumerated() {
            text += "\t\t\t\t<port id=\"\(first + index)\" precision=\"\("\(port.element_type)".uppercased())\""
            if side == "output", !port.names.isEmpty {
                text += " names=\"\(Self.escaped(port.names.sorted().joined(separator: ",")))\""
            }
            text += ">\n"
            for dimension in port.partial_shape.dimensions ?? [] {
                text += "\t\t\t\t\t<dim>\(dimension.is_static ? dimension.min_length : -1)</dim>\n"
            }
            text += "\t\t\t\t</port>\n"
        }
        return text + "\t\t\t</\(side)>\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
