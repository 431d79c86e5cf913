import InferTensors

/// Changes to a model that are made together, or not at all.
package struct ModelEdit {
    fileprivate let model: Model
    fileprivate var parameters: [Node]
    /// What there was, to go back to.
    fileprivate let before: [(node: Node, state: NodeState)]

    fileprivate init(_ model: Model) {
        self.model = model
        parameters = model.parameters
        before = model.orderedNodes.map { ($0, $0.saved) }
    }

    /// Puts other Parameters in the place of one, and has the model read a tensor instead of its.
    package mutating func replaceParameter(_ old: Node, with new: [Node], read tensor: Output) {
        for node in model.orderedNodes {
            for (index, input) in node.inputs.enumerated() where input == Output(old, 0) { node.replaceInput(index, with: tensor) }
        }
        if let position = parameters.firstIndex(of: old) { parameters.replaceSubrange(position...position, with: new) }
        model.state.withLock { $0.parameters = parameters }
    }

    /// Has a Result give another tensor, which takes over the names of the present one.
    package func replaceSource(of result: Node, with tensor: Output, _ layout: Layout) throws {
        guard let source = result.inputs.first else { return }
        let names = Output(result, 0).names
        result.replaceInput(0, with: tensor)
        if source != tensor {
            // A Parameter keeps its names: they are those of an input.
            if !(source.node.operation is Parameter) { source.node.removeNames(source.index, names) }
            tensor.add_names(names)
        }
        try result.validate()
        try result.set_layout(layout)
    }

    /// Infers the types of all tensors again.
    package func validate() throws {
        for node in model.orderedNodes { try node.validate() }
    }
}

extension Model {
    /// Changes the graph; when the body throws, the model is as it was.
    package func edit(_ body: (inout ModelEdit) throws -> Void) throws {
        try change.withLock { _ in
            let parameters = self.parameters
            var edit = ModelEdit(self)
            do {
                try body(&edit)
            } catch {
                state.withLock { $0.parameters = parameters }
                for (node, state) in edit.before { node.restore(state) }
                throw error
            }
        }
    }
}
