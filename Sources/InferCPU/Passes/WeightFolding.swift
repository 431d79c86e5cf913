import InferGraph
import InferTensors

/// Lets weights and biases take over the constant factors and summands around convolutions and matrix products.
struct WeightFolding {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let folding = WeightFolding(rewriter: ModelRewriter(model))
        for node in folding.rewriter.nodes {
            guard var product = WeightedProduct(node) else { continue }
            while let next = try folding.takeFromResult(product) ?? folding.takeFromData(product) { product = next }
        }
    }

    private let rewriter: ModelRewriter

    /// What a node combines with a constant that has one number for all, or one for each element of an axis.
    private func parts(_ node: Node, _ kind: BinaryElementwise.Kind, axis: Int?, count: Int) -> (data: Output, values: [Float])? {
        var match = PatternMatch()
        guard node.outputType(0).element_type == .f32, let (first, second) = match.operands(Output(node, 0), kind) else { return nil }
        if let values = second.constantValues(within: first, axis: axis, count: count) { return (first, values) }
        return first.constantValues(within: second, axis: axis, count: count).map { (second, $0) }
    }

    private func constant(_ tensor: Tensor, before node: Node, _ suffix: String) throws -> Output {
        try rewriter.add(Constant(tensor), [], before: node, suffix: suffix)
    }

    // MARK: Data

    /// Takes a factor or a summand of the data, which nothing else reads, into the weights or behind the product.
    private func takeFromData(_ product: WeightedProduct) throws -> WeightedProduct? {
        let node = product.node
        let data = node.inputs[0]
        guard data.node.outputCount == 1, !(data.node.operation is Constant), rewriter.onlyReader(of: data) != nil else { return nil }
        if let (inner, factors) = parts(data.node, .multiply, axis: product.inputAxis, count: product.inputCount) {
            let weights = try constant(try product.scaled(inputs: factors), before: node, "weights")
            return try replace([data.node], node, [inner, weights])
        }
        guard let (inner, terms) = parts(data.node, .add, axis: product.inputAxis, count: product.inputCount) else { return nil }
        if product.sumsAllWeights, let axis = product.outputAxis, let rank = node.outputType(0).partial_shape.dimensions?.count {
            // A transposed product's rows are its inputs; a summand for all is one for each of them.
            let sums = try product.sums(of: terms)
            let next = try rewriter.add(node.operation, [inner] + node.inputs.dropFirst(), before: node, suffix: "product")
            let shape = Shape((0..<rank).map { $0 == axis ? sums.count : 1 })
            let bias = try constant(try Tensor(sums, shape: shape), before: node, "bias")
            try rewriter.substitute([data.node, node], last: node, with: BinaryElementwise(.add), [next, bias])
            return WeightedProduct(next.node)
        }
        return try takeFactorBehindSum(product, data.node, inner, terms)
    }

    /// `x * s + t` as `(x + t / s) * s`, of which the weights take the factor; zeros around the data stay zeros.
    private func takeFactorBehindSum(_ product: WeightedProduct, _ sum: Node, _ scaled: Output, _ terms: [Float]) throws -> WeightedProduct?
    {
        guard rewriter.onlyReader(of: scaled) != nil,
            let (inner, factors) = parts(scaled.node, .multiply, axis: product.inputAxis, count: product.inputCount)
        else { return nil }
        let count = max(factors.count, terms.count)
        let quotients = (0..<count).map { terms[terms.count == 1 ? 0 : $0] / factors[factors.count == 1 ? 0 : $0] }
        guard factors.allSatisfy({ $0.isNormal }), quotients.allSatisfy({ $0.isFinite }), let rank = inner.rank,
            let axis = product.inputAxis
        else { return nil }
        let node = product.node
        let shape = Shape((0..<rank).map { $0 == axis ? count : 1 })
        let quotient = try constant(try Tensor(quotients, shape: shape), before: node, "shift")
        let moved = try rewriter.substitute([scaled.node, sum], last: sum, with: BinaryElementwise(.add), [inner, quotient])
        let weights = try constant(try product.scaled(inputs: factors), before: node, "weights")
        return try replace([], node, [Output(moved, 0), weights])
    }

    // MARK: Result

    /// Takes a factor of the result, which nothing else reads, into the weights.
    private func takeFromResult(_ product: WeightedProduct) throws -> WeightedProduct? {
        let node = product.node
        guard let reader = rewriter.onlyReader(of: Output(node, 0)),
            let (data, factors) = parts(reader.node, .multiply, axis: product.outputAxis, count: product.outputCount),
            data == Output(node, 0)
        else { return nil }
        let weights = try constant(try product.scaled(outputs: factors), before: node, "weights")
        let next = try rewriter.substitute(
            [node, reader.node], last: reader.node, with: node.operation, [node.inputs[0], weights] + node.inputs.dropFirst(2))
        return WeightedProduct(next)
    }

    private func replace(_ absorbed: [Node], _ node: Node, _ inputs: [Output]) throws -> WeightedProduct? {
        WeightedProduct(
            try rewriter.substitute(absorbed + [node], last: node, with: node.operation, inputs + node.inputs.dropFirst(2)))
    }
}
