import InferGraph
import InferTensors

/// Lets matrix products read transposed matrices where they lie.
///
/// Transpositions of the last two axes go into the product. Where convolutions made the left matrix, whose channels are then innermost
/// in memory, it is the other way round: there the transposition costs nothing and the product of rows is the faster one.
enum ProductTransposition {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.operation is MatMul {
            try takeTransposition(node, 0, rewriter)
            try takeTransposition(node, 1, rewriter)
            try giveTransposition(node, rewriter)
        }
    }

    private static func takeTransposition(_ node: Node, _ index: Int, _ rewriter: ModelRewriter) throws {
        let source = node.inputs[index].node
        guard var product = node.operation as? MatMul, let order = RedundancyRemoval.order(source), order.count > 1,
            !(index == 0 && isChannelsLast(source.inputs[0]))
        else { return }
        var swapped = Array(order.indices)
        swapped.swapAt(order.count - 1, order.count - 2)
        guard order == swapped else { return }
        if index == 0 { product.transposeA.toggle() } else { product.transposeB.toggle() }
        node.replaceOperation(product)
        rewriter.setInput(index, of: node, to: source.inputs[0])
    }

    private static func giveTransposition(_ node: Node, _ rewriter: ModelRewriter) throws {
        let source = node.inputs[0]
        guard var product = node.operation as? MatMul, product.transposeA, source.rank == 3, isChannelsLast(source) else { return }
        product.transposeA = false
        node.replaceOperation(product)
        let order = try rewriter.add(Constant(try Tensor([Int64(0), 2, 1], shape: [3])), [], before: node, suffix: "order")
        rewriter.setInput(0, of: node, to: try rewriter.add(Transpose(), [source, order], before: node, suffix: "rows"))
    }

    /// Whether a tensor is likely to have its channels innermost in memory, since convolutions work so and what follows keeps it.
    static func isChannelsLast(_ output: Output, depth: Int = 24) -> Bool {
        let node = output.node
        guard depth > 0, let rank = output.rank, rank > 2, let source = node.inputs.first else { return false }
        switch node.operation {
        case is InferGraph.Convolution, is ConvolutionBackpropData: return true
        case is UnaryElementwise, is Clamp, is Elu, is Gelu, is Swish, is ParametricActivation, is MaxPool, is AvgPool, is Softmax,
            is Slice,
            is Squeeze, is Unsqueeze, is Reshape:
            return isChannelsLast(source, depth: depth - 1)
        case is BinaryElementwise, is Concat:
            return node.inputs.contains { $0.rank == rank && isChannelsLast($0, depth: depth / 2) }
        default: return false
        }
    }
}
