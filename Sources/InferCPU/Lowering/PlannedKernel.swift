import InferGraph
import InferTensors

/// A kernel whose binding is a closure over what is known when the model is compiled.
struct PlannedKernel: Kernel {
    let name: String
    let valueInputs: [Int]
    private let plan: @Sendable (KernelBinding) throws -> BoundKernel

    init(_ name: String, valueInputs: [Int] = [], _ plan: @escaping @Sendable (KernelBinding) throws -> BoundKernel) {
        self.name = name
        self.valueInputs = valueInputs
        self.plan = plan
    }

    func bind(_ binding: KernelBinding) throws -> BoundKernel { try plan(binding) }
}
