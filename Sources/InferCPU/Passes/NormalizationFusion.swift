import InferGraph
import InferTensors

/// Puts one node in the place of LayerNorm, InstanceNorm and RMSNorm, however they are spelled: as MVN with scale and shift, or as means,
/// squares, roots and quotients.
enum NormalizationFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var spent: Set<Node> = []
        // The last nodes first: what a shift is added to must not be taken without it.
        for node in rewriter.nodes.reversed() where !spent.contains(node) && isCandidate(node) {
            guard let found = find(node, rewriter) else { continue }
            try rewriter.substitute(found.nodes, last: node, with: found.operation, found.inputs)
            spent.formUnion(found.nodes)
        }
    }

    private struct Found {
        let operation: LayerNormalization
        let inputs: [Output]
        let nodes: [Node]
    }

    private static func isCandidate(_ node: Node) -> Bool {
        guard node.outputCount == 1, node.outputType(0).element_type == .f32 else { return false }
        if node.operation is MVN { return true }
        guard let binary = node.operation as? BinaryElementwise else { return false }
        return [.add, .multiply, .divide, .subtract].contains(binary.kind)
    }

    private static func find(_ node: Node, _ rewriter: ModelRewriter) -> Found? {
        let last = Output(node, 0)
        for product in [shifted, plain, spread] as [(Output) -> NormalizedProduct?] {
            if let found = product(last).flatMap({ finish($0, last, rewriter) }) { return found }
        }
        return nil
    }

    /// A product and a constant that is added.
    private static func shifted(_ last: Output) -> NormalizedProduct? {
        var match = PatternMatch()
        guard let (first, second) = match.operands(last, .add) else { return nil }
        for (body, shift) in [(first, second), (second, first)] where shift.node.operation is Constant {
            guard var product = NormalizedProduct(body, match) else { continue }
            product.shift = shift
            return product
        }
        return nil
    }

    private static func plain(_ last: Output) -> NormalizedProduct? { NormalizedProduct(last, PatternMatch()) }

    /// `x * f + (shift - mean * f)`, as TensorFlow's batch normalisation has it.
    private static func spread(_ last: Output) -> NormalizedProduct? {
        var match = PatternMatch()
        guard let (first, second) = match.operands(last, .add) else { return nil }
        for (body, rest) in [(first, second), (second, first)] {
            var match = match
            guard let (shift, moved) = match.operands(rest, .subtract), shift.node.operation is Constant else { continue }
            guard let (a, b) = match.operands(body, .multiply), let (c, d) = match.operands(moved, .multiply) else { continue }
            for (data, factor) in [(a, b), (b, a)] {
                guard factor == c || factor == d, let mean = NormalizationStatistic.mean(factor == c ? d : c, &match), mean.data == data,
                    var product = NormalizedProduct(factor: factor, of: data, mean.axes, match)
                else { continue }
                product.shift = shift
                return product
            }
        }
        return nil
    }

    private static func finish(_ product: NormalizedProduct, _ last: Output, _ rewriter: ModelRewriter) -> Found? {
        let statistic = product.statistic
        let data = statistic.data
        // Scale and shift do not change what MVN alone computes, so that alone stays as it is.
        if product.match.nodes.count == 1 { return nil }
        guard last.partial_shape == data.partial_shape, rewriter.isClosed(product.match.nodes, last: last.node) else { return nil }
        let parameters = [product.scale, product.shift].compactMap { $0 }
        guard parameters.allSatisfy({ $0.isConstantWithin(data) && $0.element_type == .f32 }) else { return nil }
        return Found(
            operation: LayerNormalization(
                statistic: statistic.kind, axes: statistic.axes, epsilon: statistic.epsilon,
                isEpsilonInsideRoot: statistic.isEpsilonInsideRoot, hasScale: product.scale != nil, hasShift: product.shift != nil),
            inputs: [data] + parameters, nodes: product.match.nodes)
    }
}
