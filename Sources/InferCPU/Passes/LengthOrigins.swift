import InferGraph
import InferTensors

/// Where lengths that are not known come from, so that two of them may be known to be the same.
struct LengthOrigins {
    enum Origin: Hashable {
        case known(Int)
        /// The length of an axis that follows from nothing else.
        case axis(Output, Int)
    }

    private struct Place: Hashable {
        let output: Output
        let index: Int
        /// Whether an element of the tensor is meant rather than the length of an axis.
        let isElement: Bool
    }

    /// How many nodes are followed one behind the other: what is further away stays unknown.
    private static let reach = 200

    private var found: [Place: Origin?] = [:]
    private var depth = 0

    /// Whether two tensors have the same shape.
    mutating func areEqual(_ first: Output, _ second: Output) -> Bool {
        guard let rank = first.rank, second.rank == rank else { return false }
        return (0..<rank).allSatisfy { length(first, $0) == length(second, $0) }
    }

    /// The origin of the length of a tensor's axis.
    mutating func length(_ output: Output, _ axis: Int) -> Origin {
        if let length = output.partial_shape.dimensions?[axis].length { return .known(length) }
        let place = Place(output: output, index: axis, isElement: false)
        if let known = found[place], let known { return known }
        guard depth < Self.reach else { return .axis(output, axis) }
        depth += 1
        defer { depth -= 1 }
        let origin = follow(output, axis) ?? .axis(output, axis)
        found[place] = origin
        return origin
    }

    /// The origin of an element of a tensor of lengths; nil where it is no length that was found somewhere.
    mutating func element(_ output: Output, _ index: Int) -> Origin? {
        if let exact = output.tensorType.value?.bounds.flatMap({ $0.indices.contains(index) ? $0[index].exact : nil }) {
            return .known(exact)
        }
        let place = Place(output: output, index: index, isElement: true)
        if let known = found[place] { return known }
        guard depth < Self.reach else { return nil }
        depth += 1
        defer { depth -= 1 }
        let origin = followElement(output, index)
        found[place] = .some(origin)
        return origin
    }

    // MARK: Axes

    private mutating func follow(_ output: Output, _ axis: Int) -> Origin? {
        let node = output.node
        guard let data = node.inputs.first, let rank = output.rank, let inner = data.rank else { return nil }
        switch node.operation {
        case is UnaryElementwise, is Convert, is Clamp, is Elu, is Gelu, is Swish, is Softmax, is MVN, is ParametricActivation:
            return length(data, axis)
        case let binary as BinaryElementwise where binary.autoBroadcast == .numpy: return common(node.inputs, axis, rank)
        case let reshape as Reshape: return reshaped(reshape, node, axis)
        case is Transpose: return RedundancyRemoval.order(node).map { length(data, $0[axis]) }
        case let reduce as Reduce:
            guard let axes = NormalizationStatistic.axes(node.inputs[1].knownIntegers, inner) else { return nil }
            let kept = reduce.keepDims ? Array(0..<inner) : (0..<inner).filter { !axes.contains($0) }
            return length(data, kept[axis])
        case is Squeeze, is Unsqueeze:
            let isSqueeze = node.operation is Squeeze
            guard node.inputs.count > 1, let axes = NormalizationStatistic.axes(node.inputs[1].knownIntegers, max(rank, inner)),
                axes.count == abs(rank - inner)
            else { return nil }
            let others = (0..<max(rank, inner)).filter { !axes.contains($0) }
            return isSqueeze ? length(data, others[axis]) : others.firstIndex(of: axis).map { length(data, $0) }
        case let concat as Concat: return axis == (concat.axis < 0 ? concat.axis + rank : concat.axis) ? nil : length(data, axis)
        case is InferGraph.Convolution, is ConvolutionBackpropData, is MaxPool, is AvgPool: return axis == 0 ? length(data, 0) : nil
        case let product as MatMul:
            guard inner == rank, node.inputs[1].rank == 2, axis < rank - 1 else { return nil }
            return length(data, axis == rank - 2 && product.transposeA ? rank - 1 : axis)
        case let broadcast as Broadcast:
            guard broadcast.mode == .numpy || broadcast.mode == .bidirectional,
                node.inputs[1].partial_shape.dimensions?.first?.length == rank
            else { return nil }
            let own = axis - (rank - inner)
            let target = element(node.inputs[1], axis)
            if own < 0 || data.partial_shape.dimensions?[own] == Dimension(1) { return target }
            // Both are the same, or the operation throws or repeats.
            return length(data, own) == target ? target : nil
        default: return nil
        }
    }

    /// The length that broadcast operands have in common at an axis of the result.
    private mutating func common(_ inputs: [Output], _ axis: Int, _ rank: Int) -> Origin? {
        var origins: Set<Origin> = []
        for input in inputs {
            guard let own = input.rank else { return nil }
            let place = axis - (rank - own)
            if place >= 0, input.partial_shape.dimensions?[place] != Dimension(1) { origins.insert(length(input, place)) }
        }
        return origins.count == 1 ? origins.first : nil
    }

    private mutating func reshaped(_ reshape: Reshape, _ node: Node, _ axis: Int) -> Origin? {
        let data = node.inputs[0]
        guard let from = data.partial_shape.dimensions, let to = node.outputType(0).partial_shape.dimensions else { return nil }
        let exact = node.inputs[1].tensorType.value?.bounds.flatMap { $0.indices.contains(axis) ? $0[axis].exact : nil }
        if exact == 0, reshape.specialZero { return axis < from.count ? length(data, axis) : nil }
        // One length on each side is not known: with equal products of the others they are the same.
        let unknown = (from: from.indices.filter { from[$0].length == nil }, to: to.indices.filter { to[$0].length == nil })
        func product(_ dimensions: [Dimension]) -> Int { dimensions.compactMap(\.length).reduce(1, *) }
        if unknown.from.count == 1, unknown.to == [axis], product(from) == product(to), product(from) > 0 {
            return length(data, unknown.from[0])
        }
        return exact == nil && !reshape.specialZero ? element(node.inputs[1], axis) : nil
    }

    // MARK: Elements

    private mutating func followElement(_ output: Output, _ index: Int) -> Origin? {
        let node = output.node
        guard let data = node.inputs.first else { return nil }
        switch node.operation {
        case is ShapeOf: return data.rank.map { index < $0 } ?? false ? length(data, index) : nil
        case is Convert, is Reshape, is Squeeze, is Unsqueeze: return element(data, index)
        case let gather as Gather:
            guard gather.batchDims == 0, data.rank == 1, let indices = node.inputs[1].knownIntegers, indices.indices.contains(index),
                let count = data.partial_shape.dimensions?.first?.length
            else { return nil }
            let place = indices[index] < 0 ? indices[index] + count : indices[index]
            return (0..<count).contains(place) ? element(data, place) : nil
        case is Concat:
            var first = 0
            for part in node.inputs {
                guard part.rank == 1, let count = part.partial_shape.dimensions?.first?.length else { return nil }
                if index < first + count { return element(part, index - first) }
                first += count
            }
            return nil
        case let binary as BinaryElementwise where binary.kind == .maximum || binary.kind == .minimum:
            var origins: Set<Origin?> = []
            for input in node.inputs {
                guard let count = input.partial_shape.shape.map(shape_size) else { return nil }
                origins.insert(element(input, count == 1 ? 0 : index))
            }
            return origins.count == 1 ? origins.first ?? nil : nil
        default: return nil
        }
    }
}
