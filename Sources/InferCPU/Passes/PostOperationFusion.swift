import InferGraph
import InferKernels
import InferTensors

/// Takes bias, activations and elementwise combinations behind matrix products and convolutions into their kernels.
enum PostOperationFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        let rewriter = ModelRewriter(model)
        for node in rewriter.nodes where isBase(node) { try fuse(node, rewriter) }
    }

    private static func isBase(_ node: Node) -> Bool {
        let operation = node.operation
        guard operation is MatMul || operation is InferGraph.Convolution || operation is ConvolutionBackpropData else { return false }
        return node.outputType(0).element_type == .f32
    }

    private static func fuse(_ node: Node, _ rewriter: ModelRewriter) throws {
        var inputs = node.inputs
        let baseInputCount = inputs.count
        var bias: Tensor?
        var postOperations: [PostOperation] = []
        var absorbed = [node]
        var current = Output(node, 0)
        while postOperations.count < Epilogue.capacity, let reader = rewriter.onlyReader(of: current) {
            let next = reader.node
            if let activation = activation(next), reader.index == 0 {
                postOperations.append(.activation(activation))
            } else if let (combination, operand) = combination(next, reader.index), keepsShape(current, operand) {
                if combination == .add, bias == nil, postOperations.isEmpty, let constant = channelConstant(operand, of: node) {
                    bias = constant
                } else {
                    postOperations.append(.combine(combination, input: inputs.count))
                    inputs.append(operand)
                }
            } else {
                break
            }
            absorbed.append(next)
            current = Output(next, 0)
        }
        guard absorbed.count > 1 else { return }
        let fused = Fused(base: node.operation, baseInputCount: baseInputCount, postOperations: postOperations, bias: bias)
        let replacement = try rewriter.fused(fused, inputs, replacing: absorbed)
        for old in absorbed { rewriter.forget(old) }
        rewriter.register(replacement)
        rewriter.replace(current, with: Output(replacement, 0))
    }

    /// The function of one tensor that a node computes; nil where it is no such function.
    private static func activation(_ node: Node) -> Activation? {
        func constant(_ index: Int) -> Float? {
            guard index < node.inputs.count else { return nil }
            return node.inputs[index].node.constant_tensor?.scalarValue.map { Float($0) }
        }
        switch node.operation {
        case let unary as UnaryElementwise: return activations[unary.kind]
        case let clamp as Clamp: return .clamp(min: Float(clamp.min), max: Float(clamp.max))
        case let elu as Elu: return .elu(alpha: Float(elu.alpha))
        case let gelu as Gelu: return gelu.approximationMode == .erf ? .geluErf : .geluTanh
        case is Swish: return node.inputs.count == 1 ? .swish(beta: 1) : constant(1).map { .swish(beta: $0) }
        case is PRelu: return constant(1).map { .leakyRelu(slope: $0) }
        case let parametric as ParametricActivation:
            guard let alpha = constant(1), let second = constant(2) else { return nil }
            return parametric.kind == .selu ? .selu(alpha: alpha, lambda: second) : .hardSigmoid(alpha: alpha, beta: second)
        default: return nil
        }
    }

    private static let activations: [UnaryElementwise.Kind: Activation] = [
        .relu: .relu, .sigmoid: .sigmoid, .tanh: .tanh, .hswish: .hardSwish, .hsigmoid: .hardSigmoidOverSix, .mish: .mish,
        .softPlus: .softPlus, .softSign: .softSign, .exp: .exp, .log: .log, .erf: .erf, .abs: .abs, .negative: .negate, .sqrt: .sqrt,
    ]

    /// The function of the result and another tensor that a node computes, and the other tensor.
    private static func combination(_ node: Node, _ index: Int) -> (Epilogue.Combination, Output)? {
        let inputs = node.inputs
        guard inputs.count == 2, node.outputType(0).element_type == .f32 else { return nil }
        let operand = inputs[1 - index]
        // A slope of lower rank goes by channels, not by the last axes.
        if node.operation is PRelu, index == 0 {
            return operand.partial_shape.dimensions?.count == node.outputType(0).partial_shape.dimensions?.count ? (.slope, operand) : nil
        }
        guard let binary = node.operation as? BinaryElementwise, binary.autoBroadcast == .numpy else { return nil }
        switch binary.kind {
        case .add: return (.add, operand)
        case .multiply: return (.multiply, operand)
        case .maximum: return (.maximum, operand)
        case .minimum: return (.minimum, operand)
        case .subtract where index == 0: return (.subtract, operand)
        case .divide where index == 0: return (.divide, operand)
        default: return nil
        }
    }

    /// Whether an operand broadcasts to the result without making it larger, as far as is known; what cannot be known is seen to when
    /// the program is bound.
    private static func keepsShape(_ result: Output, _ operand: Output) -> Bool {
        guard let lengths = result.partial_shape.dimensions, let others = operand.partial_shape.dimensions, others.count <= lengths.count
        else { return false }
        return zip(lengths.reversed(), others.reversed()).allSatisfy { length, other in
            other == Dimension(1) || other == length || (length.is_dynamic && other.compatible(length))
        }
    }

    /// A constant with one value per channel of a convolution's or column of a product's result.
    private static func channelConstant(_ operand: Output, of node: Node) -> Tensor? {
        guard let tensor = operand.node.constant_tensor, let dimensions = node.outputType(0).partial_shape.dimensions else { return nil }
        let axis = node.operation is MatMul ? dimensions.count - 1 : 1
        let place = axis - (dimensions.count - tensor.shape.count)
        guard axis >= 0, axis < dimensions.count, place >= 0, let length = dimensions[axis].length, length == tensor.shape[place],
            tensor.size == length
        else { return nil }
        return tensor
    }
}
