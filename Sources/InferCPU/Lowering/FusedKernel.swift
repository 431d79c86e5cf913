import InferGraph
import InferKernels
import InferTensors

/// A kernel with post-operations. Where an operand lies in a way that the kernel cannot walk, the post-operations run as steps of
/// their own over its result.
struct FusedKernel: Kernel {
    let base: any FusableKernel
    let operation: Fused
    /// One value per column of the result, added first.
    let bias: PackedWeights?

    var name: String { base.name }
    var spentInputs: [Int] { base.spentInputs }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let baseInputs = Array(binding.inputs.prefix(operation.baseInputCount))
        let context = InferenceContext(
            subject: binding.subject,
            inputs: baseInputs.map { TensorType($0.type, PartialShape($0.shape), value: $0.value) })
        let result = binding.outputs[0]
        let own = BoundTensor(
            type: result.type, shape: try operation.base.infer(context)[0].partial_shape.to_shape(), layout: result.layout, value: nil,
            constant: nil)
        if own.shape == result.shape, let bound = try base.bind(binding, operation.postOperations, bias: bias) { return bound }
        let baseBinding = KernelBinding(subject: binding.subject, inputs: baseInputs, outputs: [own], threads: binding.threads)
        guard let first = try base.bind(baseBinding, [], bias: bias) else {
            throw RuntimeError(.internalInconsistency, "\(binding.subject): its kernel cannot be bound")
        }
        return try SequentialKernel(first, own, operation.postOperations, binding)
    }
}

/// A kernel followed by elementwise functions of its result.
private final class SequentialKernel: BoundKernel, @unchecked Sendable {  // Immutable.
    private enum Pass: Sendable {
        case activation(Activation)
        case combine(ElementwisePlan, input: Int)
        /// From the kernel's own result to the final, larger one.
        case spread(ElementwisePlan)
    }

    private let first: BoundKernel
    private let passes: [Pass]
    private let count: Int
    /// Where the kernel's own result lies in the scratch memory; nil when it lies in the output.
    private let ownOffset: Int?

    init(_ first: BoundKernel, _ own: BoundTensor, _ postOperations: [PostOperation], _ binding: KernelBinding) throws {
        self.first = first
        let result = binding.outputs[0]
        count = result.count
        let shape = Array(result.shape)
        func strides(_ tensor: BoundTensor) throws -> StridedOperand { try tensor.operand(broadcastTo: result.shape, binding.subject) }
        var passes: [Pass] = []
        let grows = own.shape != result.shape
        if grows {
            guard
                let plan = ElementwisePlan(
                    .identity, result.type.kind, shape: shape, output: StridedOperand(strides: result.byteStrides), input: try strides(own))
            else { throw RuntimeError(.internalInconsistency, "\(binding.subject): no copy of elements of type \(result.type)") }
            passes.append(.spread(plan))
        }
        for operation in postOperations {
            switch operation {
            case .activation(let activation): passes.append(.activation(activation))
            case .combine(let combination, let input):
                guard
                    let plan = ElementwisePlan(
                        combination.function, result.type.kind, shape: shape, output: StridedOperand(strides: result.byteStrides),
                        first: StridedOperand(strides: result.byteStrides), second: try strides(binding.inputs[input]))
                else { throw RuntimeError(.internalInconsistency, "\(binding.subject): no kernel for elements of type \(result.type)") }
                passes.append(.combine(plan, input: input))
            }
        }
        self.passes = passes
        let scratch = (first.scratchBytes + 63) / 64 * 64
        ownOffset = grows ? scratch : nil
        super.init(scratchBytes: scratch + (grows ? own.count * own.type.size : 0))
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        let output = memory.output(0)
        let own = ownOffset.map { memory.scratch + $0 } ?? output
        try memory.redirectingOutput(to: own) { try first.run($0) }
        for pass in passes {
            switch pass {
            case .spread(let plan): plan.run(output: output, own, team: memory.team)
            case .activation(let activation): activation.apply(to: output.assumingMemoryBound(to: Float.self), count: count)
            case .combine(let plan, let input): plan.run(output: output, output, memory.input(input), team: memory.team)
            }
        }
    }
}

extension Epilogue.Combination {
    /// The same as a function of two tensors.
    fileprivate var function: BinaryOperation {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .maximum: .maximum
        case .minimum: .minimum
        case .slope: .prelu
        }
    }
}
