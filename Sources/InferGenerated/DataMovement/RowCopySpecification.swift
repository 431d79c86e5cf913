import InferAssembler

/// What the code of a ``RowCopySpecification`` is called with. Strides are in bytes.
struct RowCopyArguments {
    var source: UnsafeRawPointer
    var sourceStride: Int
    var target: UnsafeMutableRawPointer
    var targetStride: Int
    /// At least 1.
    var rows: Int
}

/// Copies short rows between matrices, with zeros behind them.
struct RowCopySpecification: KernelSpecification {
    let instructionSet: InstructionSet
    /// Of a row, in words of 32 bits.
    let columns: Int
    /// Words behind a row that become zero.
    let zeros: Int

    /// More words than this would make long code, and take so long that it does not matter who copies them.
    static let mostColumns = 256

    /// nil where rows are too long.
    init?(_ instructionSet: InstructionSet, columns: Int, zeros: Int = 0) {
        guard instructionSet != .portable, columns > 0, zeros >= 0, columns + zeros <= Self.mostColumns else { return nil }
        self.instructionSet = instructionSet
        self.columns = columns
        self.zeros = zeros
    }

    var name: String { "row_copy_\(columns)_\(zeros)" }

    func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        let lanes = emitter.lanes
        let width = columns + zeros
        emitter.function {
            a.mov(.rsi, emitter.argument(\RowCopyArguments.source))
            a.mov(.r8, emitter.argument(\RowCopyArguments.sourceStride))
            a.mov(.rdx, emitter.argument(\RowCopyArguments.target))
            a.mov(.r9, emitter.argument(\RowCopyArguments.targetStride))
            a.mov(.rcx, emitter.argument(\RowCopyArguments.rows))
            let last = columns % lanes == 0 ? nil : emitter.laneMask(columns % lanes, mask: .k1, vector: emitter.vector(15))
            let end = width % lanes == 0 ? nil : emitter.laneMask(width % lanes, mask: .k2, vector: emitter.vector(14))
            let zero = emitter.vector(13)
            emitter.zero(zero)
            emitter.loop(counting: .rcx) {
                for index in 0..<(width + lanes - 1) / lanes {
                    let (offset, first) = (index * emitter.vectorBytes, index * lanes)
                    let value = first < columns ? emitter.vector(index % 12) : zero
                    if first < columns {
                        emitter.load(value, MemoryOperand(.rsi, offset), first + lanes > columns ? last : nil)
                    }
                    emitter.store(MemoryOperand(.rdx, offset), value, first + lanes > width ? end : nil)
                }
                a.add(.rsi, .r8)
                a.add(.rdx, .r9)
            }
        }
    }
}
