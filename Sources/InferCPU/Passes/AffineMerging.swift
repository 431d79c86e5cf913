import InferGraph
import InferTensors

/// Brings products and sums with constants together: one product, then one sum, of which weights and biases can take over the rest.
struct AffineMerging {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        var merging = AffineMerging(rewriter: ModelRewriter(model))
        for node in merging.rewriter.nodes where node.outputCount == 1 && node.outputType(0).element_type == .f32 {
            if node.operation is BatchNormInference {
                try merging.spell(node)
            } else {
                try merging.merge(node)
            }
        }
    }

    private let rewriter: ModelRewriter
    /// Nodes that compute with constants alone, which are folded later.
    private var computed: Set<Node> = []

    private init(rewriter: ModelRewriter) { self.rewriter = rewriter }

    private mutating func combine(_ kind: BinaryElementwise.Kind, _ a: Output, _ b: Output, before node: Node, _ suffix: String) throws
        -> Output
    {
        let combined = try rewriter.add(BinaryElementwise(kind), [a, b], before: node, suffix: suffix)
        computed.insert(combined.node)
        return combined
    }

    private func isConstant(_ output: Output, within other: Output) -> Bool {
        guard output.node.operation is Constant || computed.contains(output.node), let shape = output.partial_shape.shape,
            let dimensions = other.partial_shape.dimensions, shape.count <= dimensions.count
        else { return false }
        return zip(shape.reversed(), dimensions.reversed()).allSatisfy { $0 == 1 || $1.length == $0 }
    }

    /// What a node combines with a constant, and the constant.
    private func parts(_ node: Node, _ kind: BinaryElementwise.Kind) -> (data: Output, constant: Output)? {
        var match = PatternMatch()
        guard let (first, second) = match.operands(Output(node, 0), kind) else { return nil }
        if isConstant(second, within: first) { return (first, second) }
        return isConstant(first, within: second) ? (second, first) : nil
    }

    // MARK: Batch normalisation

    /// A normalisation by constants as a product and a sum.
    private mutating func spell(_ node: Node) throws {
        guard let operation = node.operation as? BatchNormInference else { return }
        let inputs = node.inputs
        let data = inputs[operation.dataIndex]
        let parameters = operation.parameterIndices.compactMap { inputs[$0].node.constant_tensor }
        guard parameters.count == 4, let rank = data.rank, rank > 1 else { return }
        let values = try parameters.map { try $0.scalars(as: Float.self) }
        var scale: [Float] = []
        var shift: [Float] = []
        for channel in values[0].indices {
            let factor = Double(values[0][channel]) / (Double(values[3][channel]) + operation.epsilon).squareRoot()
            scale.append(Float(factor))
            shift.append(Float(Double(values[1][channel]) - Double(values[2][channel]) * factor))
        }
        let shape = Shape([1, scale.count] + Array(repeating: 1, count: rank - 2))
        let factor = try rewriter.add(Constant(try Tensor(scale, shape: shape)), [], before: node, suffix: "scale")
        let term = try rewriter.add(Constant(try Tensor(shift, shape: shape)), [], before: node, suffix: "shift")
        let product = try rewriter.add(BinaryElementwise(.multiply), [data, factor], before: node, suffix: "scaled")
        try merge(product.node)
        let sum = try rewriter.substitute([node], last: node, with: BinaryElementwise(.add), [product, term])
        try merge(sum)
    }

    // MARK: Products and sums

    private mutating func merge(_ node: Node) throws {
        guard let kind = (node.operation as? BinaryElementwise)?.kind, kind == .multiply || kind == .add,
            let (inner, constant) = parts(node, kind), rewriter.onlyReader(of: inner) != nil
        else { return }
        if let (data, other) = parts(inner.node, kind) {
            let merged = try combine(kind, other, constant, before: node, "merged")
            try rewriter.substitute([inner.node, node], last: node, with: BinaryElementwise(kind), [data, merged])
        } else if kind == .multiply, let (data, term) = parts(inner.node, .add), takesFactor(data) {
            let factor = try rewriter.add(BinaryElementwise(.multiply), [data, constant], before: node, suffix: "scaled")
            let shift = try combine(.multiply, term, constant, before: node, "shift")
            try rewriter.substitute([inner.node, node], last: node, with: BinaryElementwise(.add), [factor, shift])
            try merge(factor.node)
        }
    }

    /// Whether a factor of a tensor goes into what computes it.
    private func takesFactor(_ output: Output) -> Bool {
        guard rewriter.onlyReader(of: output) != nil else { return false }
        let node = output.node
        switch node.operation {
        case is InferGraph.Convolution, is ConvolutionBackpropData, is MatMul: return node.inputs[1].node.operation is Constant
        default: return parts(node, .multiply) != nil
        }
    }
}
