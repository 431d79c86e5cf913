import InferAssembler

extension KernelEmitter {
    /// Moves the pointers of an epilogue's arguments on to later columns; `general` is overwritten.
    ///
    /// - Parameter bytes: of the columns that are passed over.
    package func advanceColumns(_ epilogue: EpilogueSpecification, _ arguments: MemoryOperand, by bytes: Int, general: GeneralRegister) {
        func advance(_ offset: Int?) {
            guard let offset else { return }
            assembler.mov(general, arguments + offset)
            assembler.add(general, bytes)
            assembler.mov(arguments + offset, general)
        }
        if epilogue.hasBias { advance(MemoryLayout<EpilogueArguments>.offset(of: \.bias)) }
        var place = MemoryLayout<EpilogueArguments>.offset(of: \.operands) ?? 0
        for case .combine(_, let access) in epilogue.operations {
            if access.variesByColumn { advance(place) }
            place += MemoryLayout<EpilogueArguments.Operand>.stride
        }
    }
}
