import InferTensors

/// The edges of a graph, resolved: what feeds each input of each layer, by positions in `graph.layers` and in the layers' ports.
struct IRConnections {
    /// An output port of a layer, by positions.
    struct Source: Hashable {
        var layer: Int
        var port: Int
    }

    /// What feeds the inputs of each layer, in the order of its ports.
    private(set) var sources: [[Source]]
    /// The layer at each id.
    let positions: [Int: Int]

    private let graph: IRGraph

    /// - Parameter graph: A graph in which no two layers have one id.
    /// - Throws: `RuntimeError` naming the layer when an edge joins what does not exist, joins an input twice, or when an input is not joined.
    init(_ graph: IRGraph) throws {
        self.graph = graph
        positions = Dictionary(graph.layers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let inputPositions = try graph.layers.map { try Self.positions(of: $0.inputs, "input", in: $0) }
        let outputPositions = try graph.layers.map { try Self.positions(of: $0.outputs, "output", in: $0) }
        var found: [[Source?]] = graph.layers.map { Array(repeating: nil, count: $0.inputs.count) }
        for edge in graph.edges {
            func failure(_ cause: String) -> RuntimeError {
                RuntimeError(
                    .malformed,
                    "the edge from layer \(edge.sourceLayer) port \(edge.sourcePort) to layer \(edge.targetLayer) port \(edge.targetPort): \(cause)"
                )
            }
            guard let source = positions[edge.sourceLayer] else { throw failure("there is no layer \(edge.sourceLayer)") }
            guard let target = positions[edge.targetLayer] else { throw failure("there is no layer \(edge.targetLayer)") }
            guard let output = outputPositions[source][edge.sourcePort] else {
                throw failure("\(graph.layers[source].label) has no output port \(edge.sourcePort)")
            }
            guard let input = inputPositions[target][edge.targetPort] else {
                throw failure("\(graph.layers[target].label) has no input port \(edge.targetPort)")
            }
            guard found[target][input] == nil else {
                throw failure("another edge feeds input port \(edge.targetPort) of \(graph.layers[target].label)")
            }
            found[target][input] = Source(layer: source, port: output)
        }
        sources = try zip(graph.layers, found).map { layer, found in
            try zip(layer.inputs, found).map { port, source in
                guard let source else { throw RuntimeError(.malformed, "\(layer.label): no edge feeds input port \(port.id)") }
                return source
            }
        }
    }

    private static func positions(of ports: [IRPort], _ side: String, in layer: IRLayer) throws -> [Int: Int] {
        var positions: [Int: Int] = [:]
        for (position, port) in ports.enumerated() where positions.updateValue(position, forKey: port.id) != nil {
            throw RuntimeError(.malformed, "\(layer.label): two \(side) ports have the id \(port.id)")
        }
        return positions
    }

    /// The layers from which the given ones can be reached, and these, each after all that feed it. `first` come before all others.
    ///
    /// - Throws: `RuntimeError` naming the layers of a cycle.
    func order(first: [Int], from roots: [Int]) throws -> [Int] {
        enum Mark { case untouched, open, done }
        var marks = Array(repeating: Mark.untouched, count: sources.count)
        var order: [Int] = []
        // An explicit stack of layers with the inputs already followed, since a network may be one long chain.
        var stack: [(layer: Int, input: Int)] = []
        for root in first + roots where marks[root] == .untouched {
            marks[root] = .open
            stack.append((root, 0))
            while let (layer, input) = stack.last {
                guard input < sources[layer].count else {
                    marks[layer] = .done
                    order.append(layer)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].input += 1
                let source = sources[layer][input].layer
                switch marks[source] {
                case .done: continue
                case .untouched:
                    marks[source] = .open
                    stack.append((source, 0))
                case .open:
                    let cycle = stack.drop { $0.layer != source }
                    let shown =
                        cycle.prefix(8).map { graph.layers[$0.layer].label }.joined(separator: ", ") + (cycle.count > 8 ? ", …" : "")
                    throw RuntimeError(.malformed, "the edges form a cycle through \(shown)")
                }
            }
        }
        return order
    }
}
