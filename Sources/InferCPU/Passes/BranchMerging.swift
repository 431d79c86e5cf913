import InferGraph
import InferTensors

/// Makes one convolution of those of the same tensor whose results are summed: its filters are the sum of theirs.
///
/// So networks that are trained with parallel branches, of which some only scale their input, cost as much as one without.
struct BranchMerging {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let merging = BranchMerging(rewriter: ModelRewriter(model))
        for node in merging.rewriter.nodes where merging.isSum(node) {
            // What belongs to a longer sum is looked at with that.
            if let reader = merging.rewriter.onlyReader(of: Output(node, 0)), merging.isSum(reader.node) { continue }
            try merging.merge(node)
        }
    }

    private let rewriter: ModelRewriter
    private static let mostBranches = 64

    private func isSum(_ node: Node) -> Bool {
        var match = PatternMatch()
        return node.outputCount == 1 && node.outputType(0).element_type == .f32 && match.operands(Output(node, 0), .add) != nil
    }

    /// What a sum adds up, in order, and the sums that it is made of. Files may nest them as deep as they like.
    private func terms(_ sum: Node) -> (terms: [Output], sums: [Node]) {
        var (terms, sums): ([Output], [Node]) = ([], [sum])
        var waiting = Array(sum.inputs.reversed())
        while let input = waiting.popLast() {
            if isSum(input.node), rewriter.onlyReader(of: input) != nil {
                sums.append(input.node)
                waiting += input.node.inputs.reversed()
            } else {
                terms.append(input)
            }
        }
        return (terms, sums)
    }

    private func merge(_ sum: Node) throws {
        var (rest, absorbed) = terms(sum)
        var merged: [(operation: InferGraph.Convolution, inputs: [Output])] = []
        while let (base, others) = next(&rest) {
            let weights = try rewriter.add(Constant(try base.sum(with: others)), [], before: sum, suffix: "weights")
            merged.append((base.operation, [base.data, weights]))
            absorbed += ([base] + others).compactMap(\.node)
        }
        guard let first = merged.first else { return }
        if merged.count == 1, rest.isEmpty {
            try rewriter.substitute(absorbed, last: sum, with: first.operation, first.inputs)
            return
        }
        let convolutions = try merged.map { try rewriter.add($0.operation, $0.inputs, before: sum, suffix: "merged") }
        // Constants become a bias.
        let constants = rest.filter { $0.isConstantWithin(convolutions[0]) }
        let ordered = [convolutions[0]] + constants + convolutions.dropFirst() + rest.filter { !constants.contains($0) }
        var total = ordered[0]
        for term in ordered.dropFirst().dropLast() {
            total = try rewriter.add(BinaryElementwise(.add), [total, term], before: sum, suffix: "sum")
        }
        try rewriter.substitute(absorbed, last: sum, with: BinaryElementwise(.add), [total, ordered[ordered.count - 1]])
    }

    /// Takes out of the terms a convolution and others that can be added to it.
    private func next(_ terms: inout [Output]) -> (ConvolutionBranch, [ConvolutionBranch])? {
        // A result that is needed elsewhere is computed in any case.
        let convolutions = terms.filter { rewriter.onlyReader(of: $0) != nil }.compactMap { ConvolutionBranch($0) }
        // Many convolutions of one tensor are no block of a network.
        if convolutions.count > Self.mostBranches { return nil }
        for base in convolutions.sorted(by: { $0.taps > $1.taps }) {
            var others: [ConvolutionBranch] = []
            var rest: [Output] = []
            for term in terms where term.node != base.node {
                let isOwn = term == base.data || rewriter.onlyReader(of: term) != nil
                let branch = isOwn ? ConvolutionBranch(term) ?? ConvolutionBranch(term, of: base) : nil
                if let branch, base.takes(branch) { others.append(branch) } else { rest.append(term) }
            }
            if others.isEmpty { continue }
            terms = rest
            return (base, others)
        }
        return nil
    }
}
