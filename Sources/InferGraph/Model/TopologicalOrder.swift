import InferTensors

/// The nodes from which the given ones can be reached, each after all that it reads. Iterative, since a model may be one long chain.
func topologicalOrder(from roots: [Node]) -> [Node] {
    var order: [Node] = []
    var visited: Set<ObjectIdentifier> = []
    // A node stands twice on the stack: to open its inputs, and to be taken after them.
    var stack: [(node: Node, isOpened: Bool)] = roots.reversed().map { ($0, false) }
    while let (node, isOpened) = stack.popLast() {
        if isOpened {
            order.append(node)
            continue
        }
        guard visited.insert(ObjectIdentifier(node)).inserted else { continue }
        stack.append((node, true))
        for input in node.inputs.reversed() where !visited.contains(ObjectIdentifier(input.node)) {
            stack.append((input.node, false))
        }
    }
    return order
}
