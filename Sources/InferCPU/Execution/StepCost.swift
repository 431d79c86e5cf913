import InferGraph
import InferTensors

/// The work of a step whose shapes are known: what its time is measured against in profiles.
struct StepCost: Hashable, Sendable {
    /// Multiplications and additions by the operation's definition, whatever algorithm computes it; 0 for operations whose time memory
    /// decides.
    let floatingPointOperations: Int
    /// The bytes of all inputs and outputs, weights included.
    let bytes: Int

    /// - Parameters:
    ///   - types: what is known of each slot of the program; unknown ones count nothing.
    init(_ step: Step, _ types: [TensorType?]) {
        let inputs = step.inputs.map { types[$0.index] }
        let outputs = step.outputs.map { types[$0.index] }
        bytes = (inputs + outputs).reduce(0) { $0 &+ ($1?.byteCount ?? 0) }
        let shapes = Shapes(inputs: inputs.map(StepCost.lengths), outputs: outputs.map(StepCost.lengths))
        floatingPointOperations = max(StepCost.operations((step.operation as? Fused)?.base ?? step.operation, shapes), 0)
    }

    /// The work of steps that one kernel computes. Between them nothing is moved.
    init(_ program: Program, _ bound: Binding.BoundStep, _ types: [TensorType?]) {
        let costs = (bound.first...bound.position).map { StepCost(program.steps[$0], types) }
        let inner = (bound.first..<bound.position).flatMap { program.steps[$0].outputs }
        floatingPointOperations = costs.reduce(0) { $0 &+ $1.floatingPointOperations }
        bytes = costs.reduce(0) { $0 &+ $1.bytes } &- inner.reduce(0) { $0 &+ 2 &* (types[$1.index]?.byteCount ?? 0) }
    }

    private struct Shapes {
        let inputs: [[Int]]
        let outputs: [[Int]]

        func input(_ index: Int) -> [Int] { index < inputs.count ? inputs[index] : [] }

        /// How many elements an input has; 0 where that is not known.
        func count(input index: Int) -> Int { index < inputs.count ? StepCost.product(inputs[index]) : 0 }
        var outputCount: Int { outputs.first.map(StepCost.product) ?? 0 }
    }

    /// The lengths of a tensor's axes; `[0]`, which makes every count zero, where they are not known.
    private static func lengths(_ type: TensorType?) -> [Int] {
        guard let dimensions = type?.partial_shape.dimensions else { return [0] }
        return dimensions.map { $0.length ?? 0 }
    }

    private static func product(_ lengths: some Sequence<Int>) -> Int { lengths.reduce(1) { $0 &* $1 } }

    private static func operations(_ operation: any Operation, _ shapes: Shapes) -> Int {
        switch (operation as? HalfWeightProduct)?.product ?? operation {
        case let product as MatMul:
            let left = shapes.input(0)
            let depth = product.transposeA && left.count > 1 ? left[left.count - 2] : left.last ?? 0
            return 2 &* shapes.outputCount &* depth
        case let convolution as InferGraph.Convolution:
            return 2 &* shapes.outputCount &* Self.product(shapes.input(1).dropFirst(convolution.isGrouped ? 2 : 1))
        case let convolution as ConvolutionBackpropData:
            return 2 &* shapes.count(input: 0) &* Self.product(shapes.input(1).dropFirst(convolution.isGrouped ? 2 : 1))
        case is ScaledDotProductAttention:
            // Scores and their product with the values, both of as many multiplications as queries × keys × width.
            let queries = shapes.count(input: 0)
            let keys = shapes.input(1)
            return keys.count < 2 ? 0 : 4 &* queries &* keys[keys.count - 2]
        case let recurrent as any RecurrentOperation:
            // Each element of the weights is used once a step and batch item.
            let weights = (recurrent.kind == .lstm ? 3 : 2) + (recurrent is RecurrentSequence ? 1 : 0)
            return 2 &* (shapes.count(input: weights) &+ shapes.count(input: weights + 1)) &* Self.product(shapes.input(0).dropLast())
        default: return 0
        }
    }
}
