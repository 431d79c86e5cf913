import InferGraph
import InferTensors

/// What a pattern of attention reads, and the nodes that it consists of.
struct AttentionOperands {
    private(set) var operation: MultiHeadAttention
    private(set) var inputs: [Output]
    let match: PatternMatch

    /// - Parameters:
    ///   - operands: query, key and value.
    ///   - transposes: for each whether its last two axes change places first.
    init(_ operands: [Output], mask: Output?, scale: Double?, causal: Bool, transposes: [Bool], _ match: PatternMatch) {
        let rank = operands[0].rank ?? 0
        let views = transposes.map { swaps in
            var view = MultiHeadAttention.View(rank: rank)
            if swaps { view.order.swapAt(rank - 1, rank - 2) }
            return view
        }
        operation = MultiHeadAttention(
            query: views[0], keys: views[1], value: views[2], resultOrder: Array(0..<rank), scale: scale, causal: causal)
        inputs = operands + [mask].compactMap { $0 }
        self.match = match
    }

    private subscript(operand: Int) -> MultiHeadAttention.View {
        get { operation.views[operand] }
        set {
            switch operand {
            case 0: operation.query = newValue
            case 1: operation.keys = newValue
            default: operation.value = newValue
            }
        }
    }

    /// Takes the movements that give an operand into its view, and the factors of query and key into the scale.
    mutating func absorb(_ operand: Int, _ rewriter: ModelRewriter) throws {
        while try absorbTransposition(operand) || absorbPick(operand) || absorbFactor(operand) || absorbSplit(operand, rewriter) {}
    }

    private func axis(_ axis: Int, of rank: Int) -> Int? {
        guard (-rank..<rank).contains(axis) else { return nil }
        return axis < 0 ? axis + rank : axis
    }

    private mutating func absorbTransposition(_ operand: Int) -> Bool {
        let node = inputs[operand].node
        guard let order = RedundancyRemoval.order(node), order.count == self[operand].order.count + self[operand].picked.count else {
            return false
        }
        var view = self[operand]
        view.order = view.order.map { order[$0] }
        for index in view.picked.indices { view.picked[index].axis = order[view.picked[index].axis] }
        self[operand] = view
        inputs[operand] = node.inputs[0]
        return true
    }

    /// One element of an axis, by Gather or by Squeeze of a slice.
    private mutating func absorbPick(_ operand: Int) -> Bool {
        let node = inputs[operand].node
        guard let (source, pick) = gathered(node) ?? squeezed(node) else { return false }
        var view = self[operand]
        func moved(_ axis: Int) -> Int { axis < pick.axis ? axis : axis + 1 }
        view.order = view.order.map(moved)
        for index in view.picked.indices { view.picked[index].axis = moved(view.picked[index].axis) }
        view.picked.append(pick)
        self[operand] = view
        inputs[operand] = source
        return true
    }

    private func gathered(_ node: Node) -> (Output, MultiHeadAttention.View.Pick)? {
        guard let gather = node.operation as? Gather, gather.batchDims == 0, node.inputs[1].rank == 0, let rank = node.inputs[0].rank,
            let index = node.inputs[1].knownIntegers?.first, let given = node.inputs[2].knownIntegers?.first,
            let axis = axis(given, of: rank),
            let length = node.inputs[0].partial_shape.dimensions?[axis].length, let place = self.axis(index, of: length)
        else { return nil }
        return (node.inputs[0], .init(axis: axis, index: place))
    }

    private func squeezed(_ node: Node) -> (Output, MultiHeadAttention.View.Pick)? {
        guard node.operation is Squeeze || node.operation is Reshape, let cut = node.inputs.first, let rank = cut.rank,
            let lengths = cut.partial_shape.dimensions, let (axis, index) = slice(cut), lengths[axis] == Dimension(1)
        else { return nil }
        // Only this axis may go.
        var kept = lengths
        kept.remove(at: axis)
        guard node.outputType(0).partial_shape.dimensions == kept, rank == kept.count + 1 else { return nil }
        if node.operation is Squeeze {
            guard node.inputs.count > 1, let axes = node.inputs[1].knownIntegers, axes.count == 1, self.axis(axes[0], of: rank) == axis
            else {
                return nil
            }
        } else {
            guard kept.count(where: \.is_dynamic) <= 1 else { return nil }
        }
        return (cut.node.inputs[0], .init(axis: axis, index: index))
    }

    /// The axis along which a tensor is one element of another, and which.
    private func slice(_ output: Output) -> (axis: Int, index: Int)? {
        let inputs = output.node.inputs
        guard let rank = inputs.first?.rank else { return nil }
        switch output.node.operation {
        case is Slice:
            guard inputs.count > 4, let starts = inputs[1].knownIntegers, let steps = inputs[3].knownIntegers,
                let axes = inputs[4].knownIntegers, axes.count == 1, starts.count == 1, steps == [1], let axis = axis(axes[0], of: rank),
                let length = inputs[0].partial_shape.dimensions?[axis].length, let index = self.axis(starts[0], of: length)
            else { return nil }
            return (axis, index)
        case is Split, is VariadicSplit:
            guard let given = inputs[1].knownIntegers?.first, let axis = axis(given, of: rank) else { return nil }
            // Parts are single elements where there are as many as the axis is long.
            guard inputs[0].partial_shape.dimensions?[axis].length == output.node.outputCount else { return nil }
            return (axis, output.index)
        default: return nil
        }
    }

    private mutating func absorbFactor(_ operand: Int) -> Bool {
        guard operand < 2 else { return false }
        var inner = PatternMatch()
        guard let (source, factor) = AttentionFusion.factor(inputs[operand], &inner) else { return false }
        if operation.scale == nil {
            guard let depth = self[operand].apply(inputs[operand].partial_shape.dimensions ?? []).last?.length else { return false }
            operation.scale = 1 / Double(max(depth, 1)).squareRoot()
        }
        operation.scale = operation.scale.map { $0 * factor }
        inputs[operand] = source
        return true
    }

    /// A part of the last axis that is reshaped to heads: `[B, S, parts · heads · depth]`, split, then `[B, S, heads, depth]`.
    private mutating func absorbSplit(_ operand: Int, _ rewriter: ModelRewriter) throws -> Bool {
        let node = inputs[operand].node
        guard let reshape = node.operation as? Reshape, let part = node.inputs.first,
            part.node.operation is Split || part.node.operation is VariadicSplit,
            let whole = part.node.inputs.first, let rank = whole.rank, let given = part.node.inputs[1].knownIntegers?.first,
            axis(given, of: rank) == rank - 1, let pattern = node.inputs[1].knownIntegers, pattern.count == rank + 1,
            let lengths = whole.partial_shape.dimensions, let parts = part.partial_shape.dimensions,
            let dimensions = node.outputType(0).partial_shape.dimensions, let heads = dimensions[rank - 1].length,
            let depth = dimensions[rank].length, parts[rank - 1].length == heads * depth,
            lengths[rank - 1].length == heads * depth * part.node.outputCount,
            part.node.outputs.allSatisfy({ $0.partial_shape == part.partial_shape }),
            // The leading axes stay what they are.
            (0..<rank - 1).allSatisfy({
                (reshape.specialZero && pattern[$0] == 0) || (lengths[$0].length != nil && lengths[$0] == dimensions[$0])
            })
        else { return false }
        let shape = Array(repeating: Int64(0), count: rank - 1) + [Int64(part.node.outputCount), Int64(heads), Int64(depth)]
        let constant = try rewriter.add(Constant(try Tensor(shape, shape: [shape.count])), [], before: node, suffix: "parts")
        var split = Reshape()
        split.specialZero = true
        inputs[operand] = try rewriter.add(split, [whole, constant], before: node, suffix: "heads")
        var view = self[operand]
        func moved(_ axis: Int) -> Int { axis < rank - 1 ? axis : axis + 1 }
        view.order = view.order.map(moved)
        for index in view.picked.indices { view.picked[index].axis = moved(view.picked[index].axis) }
        view.picked.append(.init(axis: rank - 1, index: part.index))
        self[operand] = view
        return true
    }
}
