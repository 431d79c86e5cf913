#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import InferGraph
import InferTensors

/// Writes models in OpenVINO's IR format, version 11: XML that describes the network, and the bytes of its constants.
///
/// What ``IRReader`` reads from it is the same model: operations with their attributes and bodies, names, layouts and notes. Shapes are
/// written for people; a reader infers them again.
package struct IRWriter {
    /// The XML.
    package let description: String
    /// The constants, in the order of their bytes.
    private let constants: IRConstantList

    /// - Parameter isAnonymous: Whether nodes that nobody named get names by their places, so that equal models are written alike.
    /// - Throws: `RuntimeError` that names the node where something cannot be written.
    package init(_ model: Model, isAnonymous: Bool = false) throws {
        let constants = IRConstantList()
        var text = IRTextBuilder()
        text.line("<?xml version=\"1.0\"?>")
        try text.element("net", [("name", model.friendly_name), ("version", "11")]) { text in
            try IRGraphWriter(model, constants, isAnonymous: isAnonymous).write(to: &text)
            let notes = model.rt_info.filter { $0.key != "version" }
            if !notes.isEmpty { text.element("rt_info") { text in text.notes(notes) } }
        }
        description = text.text
        self.constants = constants
    }

    /// How many bytes the constants take.
    package var weightsByteCount: Int { constants.byteCount }

    /// Hands over the bytes of the constants, piece by piece, with what lies between them.
    package func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws { try constants.forEachPiece(body) }

    /// The bytes of the constants.
    package func weights() throws -> Data {
        var data = Data()
        data.reserveCapacity(weightsByteCount)
        try forEachPiece { data.append(contentsOf: $0) }
        return data
    }
}

/// The layers and edges of a model or a body.
private struct IRGraphWriter {
    let model: Model
    let nodes: [Node]
    let ids: [Node: Int]
    let constants: IRConstantList
    let isAnonymous: Bool

    init(_ model: Model, _ constants: IRConstantList, isAnonymous: Bool) {
        self.model = model
        self.constants = constants
        self.isAnonymous = isAnonymous
        // Parameters and Results keep their order, which is that of their layers.
        let others = model.get_ordered_ops().filter { $0.type_name != "Parameter" && $0.type_name != "Result" }
        nodes = model.get_parameters() + others + model.get_results()
        ids = Dictionary(nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func write(to text: inout IRTextBuilder) throws {
        try text.element("layers") { text in
            for node in nodes { try write(node, to: &text) }
        }
        text.element("edges") { text in
            for node in nodes {
                for (port, source) in node.inputs.enumerated() {
                    text.empty(
                        "edge",
                        [
                            ("from-layer", "\(ids[source.node] ?? -1)"), ("from-port", "\(source.node.inputs.count + source.index)"),
                            ("to-layer", "\(ids[node] ?? -1)"), ("to-port", "\(port)"),
                        ])
                }
            }
        }
    }

    private func write(_ node: Node, to text: inout IRTextBuilder) throws {
        let name = isAnonymous && node.hasMadeUpName ? "" : node.friendly_name
        var attributes = [("id", "\(ids[node] ?? -1)"), ("name", name)]
        attributes += [("type", node.type_name == "Constant" ? "Const" : node.type_name), ("version", node.version)]
        if node.type_name == "Result", !Output(node, 0).names.isEmpty {
            attributes.append(("output_names", Self.list(Output(node, 0).names)))
        }
        try text.element("layer", attributes) { text in
            try writeAttributes(of: node, to: &text)
            if !node.rt_info.isEmpty { try text.element("rt_info") { try $0.attributes(node.rt_info, of: node) } }
            text.ports("input", node.inputs.enumerated().map { ($0, $1, "", node.type_name == "Result" ? node.layout : Layout()) })
            if node.type_name != "Result" {
                text.ports(
                    "output",
                    node.outputs.map { output in
                        (
                            node.inputs.count + output.index, output, Self.list(output.names),
                            node.type_name == "Parameter" ? node.layout : Layout()
                        )
                    })
            }
            for body in (node.operation as? any ControlFlow)?.descriptions ?? [] { try write(body, of: node, to: &text) }
        }
    }

    private func writeAttributes(of node: Node, to text: inout IRTextBuilder) throws {
        var attributes = node.attributes.map { ($0.key, Self.text($0.value)) }.sorted { $0.0 < $1.0 }
        if let tensor = node.constant_tensor {
            let place = try constants.add(tensor)
            attributes += [("offset", "\(place.offset)"), ("size", "\(place.size)")]
        }
        if !attributes.isEmpty { text.empty("data", attributes) }
    }

    private func write(_ body: ControlFlowBody, of node: Node, to text: inout IRTextBuilder) throws {
        let prefix = body.role == .body ? "" : body.role.rawValue.replacing("_body", with: "_")
        let graph = IRGraphWriter(body.model, constants, isAnonymous: isAnonymous)
        func id(_ nodes: [Node], _ index: Int) -> String { "\(nodes.indices.contains(index) ? graph.ids[nodes[index]] ?? -1 : -1)" }
        let parameters = body.model.get_parameters()
        let results = body.model.get_results()
        text.element("\(prefix)port_map") { text in
            for link in body.inputs {
                let isCounter = link.parameter == body.iterationParameter
                text.empty(
                    "input", Self.mapping(link.input, id(parameters, link.parameter), link.slice, isCounter ? "current_iteration" : ""))
            }
            if let counter = body.iterationParameter, !body.inputs.contains(where: { $0.parameter == counter }) {
                text.empty("input", Self.mapping(nil, id(parameters, counter), nil, "current_iteration"))
            }
            for link in body.outputs {
                let isCondition = link.result == body.conditionResult
                let port = node.inputs.count + link.output
                text.empty("output", Self.mapping(port, id(results, link.result), link.slice, isCondition ? "execution_condition" : ""))
            }
            if let condition = body.conditionResult, !body.outputs.contains(where: { $0.result == condition }) {
                text.empty("output", Self.mapping(nil, id(results, condition), nil, "execution_condition"))
            }
        }
        let backEdges = body.inputs.filter { $0.backEdgeResult != nil }
        if !backEdges.isEmpty {
            text.element("back_edges") { text in
                for link in backEdges {
                    text.empty(
                        "edge", [("from-layer", id(results, link.backEdgeResult ?? -1)), ("to-layer", id(parameters, link.parameter))])
                }
            }
        }
        try text.element(body.role.rawValue) { try graph.write(to: &$0) }
    }

    private static func mapping(_ port: Int?, _ layer: String, _ slice: ControlFlowBody.Slice?, _ purpose: String) -> [(String, String)] {
        var attributes = [("external_port_id", "\(port ?? -1)"), ("internal_layer_id", layer)]
        if let slice {
            attributes += [
                ("axis", "\(slice.axis)"), ("start", "\(slice.start)"), ("end", "\(slice.end)"), ("stride", "\(slice.stride)"),
                ("part_size", "\(slice.partSize)"),
            ]
        }
        if !purpose.isEmpty { attributes.append(("purpose", purpose)) }
        return attributes
    }

    private static func text(_ value: AttributeValue) -> String {
        guard case .partialShape(let shape) = value, shape.dimensions != nil else { return value.description }
        return String(value.description.dropFirst().dropLast())
    }

    /// Names with commas between them; a comma inside a name has a backslash before it.
    private static func list(_ names: Set<String>) -> String {
        names.sorted().map { $0.replacing(",", with: "\\,") }.joined(separator: ",")
    }
}
