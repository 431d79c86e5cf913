import InferGraph
import InferTensors

/// Brings arithmetic with constants into the forms that other passes look for, and that cost least: sums for differences, products for
/// quotients and squares; and slopes of channels into the shape by which they broadcast.
enum Canonicalization {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.outputCount == 1 && node.outputType(0).element_type == .f32 {
            let inputs = node.inputs
            if node.operation is PRelu { try broadcastSlope(node, inputs, rewriter) }
            guard let binary = node.operation as? BinaryElementwise, binary.autoBroadcast == .numpy else { continue }
            switch binary.kind {
            case .subtract where inputs[1].node.operation is Constant:
                let negated = try rewriter.add(UnaryElementwise(.negative), [inputs[1]], before: node, suffix: "negated")
                try rewriter.substitute([node], last: node, with: BinaryElementwise(.add), [inputs[0], negated])
            case .divide where inputs[1].node.operation is Constant && isFinite(inputs[1]):
                let one = try rewriter.add(Constant(try Tensor([Float(1)], shape: [])), [], before: node, suffix: "one")
                let inverse = try rewriter.add(BinaryElementwise(.divide), [one, inputs[1]], before: node, suffix: "inverse")
                try rewriter.substitute([node], last: node, with: BinaryElementwise(.multiply), [inputs[0], inverse])
            case .power: try reduce(node, inputs, rewriter)
            case .subtract where inputs[0].scalar == 0 && inputs[1].partial_shape == node.outputType(0).partial_shape:
                try rewriter.substitute([node], last: node, with: UnaryElementwise(.negative), [inputs[1]])
            default: break
            }
        }
    }

    /// A power that a product or a root computes.
    private static func reduce(_ node: Node, _ inputs: [Output], _ rewriter: ModelRewriter) throws {
        guard let exponent = inputs[1].scalar, inputs[0].partial_shape == node.outputType(0).partial_shape else { return }
        if exponent == 2 {
            try rewriter.substitute([node], last: node, with: BinaryElementwise(.multiply), [inputs[0], inputs[0]])
        } else if exponent == 0.5 {
            try rewriter.substitute([node], last: node, with: UnaryElementwise(.sqrt), [inputs[0]])
        }
    }

    /// Gives a slope of rank 1, which runs along the channels, the rank of the data.
    private static func broadcastSlope(_ node: Node, _ inputs: [Output], _ rewriter: ModelRewriter) throws {
        guard let slope = inputs[1].node.constant_tensor, slope.shape.count == 1, slope.size > 1,
            let data = inputs[0].partial_shape.dimensions, PRelu.runsAlongChannels([Dimension(slope.size)], of: data)
        else { return }
        let shape = Shape(data.indices.map { $0 == 1 ? slope.size : 1 })
        let channels = try rewriter.add(
            Constant(try Tensor(try slope.scalars(as: Float.self), shape: shape)), [], before: node, suffix: "slope")
        try rewriter.substitute([node], last: node, with: PRelu(), [inputs[0], channels])
    }

    /// Whether a constant and its inverse are numbers that are neither too large nor too small.
    private static func isFinite(_ output: Output) -> Bool {
        guard let values = try? output.node.constant_tensor?.scalars(as: Float.self) else { return false }
        return values.allSatisfy { $0.isNormal && (1 / $0).isNormal }
    }
}
