import InferGraph
import InferTensors

/// Puts Softmax in the place of exponentials over their sum, of differences to the maximum.
enum SoftmaxFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.outputCount == 1 && node.outputType(0).element_type == .f32 {
            guard let (data, axis, match) = find(Output(node, 0)), rewriter.isClosed(match.nodes, last: node) else { continue }
            var softmax = Softmax()
            softmax.axis = axis
            try rewriter.substitute(match.nodes, last: node, with: softmax, [data])
        }
    }

    private static func find(_ last: Output) -> (data: Output, axis: Int, PatternMatch)? {
        var match = PatternMatch()
        guard let (exponentials, divisor) = match.operands(last, .divide), let sum = reduction(divisor, .sum, &match),
            sum.data == exponentials, let difference = match.operand(exponentials, .exp),
            let (data, largest) = match.operands(difference, .subtract), let maximum = reduction(largest, .maximum, &match),
            maximum.data == data, maximum.axis == sum.axis, data.partial_shape == last.partial_shape
        else { return nil }
        return (data, sum.axis, match)
    }

    /// The data that a reduction over one axis, which is kept or put back, reads.
    private static func reduction(_ output: Output, _ kind: Reduce.Kind, _ match: inout PatternMatch) -> (data: Output, axis: Int)? {
        let reduced = NormalizationStatistic.kept(output, &match)
        guard let reduce = reduced.node.operation as? Reduce, reduce.kind == kind, let data = reduced.node.inputs.first,
            let rank = data.rank,
            let axes = NormalizationStatistic.axes(reduced.node.inputs[1].knownIntegers, rank), axes.count == 1,
            NormalizationStatistic.restores(output, data, axes)
        else { return nil }
        match.note(reduced.node)
        return (data, axes[0])
    }
}
