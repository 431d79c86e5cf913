import InferTensors

/// A port: one output of a node, and so one tensor of a model.
///
/// It is a handle, as in OpenVINO: what it tells is the node's present state. A compiled model's ports are snapshots, since nobody
/// can change its private copy of the model.
public struct Output: Hashable, Sendable {
    /// The node: a Parameter for a model's inputs, a Result for its outputs.
    public let node: Node
    /// The output's index within its node; not the port's position in the model.
    public let index: Int

    package init(_ node: Node, _ index: Int) {
        self.node = node
        self.index = index
    }

    package var tensorType: TensorType { node.outputType(index) }

    /// The type of the tensor's elements.
    public var element_type: ElementType { tensorType.element_type }

    /// The tensor's shape, as far as it is known.
    public var partial_shape: PartialShape { tensorType.partial_shape }

    /// The tensor's shape.
    ///
    /// - Throws: `RuntimeError` when the shape is dynamic.
    public var shape: Shape {
        get throws { try partial_shape.to_shape() }
    }

    /// The tensor's names. A Result has names of its own or shares those of the tensor that it gives.
    public var names: Set<String> { node.names(index) }

    /// The smallest of the tensor's names.
    ///
    /// - Throws: `RuntimeError` when the tensor has no name.
    public var any_name: String {
        get throws {
            guard let name = names.min() else {
                throw RuntimeError(.notFound, "Attempt to get a name for a Tensor without names: output \(index) of \(node)")
            }
            return name
        }
    }

    /// Gives the tensor these names in place of those it has.
    public func set_names(_ names: Set<String>) { node.setNames(index, names) }

    /// Gives the tensor more names.
    public func add_names(_ names: Set<String>) { node.addNames(index, names) }
}

extension Output: CustomStringConvertible {
    /// The port with its names, type and shape.
    public var description: String {
        "<Output: names[\(names.sorted().joined(separator: ", "))] shape\(partial_shape) type: \(element_type)>"
    }
}
