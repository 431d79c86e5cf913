import InferGraph
import InferTensors

/// The nodes of a pattern, noted while it is followed from its last node backwards. Being a value, it is copied to try another way.
struct PatternMatch {
    private(set) var nodes: [Node] = []

    mutating func note(_ node: Node) {
        if !nodes.contains(node) { nodes.append(node) }
    }

    /// The operands of an elementwise operation of two tensors; nil where the tensor is made otherwise.
    mutating func operands(_ output: Output, _ kind: BinaryElementwise.Kind) -> (Output, Output)? {
        guard let binary = output.node.operation as? BinaryElementwise, binary.kind == kind, binary.autoBroadcast == .numpy else {
            return nil
        }
        let inputs = output.node.inputs
        guard inputs.count == 2 else { return nil }
        note(output.node)
        return (inputs[0], inputs[1])
    }

    /// The operand of an elementwise operation of one tensor; nil where the tensor is made otherwise.
    mutating func operand(_ output: Output, _ kind: UnaryElementwise.Kind) -> Output? {
        guard let unary = output.node.operation as? UnaryElementwise, unary.kind == kind, let input = output.node.inputs.first else {
            return nil
        }
        note(output.node)
        return input
    }

    /// What is combined with a single constant, in either order where that does not matter, and the constant.
    mutating func constantOperand(_ output: Output, _ kind: BinaryElementwise.Kind) -> (Output, Double)? {
        var match = self
        guard let (first, second) = match.operands(output, kind) else { return nil }
        if let constant = second.scalar {
            self = match
            return (first, constant)
        }
        guard kind != .subtract, kind != .divide, kind != .power, let constant = first.scalar else { return nil }
        self = match
        return (second, constant)
    }
}

extension Output {
    /// The element of a tensor of one element that is part of the model.
    var scalar: Double? { node.constant_tensor?.scalarValue }

    /// The elements of a tensor of integers that is part of the model or known otherwise.
    var knownIntegers: [Int]? { tensorType.value?.exactIntegers }

    var rank: Int? { partial_shape.dimensions?.count }

    /// Whether the tensor is part of the model and broadcasts to another one's shape, as far as is known, without making it larger.
    func isConstantWithin(_ other: Output) -> Bool {
        guard let shape = node.constant_tensor?.shape, let dimensions = other.partial_shape.dimensions, shape.count <= dimensions.count
        else { return false }
        return zip(shape.reversed(), dimensions.reversed()).allSatisfy { $0 == 1 || $1.length == $0 }
    }
    /// The numbers of a constant of the model that has one for all elements of another tensor, or one for each element of its axis.
    func constantValues(within data: Output, axis: Int?, count: Int) -> [Float]? {
        guard isConstantWithin(data), let tensor = node.constant_tensor, tensor.element_type == .f32, let axis, let rank = data.rank,
            let values = try? tensor.scalars(as: Float.self)
        else { return nil }
        if values.count == 1 { return values }
        let place = axis - (rank - tensor.shape.count)
        return place >= 0 && values.count == count && tensor.shape[place] == count ? values : nil
    }
}
