import InferGraph
import InferKernels
import InferTensors

/// Converts row-major tensors from or to elements narrower than a byte.
struct PackedConversionKernel: Kernel {
    let source: ElementType
    let target: ElementType

    /// - Throws: for types that are no numbers.
    init(_ source: ElementType, _ target: ElementType, _ context: LoweringContext) throws {
        self.source = source
        self.target = target
        guard ConversionPlan(converting: source.kind, to: target.kind, count: 1) != nil else {
            throw context.failure("is not supported for elements of type \(source) and results of type \(target)")
        }
    }

    var name: String { "convert_packed_\(source)_\(target)" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        guard let plan = ConversionPlan(converting: source.kind, to: target.kind, count: binding.outputs[0].count) else {
            throw binding.unsupported(source)
        }
        return ClosureKernel { memory in plan.run(output: memory.output(0), input: memory.input(0), team: memory.team) }
    }
}
