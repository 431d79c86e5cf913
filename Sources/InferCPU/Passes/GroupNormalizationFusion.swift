import InferGraph
import InferTensors

/// Puts GroupNormalization in the place of channels that are reshaped to groups, normalised, reshaped back, scaled and shifted.
enum GroupNormalizationFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var spent: Set<Node> = []
        // The last nodes first: what a shift is added to must not be taken without it.
        for node in rewriter.nodes.reversed() where !spent.contains(node) && isCandidate(node) {
            guard let groups = Groups(Output(node, 0)), rewriter.isClosed(groups.match.nodes, last: node) else { continue }
            let channels = groups.channels
            func vector(_ constant: Output?, _ filler: Float, _ suffix: String) throws -> Output {
                var values = try constant?.node.constant_tensor?.scalars(as: Float.self) ?? [filler]
                if values.count == 1 { values = Array(repeating: values[0], count: channels) }
                return try rewriter.add(Constant(try Tensor(values, shape: [channels])), [], before: node, suffix: suffix)
            }
            var operation = GroupNormalization()
            operation.numGroups = groups.count
            operation.epsilon = groups.epsilon
            try rewriter.substitute(
                groups.match.nodes, last: node, with: operation,
                [groups.data, try vector(groups.scale, 1, "scale"), try vector(groups.shift, 0, "shift")])
            spent.formUnion(groups.match.nodes)
        }
    }

    private static func isCandidate(_ node: Node) -> Bool {
        guard node.outputCount == 1, node.outputType(0).element_type == .f32 else { return false }
        if node.operation is Reshape { return true }
        guard let binary = node.operation as? BinaryElementwise else { return false }
        return binary.kind == .add || binary.kind == .multiply
    }

    private struct Groups {
        let data: Output
        let count: Int
        let channels: Int
        let epsilon: Double
        private(set) var scale: Output?
        private(set) var shift: Output?
        private(set) var match = PatternMatch()

        init?(_ last: Output) {
            var current = last
            var scale: Output?
            var shift: Output?
            var match = PatternMatch()
            if let (inner, constant) = Self.part(current, .add, &match) { (current, shift) = (inner, constant) }
            if let (inner, constant) = Self.part(current, .multiply, &match) { (current, scale) = (inner, constant) }
            // Reshape, MVN over all but batch and groups, Reshape.
            let join = current.node
            guard join.operation is Reshape, let normalized = join.inputs.first, let split = normalized.node.inputs.first?.node,
                split.operation is Reshape, let data = split.inputs.first, let lengths = data.partial_shape.dimensions, lengths.count > 2,
                let parts = Output(split, 0).partial_shape.dimensions, let channels = lengths[1].length,
                let groups = parts.count > 2 ? parts[1].length : nil, groups > 0, channels > 0, channels % groups == 0,
                let statistic = NormalizationStatistic(normalized: normalized, &match), statistic.isEpsilonInsideRoot,
                statistic.epsilon > 0, statistic.axes == Array(2..<parts.count)
            else { return nil }
            var origins = LengthOrigins()
            guard origins.areEqual(data, current),
                origins.length(data, 0) == origins.length(Output(split, 0), 0)
            else { return nil }
            match.note(split)
            match.note(join)
            for constant in [scale, shift].compactMap({ $0 }) {
                guard let shape = constant.node.constant_tensor?.shape, shape.count <= lengths.count else { return nil }
                let place = 1 - (lengths.count - shape.count)
                guard shape_size(shape) == 1 || (place >= 0 && shape[place] == channels && shape_size(shape) == channels) else {
                    return nil
                }
            }
            self.data = data
            self.channels = channels
            count = groups
            epsilon = statistic.epsilon
            (self.scale, self.shift, self.match) = (scale, shift, match)
        }

        /// What a node combines with a constant that does not make it larger.
        private static func part(_ output: Output, _ kind: BinaryElementwise.Kind, _ match: inout PatternMatch) -> (Output, Output)? {
            var attempt = match
            guard let (first, second) = attempt.operands(output, kind) else { return nil }
            for (inner, constant) in [(first, second), (second, first)] where constant.isConstantWithin(inner) {
                match = attempt
                return (inner, constant)
            }
            return nil
        }
    }
}
