import InferAssembler

extension KernelEmitter {
    /// Where a stored field of the block of arguments lies; the block's address is in `base`.
    package func argument<Block, Field>(_ field: KeyPath<Block, Field>, base: GeneralRegister = .rdi) -> MemoryOperand {
        guard let offset = MemoryLayout<Block>.offset(of: field) else {
            preconditionFailure("Arguments of generated code are stored fields")
        }
        return MemoryOperand(base, offset)
    }
}
