import InferGraph
import InferKernels
import InferTensors

/// One copy of a kernel that only moves elements: between places of an input and an output.
struct CopyPart: Sendable {
    let plan: CopyPlan
    var input = 0
    /// In bytes.
    var inputOffset = 0
    var output = 0
    /// In bytes.
    var outputOffset = 0
}

/// A kernel that only moves elements. `parts` says from where to where, once shapes are known.
struct CopyKernel: Kernel {
    let name: String
    let valueInputs: [Int]
    private let parts: @Sendable (KernelBinding) throws -> [CopyPart]

    init(_ name: String, valueInputs: [Int] = [], _ parts: @escaping @Sendable (KernelBinding) throws -> [CopyPart]) {
        self.name = name
        self.valueInputs = valueInputs
        self.parts = parts
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        let parts = try parts(binding)
        return ClosureKernel { memory in
            for index in parts.indices {
                let part = parts[index]
                part.plan.run(
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
