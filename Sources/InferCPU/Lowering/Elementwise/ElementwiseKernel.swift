import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// A function of each element of one or two tensors, which broadcast together.
struct ElementwiseKernel: Kernel {
    /// Which function.
    enum Function: Sendable {
        case unary(UnaryOperation, ElementwiseParameters)
        case binary(BinaryOperation)
        case convert
    }

    let function: Function
    /// The type of the operands.
    let type: ElementType
    /// The type of the result.
    let resultType: ElementType
    private let instructionSet: InstructionSet

    /// - Throws: where the function does not take the type.
    init(_ function: Function, _ type: ElementType, _ resultType: ElementType, _ context: LoweringContext) throws {
        self.function = function
        self.type = type
        self.resultType = resultType
        instructionSet = context.options.instructionSet
        guard plan(shape: [1], output: [0], inputs: [[0], [0]]) != nil else {
            throw context.failure(
                "is not supported for elements of type \(type)\(type == resultType ? "" : " and results of type \(resultType)")")
        }
    }

    private var operandCount: Int {
        if case .binary = function { return 2 }
        return 1
    }

    var name: String {
        switch function {
        case .unary, .binary: "elementwise_\(step == nil ? InstructionSet.portable.name : instructionSet.name)_\(type)"
        case .convert: "convert_\(isGenerated ? instructionSet.name : InstructionSet.portable.name)_\(type)_\(resultType)"
        }
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let output = binding.outputs[0]
        let shape = Array(output.shape)
        let inputs = try binding.inputs.prefix(operandCount).map { try $0.operand(broadcastTo: output.shape, binding.subject) }
        let inPlace = (0..<operandCount).filter { binding.inputs[$0].shape == output.shape && type.bitwidth == resultType.bitwidth }
        if let step,
            let generated = try BoundGeneratedChain(
                [step], shape: shape, output: StridedOperand(strides: output.byteStrides), inputs: inputs, instructionSet,
                inPlaceInputs: inPlace)
        {
            return generated
        }
        if case .convert = function, binding.inputs[0].layout == output.layout,
            let conversion = try GeneratedConversion(type.kind, to: resultType.kind, count: output.count, instructionSet)
        {
            return BoundConversion(conversion)
        }
        guard let plan = plan(shape: shape, output: output.byteStrides, inputs: inputs.map(\.strides)) else {
            throw RuntimeError(.internalInconsistency, "\(binding.subject): no kernel for elements of type \(type)")
        }
        return BoundElementwise(plan, isBinary: operandCount > 1, inPlaceInputs: inPlace)
    }

    /// Whether there is code for the conversion.
    private var isGenerated: Bool { instructionSet != .portable && GeneratedConversion.supports(type.kind, resultType.kind) }

    /// The function as a step that there is code for; nil where there is none.
    private var step: ElementwiseChain.Step? {
        guard instructionSet != .portable, type == .f32, resultType == .f32 else { return nil }
        let step: ElementwiseChain.Step
        switch function {
        case .unary(let operation, let parameters): step = .unary(operation, .input(0), parameters)
        case .binary(let operation): step = .binary(operation, .input(0), .input(1))
        case .convert: return nil
        }
        return ChainStep(step) == nil ? nil : step
    }

    private func plan(shape: [Int], output: [Int], inputs: [[Int]]) -> ElementwisePlan? {
        let output = StridedOperand(strides: output)
        let inputs = inputs.map { StridedOperand(strides: $0) }
        switch function {
        case .unary(let operation, let parameters):
            return ElementwisePlan(operation, type.kind, parameters: parameters, shape: shape, output: output, input: inputs[0])
        case .binary(let operation):
            return ElementwisePlan(operation, type.kind, shape: shape, output: output, first: inputs[0], second: inputs[1])
        case .convert:
            return ElementwisePlan(converting: type.kind, to: resultType.kind, shape: shape, output: output, input: inputs[0])
        }
    }
}

extension BoundTensor {
    /// In bytes, one an axis.
    var byteStrides: [Int] { strides.map { $0 * type.size } }
}

/// An elementwise function over fixed shapes.
private final class BoundElementwise: BoundKernel, @unchecked Sendable {  // Immutable.
    private let plan: ElementwisePlan
    private let isBinary: Bool

    init(_ plan: ElementwisePlan, isBinary: Bool, inPlaceInputs: [Int]) {
        self.plan = plan
        self.isBinary = isBinary
        super.init(inPlaceInputs: inPlaceInputs)
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        plan.run(output: memory.output(0), memory.input(0), isBinary ? memory.input(1) : nil, team: memory.team)
    }
}

/// A conversion of all elements in the order in which they lie.
private final class BoundConversion: BoundKernel, @unchecked Sendable {  // Immutable.
    private let conversion: GeneratedConversion

    init(_ conversion: GeneratedConversion) {
        self.conversion = conversion
        super.init()
    }

    override func run(_ memory: borrowing KernelMemory) throws {
        conversion.run(output: memory.output(0), input: memory.input(0), team: memory.team)
    }
}
