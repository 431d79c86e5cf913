import InferAssembler
import InferGenerated
import InferGraph
import InferKernels
import InferTensors

/// One copy of a kernel that only moves elements: between places of an input and an output.
struct CopyPart: Sendable {
    /// What is copied.
    var shape: [Int]
    /// Strides in bytes.
    var outputStrides: [Int]
    var inputStrides: [Int]
    var input = 0
    /// In bytes.
    var inputOffset = 0
    var output = 0
    /// In bytes.
    var outputOffset = 0
}

/// A kernel that only moves elements. `parts` says from where to where, once shapes are known.
struct CopyKernel: Kernel {
    private let kind: String
    let valueInputs: [Int]
    /// Of the code for short rows.
    private let instructionSet: InstructionSet
    private let parts: @Sendable (KernelBinding) throws -> [CopyPart]

    /// Pointers of so many copies fit on the stack.
    private static let mostPlaces = 32

    var name: String { "\(kind)_\(instructionSet.name)" }

    init(
        _ kind: String, valueInputs: [Int] = [], _ context: LoweringContext,
        _ parts: @escaping @Sendable (KernelBinding) throws -> [CopyPart]
    ) {
        self.kind = kind
        self.valueInputs = valueInputs
        instructionSet = context.options.instructionSet
        self.parts = parts
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let type = binding.inputs[0].type
        let parts = try parts(binding).filter { !$0.shape.contains(0) }
        if parts.count <= Self.mostPlaces,
            let copies = try GeneratedRowCopies(
                parts.map { GeneratedRowCopies.Copy(shape: $0.shape, output: $0.outputStrides, input: $0.inputStrides) },
                elementSize: type.size, instructionSet, threads: binding.threads)
        {
            return ClosureKernel { memory in
                withUnsafeTemporaryAllocation(of: GeneratedRowCopies.Place.self, capacity: parts.count) { places in
                    guard let first = places.baseAddress else { return }
                    for index in parts.indices {
                        let part = parts[index]
                        (first + index).initialize(
                            to: GeneratedRowCopies.Place(
                                output: memory.output(part.output) + part.outputOffset, input: memory.input(part.input) + part.inputOffset))
                    }
                    copies.run(first, team: memory.team)
                }
            }
        }
        let plans = try parts.map {
            try Self.plan(type, $0.shape, output: $0.outputStrides, input: $0.inputStrides, binding.subject)
        }
        return ClosureKernel { memory in
            for index in parts.indices {
                let part = parts[index]
                plans[index].run(
                    output: memory.output(part.output) + part.outputOffset, input: memory.input(part.input) + part.inputOffset,
                    team: memory.team)
            }
        }
    }

    /// A copy of a shape between strides in bytes.
    static func plan(_ type: ElementType, _ shape: [Int], output: [Int], input: [Int], _ subject: String) throws -> CopyPlan {
        guard
            let plan = CopyPlan(
                elementSize: type.size, shape: shape, output: StridedOperand(strides: output), input: StridedOperand(strides: input))
        else { throw RuntimeError(.unsupported, "\(subject): elements of type \(type) cannot be moved") }
        return plan
    }
}

extension LoweringContext {
    /// Throws unless elements of the first output are moved as whole bytes.
    func requireWholeBytesOfOutput() throws {
        let type = outputType.element_type
        guard type.bitwidth >= 8, type != .string else { throw failure("is not supported for elements of type \(type)") }
    }

    /// Throws unless elements of input `index` are moved as whole bytes.
    func requireWholeBytes(_ index: Int = 0) throws {
        let type = type(index).element_type
        guard type.bitwidth >= 8, type != .string else { throw failure("is not supported for elements of type \(type)") }
    }
}
