import InferTensors

/// Reads the XML of an IR file into an ``IRDocument``. Elements that are not known are stepped over.
struct IRDocumentParser {
    private var xml: XMLPullParser
    /// The layer that is being read, for errors.
    private var layerLabel: String?

    private init(_ xml: XMLPullParser) { self.xml = xml }

    /// Reads a document.
    /// - Parameters:
    ///   - bytes: The XML.
    ///   - file: What errors call the document.
    static func parse(_ bytes: UnsafeRawBufferPointer, file: String) throws -> IRDocument {
        try bytes.withMemoryRebound(to: UInt8.self) { bytes in
            var parser = IRDocumentParser(try XMLPullParser(bytes, file: file))
            return try parser.document()
        }
    }

    private mutating func document() throws -> IRDocument {
        _ = try xml.next()
        guard xml.name == "net" else { throw failure("the document's element is <\(xml.name.rawString)>; an IR has <net>") }
        let version = try integer("version")
        guard version == 10 || version == 11 else {
            throw RuntimeError(.unsupported, "\(xml.file): IR version \(version) is not supported; versions 10 and 11 are")
        }
        let name = try optionalString("name") ?? ""
        let graph = try graph()
        guard try xml.next() == .endOfDocument else { throw failure("something follows </net>") }
        return IRDocument(file: xml.file, name: name, version: version, graph: graph)
    }

    /// Reads the inside of `<net>` or of a body.
    private mutating func graph() throws -> IRGraph {
        var graph = IRGraph()
        var hasLayers = false
        var ids: Set<Int> = []
        try forEachChild { parser in
            switch parser.xml.name {
            case "layers":
                hasLayers = true
                try parser.forEachChild { parser in
                    guard parser.xml.name == "layer" else { return try parser.xml.skipElement() }
                    let layer = try parser.layer(after: &ids)
                    graph.layers.append(layer)
                }
            case "edges":
                try parser.forEachChild { parser in
                    guard parser.xml.name == "edge" else { return try parser.xml.skipElement() }
                    graph.edges.append(
                        IREdge(
                            sourceLayer: try parser.integer("from-layer"), sourcePort: try parser.integer("from-port"),
                            targetLayer: try parser.integer("to-layer"), targetPort: try parser.integer("to-port")))
                    try parser.xml.skipElement()
                }
            case "rt_info":
                graph.runtimeInformation = try parser.element()
            default:
                try parser.xml.skipElement()
            }
        }
        guard hasLayers else { throw failure("the network has no <layers>") }
        return graph
    }

    private mutating func layer(after ids: inout Set<Int>) throws -> IRLayer {
        let outerLabel = layerLabel
        defer { layerLabel = outerLabel }
        layerLabel = nil
        let id = try integer("id")
        let name = try optionalString("name") ?? ""
        layerLabel = "layer \(id) '\(name)'"
        guard ids.insert(id).inserted else { throw failure("another layer has the id \(id)") }
        let type = try requiredString("type")
        var layer = IRLayer(id: id, name: name, type: type, version: try optionalString("version") ?? "")
        layerLabel = layer.label
        if let attribute = xml.attribute("output_names") { layer.outputNames = Self.names(in: try xml.string(attribute)) }
        var bodies: [String: IRBody] = [:]
        try forEachChild { parser in
            let element = parser.xml.name
            switch element {
            case "data":
                for attribute in parser.xml.attributes {
                    layer.attributes.append(IRAttribute(name: attribute.name.rawString, value: try parser.xml.string(attribute)))
                }
                try parser.xml.skipElement()
            case "input":
                try parser.ports(into: &layer.inputs)
            case "output":
                try parser.ports(into: &layer.outputs)
            case "rt_info":
                layer.runtimeInformation = try parser.element()
            case "body", "then_body", "else_body":
                let role = element.rawString
                bodies[role, default: IRBody(role: role)].graph = try parser.graph()
            case "port_map", "then_port_map", "else_port_map":
                let role = element.rawString.replacingPortMapByBody
                try parser.portMap(into: &bodies[role, default: IRBody(role: role)])
            case "back_edges":
                try parser.backEdges(into: &bodies["body", default: IRBody(role: "body")])
            default:
                try parser.xml.skipElement()
            }
        }
        layer.bodies = bodies.values.sorted { $0.role < $1.role }
        return layer
    }

    private mutating func ports(into ports: inout [IRPort]) throws {
        try forEachChild { parser in
            guard parser.xml.name == "port" else { return try parser.xml.skipElement() }
            ports.append(try parser.port())
        }
    }

    private mutating func port() throws -> IRPort {
        var port = IRPort(id: try integer("id"))
        port.precision = try optionalString("precision") ?? ""
        if let attribute = xml.attribute("names") { port.names = Self.names(in: try xml.string(attribute)) }
        try forEachChild { parser in
            switch parser.xml.name {
            case "dim":
                port.dimensions.append(try parser.dimension())
            case "rt_info":
                port.runtimeInformation = try parser.element()
            default:
                try parser.xml.skipElement()
            }
        }
        return port
    }

    private mutating func dimension() throws -> Int {
        guard try xml.next() == .text, let size = xml.textInteger, size >= -1, try xml.next() == .end else {
            throw failure("<dim> holds no size; a number, or -1 for a dynamic one, is expected")
        }
        return size
    }

    private mutating func portMap(into body: inout IRBody) throws {
        var inputs: [IRPortMapEntry] = []
        var outputs: [IRPortMapEntry] = []
        try forEachChild { parser in
            switch parser.xml.name {
            case "input": inputs.append(try parser.portMapEntry())
            case "output": outputs.append(try parser.portMapEntry())
            default: break
            }
            try parser.xml.skipElement()
        }
        body.inputs += inputs
        body.outputs += outputs
    }

    private func portMapEntry() throws -> IRPortMapEntry {
        let purpose = try optionalString("purpose") ?? ""
        guard ["", "current_iteration", "execution_condition"].contains(purpose) else {
            throw failure(
                "attribute 'purpose' of <\(xml.name.rawString)> is '\(purpose.prefix(80))'; current_iteration or execution_condition is expected"
            )
        }
        return IRPortMapEntry(
            externalPort: try integer("external_port_id"), internalLayer: try integer("internal_layer_id"),
            axis: try optionalInteger("axis"), start: try optionalInteger("start"), end: try optionalInteger("end"),
            stride: try optionalInteger("stride"), partSize: try optionalInteger("part_size"),
            purpose: purpose)
    }

    private mutating func backEdges(into body: inout IRBody) throws {
        var edges: [IRBackEdge] = []
        try forEachChild { parser in
            if parser.xml.name == "edge" {
                edges.append(
                    IRBackEdge(resultLayer: try parser.integer("from-layer"), parameterLayer: try parser.integer("to-layer")))
            }
            try parser.xml.skipElement()
        }
        body.backEdges += edges
    }

    /// Keeps an element and all that is inside it. The recursion is bounded by the parser's depth limit.
    private mutating func element() throws -> IRElement {
        var element = IRElement(name: xml.name.rawString)
        for attribute in xml.attributes {
            element.attributes.append(IRAttribute(name: attribute.name.rawString, value: try xml.string(attribute)))
        }
        try forEachChild { parser in element.children.append(try parser.element()) }
        return element
    }

    /// Calls the body at the start of every child of the element that was just begun; the body consumes the child to its end.
    private mutating func forEachChild(_ body: (inout IRDocumentParser) throws -> Void) throws {
        while true {
            switch try xml.next() {
            case .start: try body(&self)
            case .text: continue
            case .end, .endOfDocument: return
            }
        }
    }
}

// MARK: - Attributes

extension IRDocumentParser {
    private func failure(_ cause: String) -> RuntimeError {
        xml.failure(layerLabel.map { "\($0): \(cause)" } ?? cause)
    }

    private func optionalString(_ name: StaticString) throws -> String? {
        try xml.attribute(name).map { try xml.string($0) }
    }

    private func requiredString(_ name: StaticString) throws -> String {
        guard let string = try optionalString(name) else { throw failure("<\(xml.name.rawString)> has no attribute '\(name)'") }
        return string
    }

    private func optionalInteger(_ name: StaticString) throws -> Int? {
        guard let attribute = xml.attribute(name) else { return nil }
        guard let integer = attribute.value.integer else {
            throw failure("attribute '\(name)' of <\(xml.name.rawString)> is '\(attribute.value.rawString)'; an integer is expected")
        }
        return integer
    }

    private func integer(_ name: StaticString) throws -> Int {
        guard let integer = try optionalInteger(name) else { throw failure("<\(xml.name.rawString)> has no attribute '\(name)'") }
        return integer
    }

    /// Divides a list of names at its commas; `\,` is a comma inside a name.
    static func names(in list: String) -> [String] {
        if !list.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\\") }) { return list.isEmpty ? [] : [list] }
        var names: [String] = []
        var name = ""
        var isEscaped = false
        for character in list.unicodeScalars {
            switch character {
            case "," where !isEscaped:
                names.append(name)
                name = ""
            case "," where isEscaped:
                name.unicodeScalars.append(",")
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            default:
                // A backslash before anything else stands for itself.
                if isEscaped { name.unicodeScalars.append("\\") }
                if character == "\\" { continue }
                name.unicodeScalars.append(character)
            }
            isEscaped = false
        }
        if isEscaped { name.append("\\") }
        names.append(name)
        return names.filter { !$0.isEmpty }
    }
}

extension String {
    /// `then_port_map` belongs to `then_body`, `port_map` to `body`.
    fileprivate var replacingPortMapByBody: String { dropLast("port_map".count) + "body" }
}
