import InferGraph
import InferKernels
import InferTensors

/// Computes, with the device's own kernels, what depends on constants alone. Weights stored as f16 become f32 here.
enum ConstantFolding {
    /// A result may be this many bytes larger than what it is made of: a small constant that is broadcast stays small.
    private static let growthLimit = 1 << 16

    /// Leaves the halves that products widen for themselves.
    static func run(_ model: Model, _ options: CompileOptions) throws {
        try run(model, options) { node, rewriter in HalfWeights.keeps(node, rewriter, options) }
    }

    /// Leaves nothing.
    static func finish(_ model: Model, _ options: CompileOptions) throws { try run(model, options) { _, _ in false } }

    private static func run(_ model: Model, _ options: CompileOptions, keeps: (Node, ModelRewriter) -> Bool) throws {
        let rewriter = ModelRewriter(model)
        let team = WorkerTeam(threads: 1)
        for node in rewriter.nodes where isFoldable(node) && !keeps(node, rewriter) {
            guard let tensors = try fold(node, options, team) else { continue }
            for (output, tensor) in zip(node.outputs, tensors) {
                let constant = try Node(Constant(tensor), name: node.friendly_name)
                rewriter.replace(output, with: Output(constant, 0))
            }
        }
    }

    private static func isFoldable(_ node: Node) -> Bool {
        let inputs = node.inputs
        guard !inputs.isEmpty, inputs.allSatisfy({ $0.node.operation is Constant }) else { return false }
        let operation = node.operation
        guard !operation.hasSideEffects, operation.bodies.isEmpty, !(operation is Result), LoweringTable.find(operation) != nil else {
            return false
        }
        let types = node.outputTypes
        guard types.allSatisfy({ $0.element_type != .string }) else { return false }
        let given = inputs.reduce(0) { $0 + $1.tensorType.byteCount }
        // The inputs' elements may decide the shape; then the result is judged when it is there.
        return types.allSatisfy { !$0.partial_shape.is_static || $0.byteCount <= 2 * given + growthLimit }
    }

    private static func fold(_ node: Node, _ options: CompileOptions, _ team: WorkerTeam) throws -> [Tensor]? {
        let program = try ProgramBuilder.build(folding: node, options)
        let ports = FoldingPorts(types: node.outputTypes.map(\.element_type))
        let execution = try ProgramExecution(program, ExecutionEnvironment(variables: try VariableStore([])))
        try execution.run(ports, team)
        return ports.made
    }
}

/// Collects what a folded node gives.
private final class FoldingPorts: ProgramPorts {
    private let types: [ElementType]
    private var tensors: [Tensor?]

    init(types: [ElementType]) {
        self.types = types
        tensors = Array(repeating: nil, count: types.count)
    }

    /// The tensors, when all are there.
    var made: [Tensor]? {
        let present = tensors.compactMap { $0 }
        return present.count == tensors.count ? present : nil
    }

    func inputShape(_ index: Int) -> Shape { [] }
    func inputMemory(_ index: Int) -> UnsafeMutableRawPointer { Arena.nowhere }

    func outputMemory(_ index: Int, _ shape: Shape) throws -> UnsafeMutableRawPointer {
        let tensor = try Tensor(types[index], shape)
        tensors[index] = tensor
        return tensor.data
    }
}
