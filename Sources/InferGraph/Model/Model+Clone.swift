import InferTensors

extension Model {
    /// A deep copy. Constants share their memory, which nobody writes.
    public func clone() -> Model {
        change.withLock { _ in copyNodes() }
    }

    private func copyNodes() -> Model {
        var copies: [ObjectIdentifier: Node] = [:]
        for node in orderedNodes {
            let inputs = node.inputs.compactMap { input in copies[ObjectIdentifier(input.node)].map { Output($0, input.index) } }
            let operation = node.operation
            let bodies = operation.bodies
            let copied = bodies.isEmpty ? operation : operation.replacing(bodies: bodies.map { $0.clone() })
            copies[ObjectIdentifier(node)] = node.copy(inputs: inputs, operation: copied)
        }
        let state = self.state.withLock { $0 }
        func copied(_ nodes: [Node]) -> [Node] { nodes.compactMap { copies[ObjectIdentifier($0)] } }
        return Model(
            state: State(
                parameters: copied(state.parameters), results: copied(state.results), sinks: copied(state.sinks),
                friendlyName: state.friendlyName, info: state.info))
    }
}
