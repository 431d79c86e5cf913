import InferTensors
import Synchronization

/// An operation in a model, with what it reads and what it gives.
///
/// A device walks nodes by their type, version, attributes and ports. Nodes are made by ``opset`` and by the readers; identity is
/// that of the object.
public final class Node: Sendable {
    fileprivate struct State {
        var friendlyName: String
        var operation: any Operation
        var inputs: [Output]
        var outputs: [OutputState]
        var layout = Layout()
        var info: [String: RuntimeInfo] = [:]
    }

    fileprivate struct OutputState {
        var type: TensorType
        var names: Set<String> = []
    }

    private let state: Mutex<State>

    /// Makes a node and infers its outputs.
    ///
    /// - Throws: `RuntimeError` that names the node when the inputs do not fit the operation.
    package init(_ operation: any Operation, _ inputs: [Output] = [], name: String? = nil) throws {
        let friendlyName = name ?? Self.uniqueName(operation.key.type)
        let types = try operation.infer(Self.context(friendlyName, operation, inputs))
        state = Mutex(
            State(friendlyName: friendlyName, operation: operation, inputs: inputs, outputs: types.map { OutputState(type: $0) }))
    }

    private static let counter = Atomic<Int>(0)

    private static func uniqueName(_ type: String) -> String {
        "\(type)_\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    private static func context(_ name: String, _ operation: any Operation, _ inputs: [Output]) -> InferenceContext {
        InferenceContext(subject: "node '\(name)' (\(operation.key))", inputs: inputs.map(\.tensorType))
    }

    // A long chain must not be released one call inside the other: that would overflow the stack.
    deinit {
        var pending = state.withLock { state in
            defer { state.inputs = [] }
            return state.inputs.map(\.node)
        }
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) {
                node.state.withLock { state in
                    pending.append(contentsOf: state.inputs.map(\.node))
                    state.inputs = []
                }
            }
        }
    }

    // MARK: What a device sees

    /// The operation's type: `Convolution`, `MaxPool`…
    public var type_name: String { operation.key.type }

    /// The operation set that introduced this version of the operation: `opset1`, `opset8`…
    public var version: String { operation.key.version }

    /// The operation's attributes by name.
    public var attributes: [String: AttributeValue] {
        var operation = operation
        var visitor = AttributeVisitor(writingFor: description)
        // Writing converts nothing, so it cannot fail; what was written before an error would still be true.
        try? operation.visit(&visitor)
        return visitor.written
    }

    /// The node's name for people. Unlike a tensor's names it need not be unique.
    public var friendly_name: String {
        get { state.withLock { $0.friendlyName } }
        set { state.withLock { $0.friendlyName = newValue } }
    }

    /// Whether the name is one that is made up for nodes that nobody names.
    package var hasMadeUpName: Bool {
        let name = friendly_name
        return name.hasPrefix("\(type_name)_") && name.dropFirst(type_name.count + 1).allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// The tensors that the node reads.
    public var inputs: [Output] { state.withLock { $0.inputs } }

    /// The tensors that the node gives.
    public var outputs: [Output] { (0..<state.withLock { $0.outputs.count }).map { Output(self, $0) } }

    /// One of the tensors that the node gives.
    ///
    /// - Throws: `RuntimeError` when the node has no such output.
    public func output(_ index: Int = 0) throws -> Output {
        let count = outputCount
        guard index >= 0, index < count else {
            throw RuntimeError(.notFound, "\(self) has \(count) outputs; there is no output \(index)")
        }
        return Output(self, index)
    }

    /// The elements of a Constant; nil for other operations.
    public var constant_tensor: Tensor? { (operation as? Constant)?.tensor }

    /// The models inside the node (`If`, `Loop`, `TensorIterator`).
    public var bodies: [Model] { operation.bodies }

    /// What the axes of a Parameter's or Result's tensor mean; empty when nobody said.
    public var layout: Layout { state.withLock { $0.layout } }

    /// Says what the axes of a Parameter's or Result's tensor mean.
    ///
    /// - Throws: `RuntimeError` when the layout cannot describe a tensor of the node's rank.
    public func set_layout(_ layout: Layout) throws {
        try layout.check(against: outputType(0).partial_shape, "layout of \(self)")
        state.withLock { $0.layout = layout }
    }

    /// What files and tools noted about the node.
    public var rt_info: [String: RuntimeInfo] {
        get { state.withLock { $0.info } }
        set { state.withLock { $0.info = newValue } }
    }

    // MARK: What the package uses

    package var operation: any Operation { state.withLock { $0.operation } }
    package var outputCount: Int { state.withLock { $0.outputs.count } }

    package func outputType(_ index: Int) -> TensorType { state.withLock { $0.outputs[index].type } }

    /// The names of an output's tensor. A Result with names of its own has these, any other has those of the tensor that it gives.
    package func names(_ index: Int) -> Set<String> {
        let (own, source) = state.withLock { state in
            (state.outputs[index].names, state.operation is Result ? state.inputs.first : nil)
        }
        guard own.isEmpty, let source else { return own }
        return source.names
    }

    /// Replaces the names. Those of a Result are also names of the tensor that it gives.
    package func setNames(_ index: Int, _ names: Set<String>) {
        let source = state.withLock { state -> Output? in
            state.outputs[index].names = names
            return state.operation is Result ? state.inputs.first : nil
        }
        source?.add_names(names)
    }

    /// Gives a Result, as names of its own, names that its source has already.
    package func setOwnNames(_ names: Set<String>) {
        state.withLock { state in
            if !state.outputs.isEmpty { state.outputs[0].names = names }
        }
    }

    /// Adds names. Those of a Result are also names of the tensor that it gives.
    package func addNames(_ index: Int, _ names: Set<String>) {
        let source = state.withLock { state -> Output? in
            state.outputs[index].names.formUnion(names)
            return state.operation is Result ? state.inputs.first : nil
        }
        source?.add_names(names)
    }

    /// Takes names away.
    package func removeNames(_ index: Int, _ names: Set<String>) {
        state.withLock { $0.outputs[index].names.subtract(names) }
    }

    /// All that there is to a node, to go back to.
    var saved: NodeState { NodeState(state: state.withLock { $0 }) }

    func restore(_ saved: NodeState) { state.withLock { $0 = saved.state } }

    /// Infers the outputs again from the inputs' present types.
    package func validate() throws {
        let (name, operation, inputs) = state.withLock { ($0.friendlyName, $0.operation, $0.inputs) }
        let types = try operation.infer(Self.context(name, operation, inputs))
        state.withLock { state in
            for (index, type) in types.enumerated() where index < state.outputs.count { state.outputs[index].type = type }
        }
    }

    /// Puts another operation in the place of the present one; the outputs are not inferred again.
    package func replaceOperation(_ operation: any Operation) { state.withLock { $0.operation = operation } }

    package func replaceInput(_ index: Int, with output: Output) { state.withLock { $0.inputs[index] = output } }

    /// Sets the outputs' types to what they were, after a reshape that failed.
    package func restore(_ operation: any Operation, _ types: [TensorType]) {
        state.withLock { state in
            state.operation = operation
            for (index, type) in types.enumerated() where index < state.outputs.count { state.outputs[index].type = type }
        }
    }

    package var outputTypes: [TensorType] { state.withLock { $0.outputs.map(\.type) } }

    /// A node of the same operation over other inputs, with the names, layout and notes of this one. Nothing is inferred again.
    package func copy(inputs: [Output], operation: any Operation) -> Node { Node(copying: self, inputs, operation) }

    private init(copying node: Node, _ inputs: [Output], _ operation: any Operation) {
        var copy = node.state.withLock { $0 }
        copy.inputs = inputs
        copy.operation = operation
        state = Mutex(copy)
    }
}

/// What a node was.
struct NodeState: Sendable {
    fileprivate let state: Node.State
}

extension Node: Hashable {
    /// Whether two handles name one node.
    public static func == (left: Node, right: Node) -> Bool { left === right }
    /// Hashes the node's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Node: CustomStringConvertible {
    /// The node as errors name it.
    public var description: String {
        let (name, key) = state.withLock { ($0.friendlyName, $0.operation.key) }
        return "node '\(name)' (\(key))"
    }
}
