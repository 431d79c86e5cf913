import InferGraph
import InferTensors

/// Lets convolutions leave out what a slice behind them cuts off at the ends of spatial axes: causal networks pad both ends and then take
/// away one.
enum CroppingFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.operation is Slice || node.operation is StridedSlice {
            guard let cut = cut(node), let chain = chain(node, rewriter), rewriter.isClosed(chain + [node], last: node),
                let convolution = chain.first, let cropped = cropped(convolution, cut)
            else { continue }
            guard chain.count > 1, let last = chain.last else {
                try rewriter.substitute(chain + [node], last: node, with: cropped, convolution.inputs)
                continue
            }
            var current = try rewriter.add(cropped, convolution.inputs, before: node, suffix: "cropped")
            for link in chain.dropFirst().dropLast() {
                current = try rewriter.add(link.operation, inputs(of: link, reading: current), before: node, suffix: "cropped")
            }
            try rewriter.substitute(chain + [node], last: node, with: last.operation, inputs(of: last, reading: current))
        }
    }

    // MARK: Patterns

    /// A convolution, and functions of its elements with values of its channels, up to what a node reads, each read by the next alone.
    private static func chain(_ node: Node, _ rewriter: ModelRewriter) -> [Node]? {
        var chain: [Node] = []
        var current = node.inputs[0].node
        while !(current.operation is InferGraph.Convolution || current.operation is ConvolutionBackpropData) {
            guard rewriter.onlyReader(of: Output(current, 0)) != nil, let index = dataIndex(current) else { return nil }
            chain.append(current)
            current = current.inputs[index].node
        }
        return current.outputType(0).element_type == .f32 ? [current] + chain.reversed() : nil
    }

    /// At which input a node reads what it computes a function of, element by element.
    private static func dataIndex(_ node: Node) -> Int? {
        let inputs = node.inputs
        switch node.operation {
        case is UnaryElementwise, is Clamp: return 0
        case let binary as BinaryElementwise where (binary.kind == .add || binary.kind == .multiply) && binary.autoBroadcast == .numpy:
            return (0..<2).first { index in
                guard let rank = inputs[index].rank, let shape = inputs[1 - index].node.constant_tensor?.shape,
                    inputs[1 - index].isConstantWithin(inputs[index])
                else { return false }
                return shape.suffix(max(0, rank - 2)).allSatisfy { $0 == 1 }
            }
        default: return nil
        }
    }

    private static func inputs(of node: Node, reading data: Output) -> [Output] {
        var inputs = node.inputs
        inputs[dataIndex(node) ?? 0] = data
        return inputs
    }

    /// How many elements a slice leaves out in front of and behind those that it takes of each spatial axis; nil where it leaves out others.
    private static func cut(_ node: Node) -> (begin: [Int], end: [Int])? {
        let inputs = node.inputs
        let lengths = inputs[0].partial_shape.dimensions?.compactMap(\.length) ?? []
        guard inputs.count > 2, lengths.count > 2, lengths.count == inputs[0].rank, let starts = inputs[1].knownIntegers,
            let stops = inputs[2].knownIntegers, starts.count == stops.count
        else { return nil }
        let steps = inputs.count > 3 ? inputs[3].knownIntegers : Array(repeating: 1, count: starts.count)
        guard let steps, steps.count == starts.count, steps.allSatisfy({ $0 == 1 }) else { return nil }
        var ranges = lengths.map { SliceRange(length: $0, start: 0, stop: $0, step: 1) }
        if let slice = node.operation as? StridedSlice {
            guard let parts = slice.parts(count: starts.count, rank: lengths.count), parts.count == lengths.count else { return nil }
            for (axis, part) in parts.enumerated() {
                switch part {
                case .whole: continue
                case .slice(let entry):
                    ranges[axis] = slice.range(
                        entry: entry, length: lengths[axis], begin: starts[entry], end: stops[entry], stride: 1)
                case .element, .newAxis: return nil
                }
            }
        } else {
            guard let axes = inputs.count > 4 ? inputs[4].knownIntegers : Array(starts.indices), axes.count == starts.count else {
                return nil
            }
            for (entry, given) in axes.enumerated() {
                let axis = given < 0 ? given + lengths.count : given
                guard lengths.indices ~= axis else { return nil }
                ranges[axis] = SliceRange(length: lengths[axis], start: starts[entry], stop: stops[entry], step: 1)
            }
        }
        guard ranges.allSatisfy({ $0.count > 0 }), ranges[0].count == lengths[0], ranges[1].count == lengths[1] else { return nil }
        let begin = ranges.map(\.start)
        let end = zip(ranges, lengths).map { $1 - $0.start - $0.count }
        return (Array(begin[2...]), Array(end[2...]))
    }

    // MARK: Convolutions

    /// The operation without some of its elements; nil where it would have to take away more zeros than it puts around its data.
    private static func cropped(_ node: Node, _ cut: (begin: [Int], end: [Int])) -> (any Operation)? {
        guard let operation = node.operation as? any WindowedOperation, operation.autoPad == .explicit, node.inputs.count == 2 else {
            return nil
        }
        let window = operation.window(spatialRank: cut.begin.count)
        if var transposed = operation as? ConvolutionBackpropData {
            transposed.padsBegin = zip(window.padsBegin, cut.begin).map { $0 + $1 }
            transposed.padsEnd = zip(window.padsEnd, cut.end).map { $0 + $1 }
            return transposed
        }
        guard var convolution = operation as? InferGraph.Convolution, window.strides.allSatisfy({ $0 == 1 }) else { return nil }
        convolution.padsBegin = zip(window.padsBegin, cut.begin).map { $0 - $1 }
        convolution.padsEnd = zip(window.padsEnd, cut.end).map { $0 - $1 }
        return (convolution.padsBegin + convolution.padsEnd).allSatisfy { $0 >= 0 } ? convolution : nil
    }
}
