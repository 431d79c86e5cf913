import InferGraph
import InferTensors

/// Takes out nodes that give a tensor as it is, and pairs of movements that cancel.
enum RedundancyRemoval {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var isChanged = false
        var origins = LengthOrigins()
        for node in rewriter.nodes {
            guard node.outputCount == 1, !(node.operation is Result), let source = node.inputs.first else { continue }
            if let equal = try equal(node, source, rewriter, &origins), equal.tensorType.element_type == node.outputType(0).element_type,
                equal.partial_shape.compatible(node.outputType(0).partial_shape)
            {
                rewriter.bypass(node, with: equal)
                isChanged = true
            }
        }
        // A tensor's shape may be known better than that of the one in its place, or less.
        if isChanged { try model.validate_nodes_and_infer_types() }
    }

    /// The tensor that a node's only output is as good as; nil where it is another.
    private static func equal(_ node: Node, _ source: Output, _ rewriter: ModelRewriter, _ origins: inout LengthOrigins) throws -> Output? {
        let inputs = node.inputs
        switch node.operation {
        case is Convert, is ConvertLike: return source.element_type == node.outputType(0).element_type ? source : nil
        case is Identity: return source
        case let binary as BinaryElementwise: return neutral(binary, inputs)
        case is Transpose: return try transposed(node, source, rewriter)
        case is Reshape: return keepsShape(node, source) ? source : undone(node, source)
        case is Squeeze, is Unsqueeze: return undone(node, source)
        case is Tile: return isStaticallyEqual(node, source) ? source : nil
        case is Broadcast: return origins.areEqual(Output(node, 0), source) ? source : nil
        case is Pad: return [1, 2].allSatisfy { inputs[$0].knownIntegers?.allSatisfy { $0 == 0 } ?? false } ? source : nil
        case is Slice: return isWhole(inputs) ? source : nil
        case let slice as StridedSlice:
            guard !slice.newAxisMask.contains(1), !slice.shrinkAxisMask.contains(1), inputs.count > 3,
                inputs[3].knownIntegers?.allSatisfy({ $0 == 1 }) ?? false
            else { return nil }
            return isStaticallyEqual(node, source) ? source : nil
        case is Concat, is Split, is VariadicSplit: return inputs.count == 1 || !(node.operation is Concat) ? source : nil
        default: return nil
        }
    }

    private static func isStaticallyEqual(_ node: Node, _ source: Output) -> Bool {
        source.partial_shape.is_static && source.partial_shape == node.outputType(0).partial_shape
    }

    // MARK: Arithmetic

    /// What stays of a sum with zeros or a product with ones.
    private static func neutral(_ binary: BinaryElementwise, _ inputs: [Output]) -> Output? {
        func isUniform(_ output: Output, _ value: Float, within other: Output) -> Bool {
            guard output.isConstantWithin(other), let tensor = output.node.constant_tensor else { return false }
            return tensor.element_type == .f32 && (try? tensor.scalars(as: Float.self).allSatisfy { $0 == value }) ?? false
        }
        guard binary.autoBroadcast == .numpy, inputs.count == 2 else { return nil }
        let neutralElement: Float
        switch binary.kind {
        case .add, .subtract: neutralElement = 0
        case .multiply, .divide, .power: neutralElement = 1
        case .maximum: neutralElement = -.infinity
        case .minimum: neutralElement = .infinity
        default: return nil
        }
        if isUniform(inputs[1], neutralElement, within: inputs[0]) { return inputs[0] }
        guard [.add, .multiply, .maximum, .minimum].contains(binary.kind) else { return nil }
        return isUniform(inputs[0], neutralElement, within: inputs[1]) ? inputs[1] : nil
    }

    // MARK: Movements

    private static func transposed(_ node: Node, _ source: Output, _ rewriter: ModelRewriter) throws -> Output? {
        guard let order = order(node) else { return nil }
        if order == Array(order.indices) { return source }
        guard source.node.operation is Transpose, let first = self.order(source.node), first.count == order.count else { return nil }
        let origin = source.node.inputs[0]
        let both = order.map { first[$0] }
        if both == Array(both.indices) { return origin }
        let constant = try rewriter.add(
            Constant(try Tensor(both.map { Int64($0) }, shape: [both.count])), [], before: node, suffix: "order")
        return Output(try rewriter.substitute([node], last: node, with: Transpose(), [origin, constant]), 0)
    }

    /// The order of a Transpose's axes, where it is known.
    static func order(_ node: Node) -> [Int]? {
        guard node.operation is Transpose, node.inputs.count > 1, let order = node.inputs[1].knownIntegers else { return nil }
        guard order.isEmpty else { return order }
        return node.inputs[0].rank.map { Array((0..<$0).reversed()) }
    }

    /// Whether each axis of a reshaped tensor is known to be what it was.
    private static func keepsShape(_ node: Node, _ source: Output) -> Bool {
        if isStaticallyEqual(node, source) { return true }
        guard let reshape = node.operation as? Reshape, let pattern = node.inputs[1].knownIntegers,
            let lengths = source.partial_shape.dimensions, pattern.count == lengths.count
        else { return false }
        let isKept = pattern.indices.map { (reshape.specialZero && pattern[$0] == 0) || lengths[$0].length == pattern[$0] }
        // What remains when all others are kept is kept too.
        return isKept.count { !$0 } == 0 || (isKept.count { !$0 } == 1 && pattern.contains(-1) && !lengths.contains { $0.length == 0 })
    }

    /// What a shape was before a first node changed it, where the second changes it back.
    private static func undone(_ node: Node, _ source: Output) -> Output? {
        guard let origin = source.node.inputs.first else { return nil }
        switch (source.node.operation, node.operation) {
        case (is Reshape, _), (is Squeeze, is Reshape), (is Unsqueeze, is Reshape): return isStaticallyEqual(node, origin) ? origin : nil
        case (is Squeeze, is Unsqueeze), (is Unsqueeze, is Squeeze):
            if isStaticallyEqual(node, origin) { return origin }
            guard source.node.inputs.count > 1, node.inputs.count > 1, let rank = origin.rank, let inner = source.rank,
                let first = source.node.inputs[1].knownIntegers, let second = node.inputs[1].knownIntegers,
                node.outputType(0).partial_shape.dimensions?.count == rank
            else { return nil }
            let most = max(rank, inner)
            func front(_ axes: [Int]) -> Set<Int> { Set(axes.map { $0 < 0 ? $0 + most : $0 }) }
            return front(first) == front(second) ? origin : nil
        default: return nil
        }
    }

    /// Whether a Slice takes all elements.
    private static func isWhole(_ inputs: [Output]) -> Bool {
        guard inputs.count > 3, let starts = inputs[1].knownIntegers, let stops = inputs[2].knownIntegers,
            let steps = inputs[3].knownIntegers,
            let lengths = inputs[0].partial_shape.dimensions
        else { return false }
        let axes = inputs.count > 4 ? inputs[4].knownIntegers : Array(starts.indices)
        guard let axes, axes.count == starts.count, axes.allSatisfy({ (-lengths.count..<lengths.count).contains($0) }) else { return false }
        return axes.indices.allSatisfy { entry in
            let length = lengths[axes[entry] < 0 ? axes[entry] + lengths.count : axes[entry]]
            // What exporters write for "to the end" is beyond any length.
            return starts[entry] == 0 && steps[entry] == 1
                && (stops[entry] >= 1_000_000_000 || length.length.map { stops[entry] >= $0 } ?? false)
        }
    }
}
