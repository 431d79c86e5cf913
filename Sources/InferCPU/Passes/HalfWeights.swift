import InferAssembler
import InferGraph
import InferTensors

/// Leaves weights and tables in f16 where a kernel widens what it reads: they take half the memory, and half the time to fetch.
enum HalfWeights {
    /// Constants from this size on.
    private static let leastBytes = 1 << 16

    /// Whether a conversion of a constant is none that has to be done ahead: all who read it are products that widen for themselves.
    static func keeps(_ node: Node, _ rewriter: ModelRewriter, _ options: CompileOptions) -> Bool {
        guard options.instructionSet != .portable, isWidening(node), node.inputs[0].tensorType.byteCount >= leastBytes,
            node.inputs[0].element_type == .f16
        else { return false }
        let readers = rewriter.readers(of: Output(node, 0))
        // A product with converted data may be a look-up of rows.
        return !readers.isEmpty && isOneMatrix(node.inputs[0])
            && readers.allSatisfy {
                $0.index == 1 && $0.node.operation is MatMul && !($0.node.inputs[0].node.operation is Convert)
            }
    }

    /// Gathers from tables before they are widened.
    static func narrowTables(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where node.operation is Gather {
            let table = node.inputs[0].node
            guard isWidening(table), table.inputs[0].tensorType.byteCount >= leastBytes else { continue }
            let gathered = try rewriter.add(node.operation, [table.inputs[0]] + node.inputs.dropFirst(), before: node, suffix: "narrow")
            try rewriter.substitute([node], last: node, with: table.operation, [gathered])
        }
    }

    /// Makes products read the constants that ``keeps(_:_:_:)`` has left.
    static func run(_ model: Model, _ options: CompileOptions) throws {
        guard options.instructionSet != .portable else { return }
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes {
            let fused = node.operation as? Fused
            guard let product = (fused?.base ?? node.operation) as? MatMul, isWidening(node.inputs[1].node) else { continue }
            let weights = node.inputs[1].node.inputs[0]
            guard weights.element_type == .f16, isOneMatrix(weights) else { continue }
            let base = HalfWeightProduct(product: product)
            let operation: any Operation =
                fused.map {
                    Fused(base: base, baseInputCount: $0.baseInputCount, postOperations: $0.postOperations, bias: $0.bias)
                } ?? base
            var inputs = node.inputs
            inputs[1] = weights
            try rewriter.substitute([node], last: node, with: operation, inputs)
        }
    }

    /// Whether a node makes f32 of a constant of halves.
    private static func isWidening(_ node: Node) -> Bool {
        guard node.operation is Convert, node.outputType(0).element_type == .f32, let input = node.inputs.first else { return false }
        return input.node.operation is Constant && [.f16, .bf16].contains(input.element_type)
    }

    private static func isOneMatrix(_ constant: Output) -> Bool {
        guard let shape = constant.node.constant_tensor?.shape, shape.count >= 2 else { return false }
        return shape.dropLast(2).allSatisfy { $0 == 1 }
    }
}
