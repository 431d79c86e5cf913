import InferGraph
import InferTensors

/// Makes one node of attention, spelled out or not, and takes the movements that split and join heads into its views of the operands.
enum AttentionFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.outputCount == 1 && node.outputType(0).element_type == .f32 {
            let found =
                try node.operation is MatMul ? spelled(node, rewriter) : node.operation is ScaledDotProductAttention ? given(node) : nil
            guard var found, isUsable(found, node) else { continue }
            for operand in 0..<3 { try found.absorb(operand, rewriter) }
            let attention = try rewriter.substitute(found.match.nodes, last: node, with: found.operation, found.inputs)
            try absorbResult(of: attention, rewriter)
        }
    }

    /// Whether the attention gives what the last node gives, as far as is known.
    private static func isUsable(_ found: AttentionOperands, _ node: Node) -> Bool {
        let context = InferenceContext(subject: "\(node)", inputs: found.inputs.map(\.tensorType))
        guard let types = try? found.operation.infer(context), types.count == 1 else { return false }
        return types[0].partial_shape == node.outputType(0).partial_shape
    }

    // MARK: Operations of the kind

    private static func given(_ node: Node) -> AttentionOperands? {
        guard let operation = node.operation as? ScaledDotProductAttention else { return nil }
        let inputs = node.inputs
        guard inputs.count <= 5, let rank = inputs[0].rank, (3...4).contains(rank), inputs[1].rank == rank, inputs[2].rank == rank else {
            return nil
        }
        var scale: Double?
        if inputs.count > 4 {
            guard let given = inputs[4].scalar else { return nil }
            scale = given
        }
        var mask: Output?
        if inputs.count > 3, !operation.causal, !(inputs[3].rank == 0 && inputs[3].scalar == 0) {
            guard inputs[3].element_type == .f32 || inputs[3].element_type == .boolean else { return nil }
            mask = inputs[3]
        }
        var match = PatternMatch()
        match.note(node)
        return AttentionOperands(
            Array(inputs.prefix(3)), mask: mask, scale: scale, causal: operation.causal, transposes: [false, false, false], match)
    }

    // MARK: Attention spelled out

    /// `softmax(query × keyᵀ * scale + mask) × value`.
    private static func spelled(_ node: Node, _ rewriter: ModelRewriter) throws -> AttentionOperands? {
        guard let product = node.operation as? MatMul, !product.transposeA, let softmax = node.inputs[0].node.operation as? Softmax,
            !softmax.isLogarithmic, let scores = node.inputs[0].node.inputs.first, let rank = scores.rank, (3...4).contains(rank),
            softmax.axis == rank - 1 || softmax.axis == -1
        else { return nil }
        var match = PatternMatch()
        match.note(node)
        match.note(node.inputs[0].node)
        for var scored in try masked(scores, match, rewriter) {
            while let (inner, factor) = factor(scored.scores, &scored.match) {
                scored.scores = inner
                scored.scale *= factor
            }
            let last = scored.scores.node
            guard let inner = last.operation as? MatMul, scored.scores.rank == rank else { continue }
            scored.match.note(last)
            let inputs = [last.inputs[0], last.inputs[1], node.inputs[1]]
            guard inputs.allSatisfy({ $0.rank == rank && !($0.node.operation is Constant) }),
                rewriter.isClosed(scored.match.nodes, last: node)
            else { continue }
            if let mask = scored.mask, !fits(mask, scored.scores) { continue }
            return AttentionOperands(
                inputs, mask: scored.mask, scale: scored.scale, causal: false,
                transposes: [inner.transposeA, !inner.transposeB, product.transposeB], scored.match)
        }
        return nil
    }

    private struct Scored {
        var scores: Output
        var mask: Output?
        var scale = 1.0
        var match: PatternMatch
    }

    /// The ways to part scores from a mask.
    private static func masked(_ scores: Output, _ match: PatternMatch, _ rewriter: ModelRewriter) throws -> [Scored] {
        var match = match
        let plain = Scored(scores: scores, match: match)
        if let (first, second) = match.operands(scores, .add) {
            return [Scored(scores: first, mask: second, match: match), Scored(scores: second, mask: first, match: match)]
        }
        guard let select = scores.node.operation as? Select, select.autoBroadcast == .numpy else { return [plain] }
        let (condition, chosen, other) = (scores.node.inputs[0], scores.node.inputs[1], scores.node.inputs[2])
        match.note(scores.node)
        for (inner, barrier, isChosen) in [(chosen, other, true), (other, chosen, false)] {
            // Next to such a number scores do not count, so that it may as well be added as put in their place.
            guard let number = barrier.node.constant_tensor, number.size == 1, let value = try? number.scalars(as: Float.self).first,
                value < -1e15, fits(condition, inner), inner.partial_shape == scores.partial_shape
            else { continue }
            let node = scores.node
            let zero = try rewriter.add(Constant(try Tensor([Float(0)], shape: [])), [], before: node, suffix: "zero")
            let flat = try rewriter.add(Constant(try Tensor([value], shape: [])), [], before: node, suffix: "barrier")
            let mask = try rewriter.add(select, [condition] + (isChosen ? [zero, flat] : [flat, zero]), before: node, suffix: "mask")
            return [Scored(scores: inner, mask: mask, match: match)]
        }
        return [plain]
    }

    /// What a single constant multiplies or divides, and by what.
    static func factor(_ output: Output, _ match: inout PatternMatch) -> (Output, Double)? {
        var attempt = match
        if let (inner, factor) = attempt.constantOperand(output, .multiply), inner.partial_shape == output.partial_shape {
            match = attempt
            return (inner, factor)
        }
        attempt = match
        if let (inner, divisor) = attempt.constantOperand(output, .divide), divisor != 0, inner.partial_shape == output.partial_shape {
            match = attempt
            return (inner, 1 / divisor)
        }
        return nil
    }

    /// Whether a mask broadcasts to scores without making them larger, as far as is known.
    private static func fits(_ mask: Output, _ scores: Output) -> Bool {
        guard let lengths = scores.partial_shape.dimensions, let own = mask.partial_shape.dimensions, own.count <= lengths.count else {
            return false
        }
        return zip(own.reversed(), lengths.reversed()).allSatisfy { $0 == Dimension(1) || $0 == $1 }
    }

    // MARK: Results

    /// Lets the attention write its result as a transposition behind it wants it.
    private static func absorbResult(of node: Node, _ rewriter: ModelRewriter) throws {
        guard var operation = node.operation as? MultiHeadAttention, let reader = rewriter.onlyReader(of: Output(node, 0)),
            reader.index == 0,
            let order = RedundancyRemoval.order(reader.node), order.count == operation.resultOrder.count
        else { return }
        operation.resultOrder = order.map { operation.resultOrder[$0] }
        try rewriter.substitute([node, reader.node], last: reader.node, with: operation, node.inputs)
    }
}
