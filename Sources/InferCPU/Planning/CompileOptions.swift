import InferAssembler

/// What a model is compiled for.
struct CompileOptions: Sendable {
    /// The threads of each stream.
    var threads = 1
    /// Whether each step is timed.
    var profiling = false
    /// The machine code that kernels may use; portable kernels take the place of what it does not have.
    var instructionSet = InstructionSet.allowed
    /// Whether results as near the exact ones as can be matter more than speed: no algorithm trades digits for fewer products.
    var prefersAccuracy = false
}
