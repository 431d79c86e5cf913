import InferGraph
import InferKernels
import InferTensors

/// A kernel that can apply post-operations to its result while it is still in a cache.
protocol FusableKernel: Kernel {
    /// Makes the kernel ready, with post-operations whose operands are among the inputs.
    ///
    /// - Parameter bias: one value per column of the result, added first; part of the program.
    /// - Returns: nil where the operands lie in a way that the kernel cannot walk.
    func bind(_ binding: KernelBinding, _ postOperations: [PostOperation], bias: PackedWeights?) throws -> BoundKernel?
}

extension FusableKernel {
    func bind(_ binding: KernelBinding) throws -> BoundKernel {
        guard let bound = try bind(binding, [], bias: nil) else {
            throw RuntimeError(.internalInconsistency, "\(binding.subject): its kernel cannot be bound")
        }
        return bound
    }
}
