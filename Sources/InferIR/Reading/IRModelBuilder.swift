import InferGraph
import InferTensors

/// Makes a ``Model`` of the layers and edges of a file.
///
/// What no Result and no sink needs is left out, as OpenVINO does; Parameters all stay. Shapes are inferred, not taken from the file.
struct IRModelBuilder {
    private let graph: IRGraph
    private let weights: IRWeights
    private let connections: IRConnections
    /// The nodes made so far, by the position of their layer.
    private var nodes: [Node?]
    /// In how many bodies this graph stands.
    private let depth: Int

    /// Shapes are inferred again in every body for each change of those around it, so that the work grows with a power of the depth.
    private static let maximumDepth = 8

    private init(_ graph: IRGraph, _ weights: IRWeights, _ depth: Int) throws {
        guard depth <= Self.maximumDepth else {
            throw RuntimeError(.unsupported, "more than \(Self.maximumDepth) bodies are nested in each other")
        }
        self.graph = graph
        self.weights = weights
        self.depth = depth
        connections = try IRConnections(graph)
        nodes = Array(repeating: nil, count: graph.layers.count)
    }

    /// The model of a network.
    ///
    /// - Throws: `RuntimeError` that names the layer and what is wrong.
    static func model(_ graph: IRGraph, _ weights: IRWeights) throws -> Model {
        try modelAndLayers(graph, weights, depth: 0).model
    }

    /// A model with the positions that layers have among its Parameters and Results.
    private struct Body {
        var model: Model
        /// By layer id.
        var parameters: [Int: Int]
        var results: [Int: Int]
    }

    private static func modelAndLayers(_ graph: IRGraph, _ weights: IRWeights, depth: Int) throws -> Body {
        var builder = try IRModelBuilder(graph, weights, depth)
        let positions = graph.layers.indices
        let parameters = positions.filter { graph.layers[$0].type == "Parameter" }
        let results = positions.filter { graph.layers[$0].type == "Result" }
        let sinks = positions.filter { graph.layers[$0].type == "Assign" }
        let order = try builder.connections.order(
            first: parameters, from: positions.filter { ["Result", "Assign"].contains(graph.layers[$0].type) })
        for position in order {
            let layer = graph.layers[position]
            do {
                builder.nodes[position] = try builder.node(layer, try builder.inputs(position))
            } catch let error as RuntimeError where !error.message.hasPrefix(layer.prefix) {
                let recorded = error.kind == .mismatch ? builder.recordedInputs(layer) : ""
                throw RuntimeError(error.kind, "\(layer.label): \(error.message)\(recorded)")
            }
        }
        try builder.name(order)
        func made(_ positions: [Int]) -> [Node] { positions.compactMap { builder.nodes[$0] } }
        let model = try Model(
            made(results).map { Output($0, 0) }, made(parameters).map { Output($0, 0) }, sinks: made(sinks))
        func indices(_ positions: [Int]) -> [Int: Int] {
            Dictionary(positions.enumerated().map { (graph.layers[$1].id, $0) }, uniquingKeysWith: { first, _ in first })
        }
        return Body(model: model, parameters: indices(parameters), results: indices(results))
    }

    private func inputs(_ position: Int) throws -> [Output] {
        try connections.sources[position].map { source in
            guard let node = nodes[source.layer] else {
                throw RuntimeError(.internalInconsistency, "layer \(graph.layers[source.layer].id) was not made before it is read")
            }
            guard source.port < node.outputCount else {
                throw RuntimeError(
                    .malformed,
                    "\(graph.layers[source.layer].label) has \(node.outputCount) outputs; an edge leaves from output \(source.port)")
            }
            return Output(node, source.port)
        }
    }

    private func node(_ layer: IRLayer, _ inputs: [Output]) throws -> Node {
        let operation: any Operation
        if layer.type == "Const" || layer.type == "Constant" {
            operation = Constant(try weights.tensor(for: layer))
        } else {
            operation = try self.operation(layer, inputs)
        }
        let node = try Node(operation, inputs, name: layer.name.isEmpty ? nil : layer.name)
        if let information = layer.runtimeInformation { node.rt_info = RuntimeInfo.attributes(information) }
        return node
    }

    private func operation(_ layer: IRLayer, _ inputs: [Output]) throws -> any Operation {
        guard var operation = Self.operation(layer.type, layer.version) else {
            let known = OperationSet.versions(of: layer.type)
            throw RuntimeError(
                .unsupported,
                known.isEmpty
                    ? "there is no operation of type '\(layer.type)'\(layer.version.isEmpty ? "" : " (version '\(layer.version)')")"
                    : "operation '\(layer.type)' has no version '\(layer.version)'; it has \(known.joined(separator: ", "))")
        }
        var attributes: [String: AttributeValue] = [:]
        for attribute in layer.attributes { attributes[attribute.name] = .string(attribute.value) }
        var visitor = AttributeVisitor(reading: attributes, subject: layer.label)
        try operation.visit(&visitor)
        guard let controlFlow = operation as? any ControlFlow else {
            guard layer.bodies.isEmpty else { throw RuntimeError(.malformed, "an operation of type \(layer.type) has no body") }
            return operation
        }
        return try controlFlow.adopting(try layer.bodies.map { try body($0, of: layer) }, subject: layer.label)
    }

    /// The operation of a type in an operation set: files name the set in which the operation came, or a later one that still has it.
    private static func operation(_ type: String, _ version: String) -> (any Operation)? {
        if let operation = OperationSet.make(type, version) { return operation }
        guard version.hasPrefix("opset"), let number = Int(version.dropFirst(5)), number > 0, number <= OperationSet.newest else {
            return nil
        }
        return OperationSet.make(type, upTo: number)
    }

    /// What the file says of a layer's inputs, to be shown where the inference refuses them.
    private func recordedInputs(_ layer: IRLayer) -> String {
        guard !layer.inputs.isEmpty else { return "" }
        let ports = layer.inputs.prefix(8).map { port in
            port.precision + "[" + port.dimensions.prefix(16).map { $0 < 0 ? "?" : String($0) }.joined(separator: ",") + "]"
        }
        return " (inputs in the file: \(ports.joined(separator: ", ")))"
    }
}

// MARK: - Bodies

extension IRModelBuilder {
    private func body(_ body: IRBody, of layer: IRLayer) throws -> ControlFlowBody {
        guard let role = ControlFlowBody.Role(rawValue: body.role) else {
            throw RuntimeError(.malformed, "'\(body.role)' is not the role of a body")
        }
        let inner: Body
        do {
            inner = try Self.modelAndLayers(body.graph, weights, depth: depth + 1)
        } catch let error as RuntimeError {
            throw RuntimeError(error.kind, "\(layer.label): in its \(body.role): \(error.message)")
        }
        inner.model.friendly_name = "\(layer.name)/\(body.role)"
        var result = ControlFlowBody(role: role, model: inner.model, inputs: [], outputs: [])
        var backEdges: [Int: Int] = [:]
        for edge in body.backEdges {
            let parameter = try index(of: edge.parameterLayer, in: inner.parameters, "Parameter", body)
            guard backEdges.updateValue(try index(of: edge.resultLayer, in: inner.results, "Result", body), forKey: parameter) == nil else {
                throw RuntimeError(.malformed, "two back edges of its \(body.role) lead to layer \(edge.parameterLayer)")
            }
        }
        let inputs = positions(of: layer.inputs)
        let outputs = positions(of: layer.outputs)
        for entry in body.inputs {
            let parameter = try index(of: entry.internalLayer, in: inner.parameters, "Parameter", body)
            if entry.purpose == "current_iteration" { result.iterationParameter = parameter }
            let input = try externalIndex(entry, inputs, "input")
            // A Parameter that nothing outside feeds matters only for the iteration's number or the value of the one before.
            if input == nil, backEdges[parameter] == nil { continue }
            result.inputs.append(
                ControlFlowBody.InputLink(parameter: parameter, input: input, slice: slice(entry), backEdgeResult: backEdges[parameter]))
        }
        for entry in body.outputs {
            let index = try index(of: entry.internalLayer, in: inner.results, "Result", body)
            if entry.purpose == "execution_condition" { result.conditionResult = index }
            guard let output = try externalIndex(entry, outputs, "output") else { continue }
            result.outputs.append(ControlFlowBody.OutputLink(result: index, output: output, slice: slice(entry)))
        }
        return result
    }

    private func index(of layer: Int, in positions: [Int: Int], _ type: String, _ body: IRBody) throws -> Int {
        guard let index = positions[layer] else { throw RuntimeError(.malformed, "its \(body.role) has no \(type) with the id \(layer)") }
        return index
    }

    private func positions(of ports: [IRPort]) -> [Int: Int] {
        Dictionary(ports.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func externalIndex(_ entry: IRPortMapEntry, _ positions: [Int: Int], _ side: String) throws -> Int? {
        if entry.externalPort < 0 { return nil }
        guard let index = positions[entry.externalPort] else {
            throw RuntimeError(.malformed, "a port map names \(side) port \(entry.externalPort), which it does not have")
        }
        return index
    }

    private func slice(_ entry: IRPortMapEntry) -> ControlFlowBody.Slice? {
        entry.axis.map {
            ControlFlowBody.Slice(
                axis: $0, start: entry.start ?? 0, end: entry.end ?? -1, stride: entry.stride ?? 1, partSize: entry.partSize ?? 1)
        }
    }
}

// MARK: - Names and layouts

extension IRModelBuilder {
    /// Gives tensors the names and layouts of the file.
    private func name(_ order: [Int]) throws {
        var names = IRTensorNames(
            reserving: order.flatMap { graph.layers[$0].outputs.flatMap(\.names) + (graph.layers[$0].outputNames ?? []) })
        // The names of inputs and outputs stay as they are; of other tensors with the same names, those of the others change.
        let parameters = order.filter { graph.layers[$0].type == "Parameter" }
        let results = order.filter { graph.layers[$0].type == "Result" }.sorted()
        for position in parameters { nameOutputs(position, &names) }
        // Results without names of their own share one set a source: a file can have many Results of a tensor with many names.
        var shared: [Output: Set<String>] = [:]
        for position in results {
            guard let result = nodes[position], let source = connections.sources[position].first, let output = result.inputs.first else {
                continue
            }
            let port = graph.layers[source.layer].outputs[source.port]
            if let own = graph.layers[position].outputNames {
                Output(result, 0).add_names(names.unique(own, for: output))
            } else {
                let own = shared[output] ?? names.unique(port.names, for: output)
                if shared.updateValue(own, forKey: output) == nil { output.add_names(own) }
                result.setOwnNames(own)
            }
        }
        for position in order where graph.layers[position].type != "Parameter" { nameOutputs(position, &names) }
        for position in parameters { try setLayout(graph.layers[position].outputs.first, nodes[position]) }
        for position in results {
            guard let source = connections.sources[position].first else { continue }
            try setLayout(graph.layers[source.layer].outputs[source.port], nodes[position])
            try setLayout(graph.layers[position].inputs.first, nodes[position])
        }
    }

    private func nameOutputs(_ position: Int, _ names: inout IRTensorNames) {
        guard let node = nodes[position], graph.layers[position].type != "Result" else { return }
        for (index, port) in graph.layers[position].outputs.prefix(node.outputCount).enumerated() where !port.names.isEmpty {
            let output = Output(node, index)
            output.add_names(names.unique(port.names, for: output))
        }
    }

    private func setLayout(_ port: IRPort?, _ node: Node?) throws {
        guard let node, let information = port?.runtimeInformation else { return }
        for element in information.children where element.attribute("name") == "layout" {
            guard let text = element.attribute("layout") else { continue }
            try node.set_layout(try Layout(text))
        }
    }
}

extension IRLayer {
    /// How an error that already names the layer begins.
    fileprivate var prefix: String { "layer \(id) '" }
}
