import InferGraph
import InferTensors

/// Puts the activation operations in the place of what spells them out, so that they can go into the kernels of what they follow: GELU,
/// HardSwish, HardSigmoid, Swish, Mish, SoftPlus, sigmoid.
enum ActivationFusion {
    static func run(_ model: Model, _ options: CompileOptions) throws {
        // What larger patterns are made of comes first.
        try run(model) { [elementary($0)].compactMap { $0 } }
        try run(model) { composed($0) }
    }

    private static func run(_ model: Model, _ find: (Output) -> [Found]) throws {
        let rewriter = ModelRewriter(model)
        var spent: Set<Node> = []
        for node in rewriter.nodes where !spent.contains(node) && isCandidate(node) {
            let last = Output(node, 0)
            let usable = find(last).first {
                $0.match.nodes.count > 1 && $0.data.partial_shape == last.partial_shape && rewriter.isClosed($0.match.nodes, last: node)
            }
            guard let found = usable else { continue }
            try rewriter.substitute(found.match.nodes, last: node, with: found.operation, [found.data] + found.parameters)
            spent.formUnion(found.match.nodes)
        }
    }

    private struct Found {
        let operation: any Operation
        let data: Output
        var parameters: [Output] = []
        var match: PatternMatch
    }

    private static func isCandidate(_ node: Node) -> Bool {
        guard node.outputCount == 1, node.outputType(0).element_type == .f32 else { return false }
        switch node.operation {
        case is BinaryElementwise, is Clamp: return true
        case let unary as UnaryElementwise: return unary.kind == .log || unary.kind == .negative
        default: return false
        }
    }

    // MARK: Functions of one exponential, and bounds

    private static func elementary(_ last: Output) -> Found? {
        var match = PatternMatch()
        if let inner = match.operand(last, .log), let (exponent, sum) = onePlusExponential(inner, match) {
            return exponent.isNegated ? nil : Found(operation: UnaryElementwise(.softPlus), data: exponent.data, match: sum)
        }
        match = PatternMatch()
        if let (one, inner) = match.operands(last, .divide), one.scalar == 1, (one.rank ?? .max) <= (last.rank ?? -1),
            let (exponent, sum) = onePlusExponential(inner, match)
        {
            return exponent.isNegated ? Found(operation: UnaryElementwise(.sigmoid), data: exponent.data, match: sum) : nil
        }
        match = PatternMatch()
        if let (inner, power) = match.constantOperand(last, .power), power == -1, let (exponent, sum) = onePlusExponential(inner, match) {
            return exponent.isNegated ? Found(operation: UnaryElementwise(.sigmoid), data: exponent.data, match: sum) : nil
        }
        return clamp(last)
    }

    /// What `1 + exp(x)` or `1 + exp(-x)` is made of.
    private static func onePlusExponential(_ output: Output, _ match: PatternMatch) -> ((data: Output, isNegated: Bool), PatternMatch)? {
        var match = match
        guard let (inner, one) = match.constantOperand(output, .add), one == 1, let exponent = match.operand(inner, .exp) else {
            return nil
        }
        var negated = match
        if let data = negated.operand(exponent, .negative) { return ((data, true), negated) }
        negated = match
        if let (data, factor) = negated.constantOperand(exponent, .multiply), factor == -1 { return ((data, true), negated) }
        return ((exponent, false), match)
    }

    /// A maximum and a minimum with constants, or a ReLU and a minimum.
    private static func clamp(_ last: Output) -> Found? {
        var match = PatternMatch()
        for (outer, inner) in [(BinaryElementwise.Kind.minimum, BinaryElementwise.Kind.maximum), (.maximum, .minimum)] {
            match = PatternMatch()
            guard let (held, outerBound) = match.constantOperand(last, outer) else { continue }
            var attempt = match
            var data: Output?
            var innerBound = 0.0
            if let (found, bound) = attempt.constantOperand(held, inner) {
                (data, innerBound) = (found, bound)
            } else {
                attempt = match
                if inner == .maximum { data = attempt.operand(held, .relu) }
            }
            guard let data else { continue }
            var clamp = Clamp()
            (clamp.min, clamp.max) = inner == .maximum ? (innerBound, outerBound) : (outerBound, innerBound)
            // Of bounds that cross, the outer one counts.
            guard clamp.min <= clamp.max else { continue }
            return Found(operation: clamp, data: data, match: attempt)
        }
        return nil
    }

    // MARK: Products of a tensor and a function of it

    /// The ways to take a tensor for an activation, those first that take the most nodes.
    private static func composed(_ last: Output) -> [Found] {
        var found: [Found] = []
        for inner in last.node.operation is Clamp ? [last] : functions(under: last, depth: 4) {
            guard let argument = inner.node.inputs.first else { continue }
            for data in arguments(from: argument).reversed() {
                var match = PatternMatch()
                match.note(inner.node)
                if let polynomial = ActivationPolynomial(last, x: data, e: inner, &match),
                    let activation = activation(polynomial, inner, argument, data, match)
                {
                    found.append(activation)
                }
            }
        }
        return found
    }

    /// The functions within a sum of products that may be the heart of an activation.
    private static func functions(under output: Output, depth: Int) -> [Output] {
        var found: [Output] = []
        for input in output.node.inputs {
            switch input.node.operation {
            case let unary as UnaryElementwise where [.erf, .tanh, .sigmoid, .hsigmoid].contains(unary.kind): found.append(input)
            case is Clamp: found.append(input)
            case let activation as ParametricActivation where activation.kind == .hardSigmoid: found.append(input)
            case let binary as BinaryElementwise where depth > 1 && [.add, .subtract, .multiply, .divide].contains(binary.kind):
                found += functions(under: input, depth: depth - 1)
            default: break
            }
        }
        return found
    }

    /// The tensors that a function's argument may be a polynomial in, the nearest first.
    private static func arguments(from argument: Output) -> [Output] {
        var found = [argument]
        var next = 0
        while next < found.count, found.count < 12 {
            let node = found[next].node
            next += 1
            let isFollowed: Bool
            switch node.operation {
            case let binary as BinaryElementwise: isFollowed = [.add, .subtract, .multiply, .divide, .power].contains(binary.kind)
            case let unary as UnaryElementwise: isFollowed = unary.kind == .negative || unary.kind == .softPlus
            default: isFollowed = false
            }
            guard isFollowed else { continue }
            for input in node.inputs where !(input.node.operation is Constant) && !found.contains(input) { found.append(input) }
        }
        return found
    }

    private typealias Powers = ActivationPolynomial.Powers
    private static let x = Powers(x: 1, e: 0)
    private static let e = Powers(x: 0, e: 1)
    private static let xe = Powers(x: 1, e: 1)
    /// √(2 / π) and its product with GELU's cubic coefficient.
    private static let tanhSlope = (2 / Double.pi).squareRoot()
    private static let tanhCube = 0.044715 * tanhSlope

    private static func activation(
        _ polynomial: ActivationPolynomial, _ function: Output, _ argument: Output, _ data: Output, _ match: PatternMatch
    ) -> Found? {
        var match = match
        switch function.node.operation {
        case let unary as UnaryElementwise:
            if unary.kind == .tanh, polynomial.isClose(to: [xe: 1]) {
                guard let inner = match.operand(argument, .softPlus), inner == data else { return nil }
                return Found(operation: UnaryElementwise(.mish), data: data, match: match)
            }
            guard let inner = ActivationPolynomial(argument, x: data, e: nil, &match) else { return nil }
            return smooth(unary.kind, polynomial, inner, data, match)
        case let clamp as Clamp:
            guard let inner = ActivationPolynomial(argument, x: data, e: nil, &match) else { return nil }
            return hard(polynomial, inner, clamp.min, clamp.max, data, match)
        case is ParametricActivation:
            let inputs = function.node.inputs
            guard argument == data, let alpha = inputs[1].scalar, let beta = inputs[2].scalar else { return nil }
            let inner = ActivationPolynomial([x: alpha, Powers(x: 0, e: 0): beta])
            return hard(polynomial, inner, 0, 1, data, match)
        default: return nil
        }
    }

    private static func smooth(
        _ kind: UnaryElementwise.Kind, _ polynomial: ActivationPolynomial, _ inner: ActivationPolynomial, _ data: Output,
        _ match: PatternMatch
    ) -> Found? {
        func gelu(_ mode: Gelu.ApproximationMode) -> Found {
            var gelu = Gelu()
            gelu.approximationMode = mode
            return Found(operation: gelu, data: data, match: match)
        }
        let cubic = [x: tanhSlope, Powers(x: 3, e: 0): tanhCube]
        switch kind {
        case .erf where polynomial.isClose(to: [x: 0.5, xe: 0.5]) && inner.isClose(to: [x: 0.5.squareRoot()]): return gelu(.erf)
        case .tanh where polynomial.isClose(to: [x: 0.5, xe: 0.5]) && inner.isClose(to: cubic): return gelu(.tanh)
        case .sigmoid where polynomial.isClose(to: [xe: 1]):
            if inner.isClose(to: cubic.mapValues { 2 * $0 }) { return gelu(.tanh) }
            let beta = inner[x: 1, e: 0]
            guard inner.terms.allSatisfy({ $0.key == x || $0.value == 0 }) else { return nil }
            if beta == 1 { return Found(operation: Swish(), data: data, match: match) }
            guard let parameter = try? opset.constant([Float(beta)], shape: []) else { return nil }
            return Found(operation: Swish(), data: data, parameters: [parameter], match: match)
        case .hsigmoid where inner.isClose(to: [x: 1]):
            return polynomial.isClose(to: [xe: 1]) ? Found(operation: UnaryElementwise(.hswish), data: data, match: match) : nil
        default: return nil
        }
    }

    /// A line held between two bounds, alone or times the data.
    private static func hard(
        _ polynomial: ActivationPolynomial, _ inner: ActivationPolynomial, _ lower: Double, _ upper: Double, _ data: Output,
        _ match: PatternMatch
    ) -> Found? {
        let isProduct = polynomial[x: 1, e: 1] != 0
        let factor = isProduct ? polynomial[x: 1, e: 1] : polynomial[x: 0, e: 1]
        guard polynomial.isClose(to: [isProduct ? xe : e: factor]), ActivationPolynomial.isClose(factor * upper, 1), lower == 0,
            inner.isClose(to: [x: inner[x: 1, e: 0], Powers(x: 0, e: 0): inner[x: 0, e: 0]])
        else { return nil }
        let slope = factor * inner[x: 1, e: 0]
        let offset = factor * inner[x: 0, e: 0]
        let isSixth = ActivationPolynomial.isClose(slope, 1 / 6.0) && ActivationPolynomial.isClose(offset, 0.5)
        if isProduct { return isSixth ? Found(operation: UnaryElementwise(.hswish), data: data, match: match) : nil }
        if isSixth { return Found(operation: UnaryElementwise(.hsigmoid), data: data, match: match) }
        guard slope != 0, let alpha = try? opset.constant([Float(slope)], shape: []),
            let beta = try? opset.constant([Float(offset)], shape: [])
        else { return nil }
        return Found(operation: ParametricActivation(.hardSigmoid), data: data, parameters: [alpha, beta], match: match)
    }
}
