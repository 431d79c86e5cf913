/// Writes small IR files for tests, in OpenVINO's form.
struct IRText {
    private var layers: [String] = []
    private var edges: [String] = []
    private let version: Int
    private let name: String

    init(version: Int = 11, name: String = "test") {
        self.version = version
        self.name = name
    }

    /// Adds a layer whose inputs are fed by output ports of others, given as (layer id, port id). Ports are numbered as in OpenVINO: inputs, then outputs.
    /// - Returns: The layer's id.
    @discardableResult
    mutating func layer(
        _ type: String, _ name: String, version: String = "opset1", data: String = "", from sources: [(layer: Int, port: Int)] = [],
        outputs: [String] = ["precision=\"FP32\""], outputNames: String? = nil, inside: String = ""
    ) -> Int {
        let id = layers.count
        var text = "<layer id=\"\(id)\" name=\"\(name)\" type=\"\(type)\" version=\"\(version)\""
        if let outputNames { text += " output_names=\"\(outputNames)\"" }
        text += ">\n"
        if !data.isEmpty { text += "<data \(data) />\n" }
        text += inside
        if !sources.isEmpty {
            text += "<input>" + sources.indices.map { "<port id=\"\($0)\" precision=\"FP32\"><dim>2</dim></port>" }.joined() + "</input>\n"
        }
        if !outputs.isEmpty {
            text +=
                "<output>"
                + outputs.enumerated().map { "<port id=\"\(sources.count + $0)\" \($1.hasSuffix(">") ? $1 : $1 + "><dim>2</dim></port>")" }
                .joined()
                + "</output>\n"
        }
        layers.append(text + "</layer>\n")
        for (port, source) in sources.enumerated() {
            edge(source.layer, source.port, id, port)
        }
        return id
    }

    mutating func edge(_ sourceLayer: Int, _ sourcePort: Int, _ targetLayer: Int, _ targetPort: Int) {
        edges.append(
            "<edge from-layer=\"\(sourceLayer)\" from-port=\"\(sourcePort)\" to-layer=\"\(targetLayer)\" to-port=\"\(targetPort)\" />\n")
    }

    @discardableResult
    mutating func parameter(
        _ name: String, type: String = "f32", shape: String = "1,2", names: String = "", inside: String = "<dim>1</dim><dim>2</dim>"
    ) -> Int {
        layer(
            "Parameter", name, data: "shape=\"\(shape)\" element_type=\"\(type)\"",
            outputs: ["precision=\"FP32\" names=\"\(names)\">\(inside)</port>"])
    }

    @discardableResult
    mutating func constant(_ name: String = "constant", type: String, shape: String, offset: Int, size: Int) -> Int {
        layer("Const", name, data: "element_type=\"\(type)\" shape=\"\(shape)\" offset=\"\(offset)\" size=\"\(size)\"")
    }

    @discardableResult
    mutating func result(_ name: String = "result", from source: (layer: Int, port: Int), outputNames: String? = nil) -> Int {
        layer("Result", name, from: [source], outputs: [], outputNames: outputNames)
    }

    /// The inside of `<net>` or of a body.
    func graph(runtimeInformation: String = "") -> String {
        "<layers>\n\(layers.joined())</layers>\n<edges>\n\(edges.joined())</edges>\n<rt_info>\(runtimeInformation)</rt_info>\n"
    }

    func text(runtimeInformation: String = "") -> String {
        "<?xml version=\"1.0\"?>\n<net name=\"\(name)\" version=\"\(version)\">\n\(graph(runtimeInformation: runtimeInformation))</net>\n"
    }
}
