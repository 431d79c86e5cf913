import InferTensors
import Synchronization

/// A network: a graph of operations from Parameters to Results.
///
/// A model may be read by many threads; changes (reshape, names) are made one at a time and are seen whole.
public final class Model: Sendable {
    struct State {
        var parameters: [Node]
        var results: [Node]
        var sinks: [Node]
        var friendlyName: String
        var info: [String: RuntimeInfo] = [:]
    }

    let state: Mutex<State>
    /// Held while the graph changes or is copied, so that a copy never sees half of a reshape.
    let change = Mutex<Void>(())

    /// Makes a model from what it gives and what it takes.
    ///
    /// - Parameters:
    ///   - results: the tensors that the model gives, in order. A Result's own output stands for that Result; others get one.
    ///   - parameters: the Parameters, in order.
    ///   - name: the friendly name.
    ///   - sinks: nodes that must run although no result needs them (Assign).
    /// - Throws: `RuntimeError` when a Parameter is reachable and not listed, listed twice, or not a Parameter.
    public init(_ results: [Output], _ parameters: [Output], _ name: String = "Model", sinks: [Node] = []) throws {
        let resultNodes = try results.map { $0.node.operation is Result ? $0.node : try Node(Result(), [$0]) }
        let parameterNodes = parameters.map(\.node)
        state = Mutex(State(parameters: parameterNodes, results: resultNodes, sinks: sinks, friendlyName: name))
        try checkParameters()
    }

    init(state: consuming State) { self.state = Mutex(state) }

    private func checkParameters() throws {
        let parameters = self.parameters
        var listed: Set<ObjectIdentifier> = []
        for parameter in parameters {
            guard parameter.operation is Parameter else {
                throw RuntimeError(.invalidArgument, "Model '\(friendly_name)': \(parameter) is listed as a parameter and is none")
            }
            guard listed.insert(ObjectIdentifier(parameter)).inserted else {
                throw RuntimeError(.invalidArgument, "Model '\(friendly_name)': \(parameter) is listed twice")
            }
        }
        for node in orderedNodes where node.operation is Parameter && !listed.contains(ObjectIdentifier(node)) {
            throw RuntimeError(.invalidArgument, "Model '\(friendly_name)' references undeclared parameters: \(node)")
        }
    }

    // MARK: Nodes

    package var parameters: [Node] { state.withLock { $0.parameters } }
    package var results: [Node] { state.withLock { $0.results } }
    package var sinks: [Node] { state.withLock { $0.sinks } }

    /// All nodes, each after all that it reads; Parameters first, in the model's order.
    package var orderedNodes: [Node] {
        let (parameters, results, sinks) = state.withLock { ($0.parameters, $0.results, $0.sinks) }
        return topologicalOrder(from: parameters + sinks + results)
    }

    /// All nodes, each after all that it reads.
    public func get_ordered_ops() -> [Node] { orderedNodes }

    /// The Parameters, in order.
    public func get_parameters() -> [Node] { parameters }

    /// The Results, in order.
    public func get_results() -> [Node] { results }

    /// The nodes that run although no result needs them.
    public func get_sinks() -> [Node] { sinks }

    /// The model's name for people.
    public var friendly_name: String {
        get { state.withLock { $0.friendlyName } }
        set { state.withLock { $0.friendlyName = newValue } }
    }

    /// What files and tools noted about the model.
    public var rt_info: [String: RuntimeInfo] {
        get { state.withLock { $0.info } }
        set { state.withLock { $0.info = newValue } }
    }

    /// Whether some tensor's shape is not known before a run.
    public var is_dynamic: Bool {
        orderedNodes.contains { node in node.outputTypes.contains { !$0.partial_shape.is_static } }
    }

    // MARK: Ports

    /// The inputs, in order.
    public var inputs: [Output] { parameters.map { Output($0, 0) } }

    /// The outputs, in order: those of the Results.
    public var outputs: [Output] { results.map { Output($0, 0) } }

    /// The only input.
    ///
    /// - Throws: `RuntimeError` unless the model has exactly one.
    public func input() throws -> Output { try PortList(inputs, .input, of: "Model").only() }

    /// Input `index`.
    public func input(_ index: Int) throws -> Output { try PortList(inputs, .input, of: "Model").at(index) }

    /// The input whose tensor has the name.
    public func input(_ tensor_name: String) throws -> Output { try PortList(inputs, .input, of: "Model").named(tensor_name) }

    /// The only output.
    ///
    /// - Throws: `RuntimeError` unless the model has exactly one.
    public func output() throws -> Output { try PortList(outputs, .output, of: "Model").only() }

    /// Output `index`.
    public func output(_ index: Int) throws -> Output { try PortList(outputs, .output, of: "Model").at(index) }

    /// The output whose tensor has the name.
    public func output(_ tensor_name: String) throws -> Output { try PortList(outputs, .output, of: "Model").named(tensor_name) }

    /// Adds an output for a tensor inside the model.
    ///
    /// - Throws: `RuntimeError` when no tensor has the name.
    @discardableResult
    public func add_output(_ tensor_name: String) throws -> Output {
        for node in orderedNodes where !(node.operation is Result) {
            for output in node.outputs where output.names.contains(tensor_name) { return try add_output(output) }
        }
        throw RuntimeError(.notFound, "Model '\(friendly_name)': tensor name '\(tensor_name)' was not found")
    }

    /// Adds an output for a port inside the model; one that is an output already is returned.
    @discardableResult
    public func add_output(_ port: Output) throws -> Output {
        if port.node.operation is Result { return port }
        let result = try Node(Result(), [port])
        state.withLock { $0.results.append(result) }
        return Output(result, 0)
    }
}

extension Model: CustomStringConvertible {
    /// The model's name and ports.
    public var description: String {
        "<Model: '\(friendly_name)'\ninputs[\n\(inputs.map(\.description).joined(separator: ",\n"))\n]\noutputs[\n\(outputs.map(\.description).joined(separator: ",\n"))\n]>"
    }
}
