import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// Makes one node of elementwise functions of f32 tensors that lead to one result, so that what lies between them stays in registers.
///
/// What matrix products and convolutions can take in must be taken before.
enum ElementwiseChainFusion {
    private static let mostSteps = 16

    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        var absorbed: Set<Node> = []
        // From the results up, so that groups are as large as they can be.
        for node in rewriter.nodes.reversed() where !absorbed.contains(node) {
            guard function(node) != nil else { continue }
            let group = group(endingIn: node, rewriter)
            guard group.count > 1 else { continue }
            absorbed.formUnion(group)
            try fuse(group, rewriter)
        }
    }

    /// The nodes that can be computed with a node, in order; itself is the last.
    private static func group(endingIn last: Node, _ rewriter: ModelRewriter) -> [Node] {
        var group: [Node] = [last]
        var refused: Set<Node> = []
        while group.count < mostSteps {
            let candidate = group.flatMap { operands($0) }.map(\.node).first { node in
                !group.contains(node) && !refused.contains(node) && function(node) != nil
                    && node.outputType(0).partial_shape == last.outputType(0).partial_shape
                    && rewriter.readers(of: Output(node, 0)).allSatisfy { group.contains($0.node) }
            }
            guard let candidate else { break }
            // Inputs are limited.
            if inputs(group + [candidate]).count <= GeneratedChain.inputCapacity {
                group.append(candidate)
            } else {
                refused.insert(candidate)
            }
        }
        let members = Set(group)
        return rewriter.nodes.filter { members.contains($0) }
    }

    /// What a group reads from outside.
    private static func inputs(_ group: [Node]) -> [Output] {
        var inputs: [Output] = []
        for operand in group.flatMap({ operands($0) }) where !group.contains(operand.node) && !inputs.contains(operand) {
            inputs.append(operand)
        }
        return inputs
    }

    private static func fuse(_ group: [Node], _ rewriter: ModelRewriter) throws {
        let inputs = inputs(group)
        guard let last = group.last, !inputs.isEmpty else { return }
        func place(_ operand: Output) -> ElementwiseChain.Operand {
            group.firstIndex(of: operand.node).map { .step($0) } ?? .input(inputs.firstIndex(of: operand) ?? 0)
        }
        var steps: [ElementwiseChain.Step] = []
        for node in group {
            let operands = operands(node).map(place)
            switch function(node) {
            case .unary(let operation, let parameters): steps.append(.unary(operation, operands[0], parameters))
            case .binary(let operation): steps.append(.binary(operation, operands[0], operands[1]))
            case nil: return
            }
        }
        try rewriter.substitute(group, last: last, with: FusedElementwise(steps: steps), inputs)
    }

    // MARK: What nodes compute

    private enum Function {
        case unary(UnaryOperation, ElementwiseParameters)
        case binary(BinaryOperation)
    }

    /// The tensors that a node's function reads; constants that are part of the function are none of them.
    private static func operands(_ node: Node) -> [Output] {
        switch function(node) {
        case .unary: [node.inputs[place(ofOperand: node)]]
        case .binary: Array(node.inputs.prefix(2))
        case nil: []
        }
    }

    /// Which input the operand of a function of one tensor is.
    private static func place(ofOperand node: Node) -> Int {
        node.operation is BinaryElementwise && node.inputs[0].node.constant_tensor != nil ? 1 : 0
    }

    /// The function of f32 tensors that a node computes, where there is code for it.
    private static func function(_ node: Node) -> Function? {
        // Vectors and scalars may be shapes, whose elements must be known when the program is bound.
        guard node.outputs.count == 1, node.outputType(0).element_type == .f32, let first = node.inputs.first,
            first.tensorType.element_type == .f32, let rank = node.outputType(0).partial_shape.dimensions?.count, rank > 1
        else { return nil }
        let function: Function?
        switch node.operation {
        case let unary as UnaryElementwise: function = .unary(LoweringTable.function(of: unary.kind), ElementwiseParameters())
        case let binary as BinaryElementwise: function = self.function(node, binary)
        case let clamp as Clamp: function = .unary(.clamp, ElementwiseParameters(clamp.min, clamp.max))
        case let elu as Elu: function = .unary(.elu, ElementwiseParameters(elu.alpha))
        case let gelu as Gelu: function = .unary(gelu.approximationMode == .erf ? .geluErf : .geluTanh, ElementwiseParameters())
        case let round as Round where round.mode == .halfToEven: function = .unary(.roundToEven, ElementwiseParameters())
        case is Swish:
            function = (node.inputs.count == 1 ? 1 : constant(node, 1)).map { .unary(.swish, ElementwiseParameters($0)) }
        case is PRelu: function = constant(node, 1).map { .unary(.leakyRelu, ElementwiseParameters($0)) }
        default: function = nil
        }
        switch function {
        case .unary(let operation, let parameters): return VectorFunction(operation, parameters) == nil ? nil : function
        case .binary(let operation): return VectorCombination(operation) == nil ? nil : function
        case nil: return nil
        }
    }

    private static func function(_ node: Node, _ binary: BinaryElementwise) -> Function? {
        let inputs = node.inputs
        let shape = node.outputType(0).partial_shape
        guard inputs.count == 2, inputs[1].tensorType.element_type == .f32,
            binary.autoBroadcast == .numpy || inputs[0].partial_shape == inputs[1].partial_shape
        else { return nil }
        let operation = LoweringTable.function(of: binary, .f32)
        // A number that is part of the function, unless it makes a tensor of higher rank.
        if let number = constant(node, 1), inputs[0].partial_shape == shape {
            switch operation {
            case .add: return .unary(.linear, ElementwiseParameters(1, number))
            case .subtract: return .unary(.linear, ElementwiseParameters(1, -number))
            case .multiply: return .unary(.linear, ElementwiseParameters(number, 0))
            case .power: return .unary(.power, ElementwiseParameters(number))
            default: break
            }
        }
        if let number = constant(node, 0), inputs[1].partial_shape == shape {
            switch operation {
            case .add: return .unary(.linear, ElementwiseParameters(1, number))
            case .subtract: return .unary(.linear, ElementwiseParameters(-1, number))
            case .multiply: return .unary(.linear, ElementwiseParameters(number, 0))
            case .divide where number == 1: return .unary(.reciprocal, ElementwiseParameters())
            default: break
            }
        }
        return .binary(operation)
    }

    private static func constant(_ node: Node, _ index: Int) -> Double? {
        guard index < node.inputs.count else { return nil }
        return node.inputs[index].node.constant_tensor?.scalarValue
    }
}
