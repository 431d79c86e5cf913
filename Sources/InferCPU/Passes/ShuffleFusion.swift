import InferGraph
import InferTensors

/// Makes one node of channels that are dealt out from groups: split by a reshape, transposed, and joined by a reshape (ShuffleNet).
enum ShuffleFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.operation is Reshape {
            guard let transpose = node.inputs.first?.node, let order = RedundancyRemoval.order(transpose), order.count > 3,
                order == [0, 2, 1] + Array(3..<order.count), let split = transpose.inputs.first?.node, split.operation is Reshape,
                let data = split.inputs.first, let groups = groups(data, split, node),
                rewriter.isClosed([split, transpose, node], last: node)
            else { continue }
            var shuffle = ShuffleChannels()
            shuffle.axis = 1
            shuffle.group = groups
            try rewriter.substitute([split, transpose, node], last: node, with: shuffle, [data])
        }
    }

    /// The number of groups where the channels alone are split and joined.
    private static func groups(_ data: Output, _ split: Node, _ join: Node) -> Int? {
        guard let whole = data.partial_shape.dimensions, let parts = split.outputType(0).partial_shape.dimensions,
            let joined = join.outputType(0).partial_shape.dimensions, parts.count == whole.count + 1, joined.count == whole.count,
            let channels = whole[1].length, let groups = parts[1].length, let size = parts[2].length, groups * size == channels,
            joined[1].length == channels, channels > 0
        else { return nil }
        // Space stays as it is, and where that and the channels are known the batch does too.
        let space = Array(whole[2...])
        guard space == Array(parts[3...]), space == Array(joined[2...]) else { return nil }
        return space.allSatisfy { $0.length.map { $0 > 0 } ?? false } ? groups : nil
    }
}
