import InferTensors

extension Model {
    /// Gives the only input another shape and infers all others again.
    ///
    /// - Throws: `RuntimeError` when the model has not exactly one input or does not accept the shape; it then is as it was.
    public func reshape(_ partial_shape: PartialShape) throws {
        let input = try input()
        try reshape([(input.node, partial_shape)])
    }

    /// Gives the inputs with these tensor names other shapes and infers all others again.
    ///
    /// - Throws: `RuntimeError` when a name is unknown or the model does not accept a shape; it then is as it was.
    public func reshape(_ partial_shapes: [String: PartialShape]) throws {
        try reshape(partial_shapes.sorted { $0.key < $1.key }.map { (try input($0.key).node, $0.value) })
    }

    /// Gives the inputs with these indices other shapes and infers all others again.
    ///
    /// - Throws: `RuntimeError` when an index is out of range or the model does not accept a shape; it then is as it was.
    public func reshape(_ partial_shapes: [Int: PartialShape]) throws {
        try reshape(partial_shapes.sorted { $0.key < $1.key }.map { (try input($0.key).node, $0.value) })
    }

    /// Gives the inputs with these ports other shapes and infers all others again.
    ///
    /// - Throws: `RuntimeError` when a port is not an input of this model or the model does not accept a shape; it then is as it was.
    public func reshape(_ partial_shapes: [Output: PartialShape]) throws {
        let parameters = Set(self.parameters)
        try reshape(
            partial_shapes.map { port, shape in
                guard parameters.contains(port.node) else {
                    throw RuntimeError(.notFound, "\(port) is not an input of model '\(friendly_name)'")
                }
                return (port.node, shape)
            })
    }

    private func reshape(_ shapes: [(node: Node, shape: PartialShape)]) throws {
        try change.withLock { _ in
            let nodes = orderedNodes
            let before = nodes.map { ($0, $0.operation, $0.outputTypes) }
            do {
                for (node, shape) in shapes {
                    guard var parameter = node.operation as? Parameter else { continue }
                    if let dimensions = shape.dimensions, let negative = dimensions.first(where: { $0.min_length < 0 }) {
                        throw RuntimeError(.invalidArgument, "\(node): dimension \(negative) of \(shape) is negative")
                    }
                    parameter.shape = shape
                    node.replaceOperation(parameter)
                }
                for node in nodes { try node.validate() }
            } catch {
                for (node, operation, types) in before { node.restore(operation, types) }
                throw error
            }
        }
    }

    /// Infers the types of all tensors again.
    ///
    /// - Throws: `RuntimeError` that names the first node whose inputs do not fit.
    public func validate_nodes_and_infer_types() throws {
        try change.withLock { _ in
            for node in orderedNodes { try node.validate() }
        }
    }
}
