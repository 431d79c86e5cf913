import InferAssembler

extension KernelEmitter {
    /// Moves the pointers of an epilogue's arguments on to later columns; `general` is overwritten.
    ///
    /// - Parameter bytes: of the columns that are passed over.
    package func advanceColumns(_ epilogue: EpilogueSpecification, _ arguments: MemoryOperand, by bytes: Int, general: GeneralRegister) {
        changeColumns(epilogue, arguments, general) { assembler.add(general, bytes) }
    }

    /// The same by as many bytes as a register says.
    package func advanceColumns(
        _ epilogue: EpilogueSpecification, _ arguments: MemoryOperand, by bytes: GeneralRegister, general: GeneralRegister
    ) {
        changeColumns(epilogue, arguments, general) { assembler.add(general, bytes) }
    }

    private func changeColumns(
        _ epilogue: EpilogueSpecification, _ arguments: MemoryOperand, _ general: GeneralRegister, _ change: () -> Void
    ) {
        func advance(_ offset: Int?) {
            guard let offset else { return }
            assembler.mov(general, arguments + offset)
            change()
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
