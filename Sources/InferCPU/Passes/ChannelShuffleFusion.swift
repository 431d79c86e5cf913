import InferGraph
import InferTensors

/// Concatenation of two tensors along the channels, a shuffle of two groups of channels, and the split behind it, in one pass over memory.
///
/// What exporters spell as reshapes and a transposition is a `ShuffleChannels` already (``ShuffleFusion``).
enum ChannelShuffleFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes { try fuse(node, rewriter) }
    }

    private static func fuse(_ last: Node, _ rewriter: ModelRewriter) throws {
        guard let input = shuffled(last), let (first, second) = concatenated(input),
            last.outputType(0).element_type == .f32, let channels = input.partial_shape.dimensions?[1].length
        else { return }
        let shuffled = Output(last, 0)
        var absorbed = [input.node, last]
        var outputs = [shuffled]
        var parts = [channels]
        if let split = rewriter.onlyReader(of: shuffled)?.node, let lengths = channelParts(split) {
            absorbed.append(split)
            outputs = split.outputs
            parts = lengths
        }
        let replacement = try rewriter.fused(ChannelInterleave(parts: parts), [first, second], replacing: absorbed)
        rewriter.register(replacement)
        for (index, output) in outputs.enumerated() { rewriter.replace(output, with: Output(replacement, index)) }
    }

    /// What a node shuffles in two groups.
    private static func shuffled(_ node: Node) -> Output? {
        guard let operation = node.operation as? ShuffleChannels, operation.group == 2, let input = node.inputs.first,
            operation.axis == 1 || operation.axis == 1 - (input.rank ?? 0)
        else { return nil }
        return input
    }

    /// The two tensors that a concatenation along the channels has, of as many channels each.
    private static func concatenated(_ output: Output) -> (Output, Output)? {
        guard let concat = output.node.operation as? Concat, output.node.inputs.count == 2, let rank = output.rank, rank >= 3,
            concat.axis == 1 || concat.axis == 1 - rank
        else { return nil }
        let inputs = output.node.inputs
        guard let length = inputs[0].partial_shape.dimensions?[1].length, inputs[1].partial_shape.dimensions?[1].length == length else {
            return nil
        }
        return (inputs[0], inputs[1])
    }

    /// The lengths of a split's parts along the channels, where all are even.
    private static func channelParts(_ split: Node) -> [Int]? {
        guard split.operation is Split || split.operation is VariadicSplit, let rank = split.inputs[0].rank,
            let axis = split.inputs[1].knownIntegers?.first, axis == 1 || axis == 1 - rank
        else { return nil }
        let lengths = split.outputs.map { $0.partial_shape.dimensions?[1].length }
        guard lengths.allSatisfy({ $0.map { $0 > 0 && $0 % 2 == 0 } ?? false }) else { return nil }
        return lengths.compactMap { $0 }
    }
}
