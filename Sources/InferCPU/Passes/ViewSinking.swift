import InferGraph
import InferTensors

/// Computes biases and activations of convolutions before space is reshaped rather than behind, so that they go into the convolution:
/// one-dimensional convolutions are written as two-dimensional ones with an axis that comes and goes.
enum ViewSinking {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var sunk: Set<Node> = []
        for node in rewriter.nodes where node.outputCount == 1 && node.outputType(0).element_type == .f32 {
            guard let (index, view) = view(node), let source = view.inputs.first, rewriter.onlyReader(of: Output(view, 0)) != nil,
                rewriter.onlyReader(of: source) != nil, isConvolution(source.node) || sunk.contains(source.node), view.keepsBatchAndChannels
            else { continue }
            var inputs = node.inputs
            inputs[index] = source
            if inputs.count > 1 {
                guard let constant = try reshaped(inputs[1 - index], Output(view, 0), source, before: node, rewriter) else { continue }
                inputs[1 - index] = constant
            }
            let computed = try rewriter.add(node.operation, inputs, before: node, suffix: "inner")
            sunk.insert(computed.node)
            let last = try rewriter.substitute([view, node], last: node, with: view.operation, [computed] + view.inputs.dropFirst())
            sunk.remove(last)
        }
    }

    /// The change of shape that an activation, or a sum or product with a constant, reads.
    private static func view(_ node: Node) -> (index: Int, node: Node)? {
        func isView(_ output: Output) -> Bool {
            output.node.operation is Squeeze || output.node.operation is Unsqueeze || output.node.operation is Reshape
        }
        let inputs = node.inputs
        switch node.operation {
        case is UnaryElementwise, is Clamp, is Gelu, is Swish: return inputs.count == 1 && isView(inputs[0]) ? (0, inputs[0].node) : nil
        case let binary as BinaryElementwise where (binary.kind == .add || binary.kind == .multiply) && binary.autoBroadcast == .numpy:
            for index in 0..<2 where isView(inputs[index]) && inputs[1 - index].isConstantWithin(inputs[index]) {
                return (index, inputs[index].node)
            }
            return nil
        default: return nil
        }
    }

    private static func isConvolution(_ node: Node) -> Bool {
        node.operation is InferGraph.Convolution || node.operation is ConvolutionBackpropData
    }

    /// A constant that varies with the channels alone, for a tensor of another rank.
    private static func reshaped(
        _ constant: Output, _ view: Output, _ source: Output, before node: Node, _ rewriter: ModelRewriter
    ) throws -> Output? {
        guard let tensor = constant.node.constant_tensor, tensor.element_type == .f32, let rank = view.rank, let wanted = source.rank else {
            return nil
        }
        let place = 1 - (rank - tensor.shape.count)
        guard tensor.size == 1 || (place >= 0 && tensor.shape[place] == tensor.size) else { return nil }
        let shape = Shape((0..<wanted).map { $0 == 1 ? tensor.size : 1 })
        return try rewriter.add(
            Constant(try Tensor(try tensor.scalars(as: Float.self), shape: shape)), [], before: node, suffix: "channels")
    }
}

extension Node {
    /// Whether a Reshape, Squeeze or Unsqueeze leaves the first two axes what they are, so that it merges or splits spatial axes alone.
    var keepsBatchAndChannels: Bool {
        guard let data = inputs.first, let from = data.partial_shape.dimensions, let to = outputType(0).partial_shape.dimensions,
            from.count > 2, to.count >= 2
        else { return false }
        switch operation {
        case let reshape as Reshape:
            guard let pattern = inputs[1].knownIntegers, pattern.count >= 2 else { return false }
            let isKept = (0..<2).map { axis in
                (reshape.specialZero && pattern[axis] == 0) || (from[axis].length != nil && from[axis].length == to[axis].length)
            }
            if isKept[0] && isKept[1] { return true }
            // What remains when channels and space are kept is the batch.
            let space = [from, to].map { $0.dropFirst(2).reduce(Dimension(1), *).length }
            return isKept[1] && space[0] != nil && space[0] == space[1] && from[1].length != 0 && space[0] != 0
        case is Squeeze, is Unsqueeze:
            guard inputs.count > 1, let axes = inputs[1].knownIntegers, !axes.isEmpty else { return false }
            let rank = max(from.count, to.count)
            return axes.allSatisfy { ($0 < 0 ? $0 + rank : $0) >= 2 } && abs(from.count - to.count) == axes.count
        default: return false
        }
    }
}
