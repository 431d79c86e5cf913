import InferGraph
import InferTensors

/// Concatenation of two tensors along the channels, a shuffle of two groups of channels, and the split behind it, in one pass over memory.
///
/// The shuffle is `ShuffleChannels` or, as exporters spell it, a Reshape to `[N, 2, C / 2, …]`, a Transpose of the two axes, and a
/// Reshape back.
enum ChannelShuffleFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes { try fuse(node, rewriter) }
    }

    private static func fuse(_ last: Node, _ rewriter: ModelRewriter) throws {
        guard let shuffle = spelledShuffle(last) ?? shuffleOperation(last), let (first, second) = concatenated(shuffle.input),
            last.outputType(0).element_type == .f32, let channels = shuffle.input.partial_shape.dimensions?[1].length
        else { return }
        let shuffled = Output(last, 0)
        var absorbed = [shuffle.input.node] + shuffle.nodes
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

    /// What is shuffled in two groups, and the nodes that do it.
    private typealias Shuffle = (input: Output, nodes: [Node])

    private static func shuffleOperation(_ node: Node) -> Shuffle? {
        guard let operation = node.operation as? ShuffleChannels, operation.group == 2, let input = node.inputs.first,
            operation.axis == 1 || operation.axis == 1 - (input.rank ?? 0)
        else { return nil }
        return (input, [node])
    }

    /// A shuffle that ends in a node: Reshape, Transpose, Reshape.
    private static func spelledShuffle(_ last: Node) -> Shuffle? {
        guard last.operation is Reshape, let transpose = last.inputs.first?.node, transpose.operation is Transpose,
            let reshape = transpose.inputs.first?.node, reshape.operation is Reshape, let input = reshape.inputs.first,
            let lengths = input.partial_shape.dimensions, lengths.count >= 2, let channels = lengths[1].length, channels % 2 == 0,
            Output(last, 0).partial_shape.dimensions?.dropFirst() == lengths.dropFirst(),
            let divided = Output(reshape, 0).partial_shape.dimensions,
            divided.dropFirst() == [Dimension(2), Dimension(channels / 2)] + lengths.dropFirst(2),
            // With all other lengths known, the batch is what it was.
            lengths.dropFirst().allSatisfy(\.isStatic),
            transpose.inputs[1].knownIntegers == [0, 2, 1] + Array(3..<max(lengths.count + 1, 3))
        else { return nil }
        return (input, [reshape, transpose, last])
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
