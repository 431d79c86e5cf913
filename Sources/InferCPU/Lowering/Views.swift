import InferGraph
import InferTensors

/// Stands for steps that compute nothing: their output is their input's bytes under another shape or layout.
struct AliasKernel: Kernel {
    var name: String { "view" }

    func bind(_ binding: KernelBinding) throws -> BoundKernel { BoundKernel() }
}

extension LoweringTable {
    /// Operations that change a shape and no element.
    static let views: [Entry] = []
}
