import InferAssembler
import InferKernels

/// Where the code of an epilogue finds what it needs.
package struct EpilogueContext {
    /// The ``EpilogueArguments``.
    package var arguments: MemoryOperand
    /// At least four vectors in full width that hold nothing.
    package var temporaries: [VectorRegister]
    /// The number of the first row, counted from the row that the arguments' pointers belong to; nil for that row itself.
    package var row: MemoryOperand?
    /// Two integer registers that hold nothing.
    package var general: (GeneralRegister, GeneralRegister)
    /// How many lanes of each row's last vector are columns; the memory of other lanes is not touched.
    package var tail: Tail?

    package enum Tail {
        /// A mask that is in place: needed on AVX-512.
        case mask(LaneMask)
        /// A fixed number, whose mask is made in a temporary: for AVX2.
        case lanes(Int)
        /// A number in the arguments, whose mask is made in a temporary: for AVX2.
        case counted(MemoryOperand)
    }

    package init(
        arguments: MemoryOperand, temporaries: [VectorRegister], row: MemoryOperand? = nil,
        general: (GeneralRegister, GeneralRegister), tail: Tail? = nil
    ) {
        self.arguments = arguments
        self.temporaries = temporaries
        self.row = row
        self.general = general
        self.tail = tail
    }
}

extension KernelEmitter {
    /// The mask of the last vector, made anew in the last temporary where it is not kept.
    package func mask(_ context: EpilogueContext) -> LaneMask? {
        let vector = context.temporaries[context.temporaries.count - 1]
        switch context.tail {
        case nil: return nil
        case .mask(let mask): return mask
        case .lanes(let count): return laneMask(count, mask: .k1, vector: vector, general: context.general.0)
        case .counted(let place):
            assembler.mov(context.general.1, place)
            return laneMask(counted: context.general.1, mask: .k1, vector: vector, general: context.general.0)
        }
    }

    /// Applies the operations, not the bias, to rows of vectors.
    ///
    /// - Parameter rows: the vectors of each row, left to right, in full width. Rows follow one another by the operands' row strides.
    package func apply(_ epilogue: EpilogueSpecification, to rows: [[VectorRegister]], _ context: EpilogueContext) {
        var operand = 0
        for operation in epilogue.operations {
            switch operation {
            case .activation(let activation): apply(activation, to: rows.flatMap { $0 }, temporaries: context.temporaries)
            case .combine(let combination, let access):
                combine(combination, access, operand: operand, rows, context)
                operand += 1
            }
        }
    }

    /// Puts the bias, or zero, into rows of vectors.
    package func setBias(_ epilogue: EpilogueSpecification, in rows: [[VectorRegister]], _ context: EpilogueContext) {
        guard epilogue.hasBias, let first = rows.first else {
            for row in rows { for vector in row { zero(vector) } }
            return
        }
        let pointer = context.general.1
        let mask = mask(context)
        assembler.mov(pointer, context.arguments + (MemoryLayout<EpilogueArguments>.offset(of: \.bias) ?? 0))
        for (index, vector) in first.enumerated() {
            load(vector, MemoryOperand(pointer, index * vectorBytes), index == first.count - 1 ? mask : nil)
            for row in rows.dropFirst() { move(row[index], vector) }
        }
    }

    private func combine(
        _ combination: Epilogue.Combination, _ access: EpilogueSpecification.Access, operand: Int, _ rows: [[VectorRegister]],
        _ context: EpilogueContext
    ) {
        let (pointer, stride) = context.general
        let mask = access.variesByColumn ? mask(context) : nil
        let place =
            context.arguments + (MemoryLayout<EpilogueArguments>.offset(of: \.operands) ?? 0)
            + operand * MemoryLayout<EpilogueArguments.Operand>.stride
        let value = context.temporaries[0]
        if access.variesByRow {
            assembler.mov(stride, place + 8)
            if let row = context.row {
                assembler.mov(pointer, row)
                assembler.imul(pointer, stride)
                assembler.add(pointer, place)
            } else {
                assembler.mov(pointer, place)
            }
            for (index, row) in rows.enumerated() {
                if !access.variesByColumn { broadcast(value, MemoryOperand(pointer)) }
                for (column, vector) in row.enumerated() {
                    if access.variesByColumn {
                        load(value, MemoryOperand(pointer, column * vectorBytes), column == row.count - 1 ? mask : nil)
                    }
                    combine(combination, vector, context.temporaries)
                }
                if index < rows.count - 1 { assembler.add(pointer, stride) }
            }
            return
        }
        assembler.mov(pointer, place)
        if !access.variesByColumn { broadcast(value, MemoryOperand(pointer)) }
        for column in rows.first?.indices ?? 0..<0 {
            if access.variesByColumn {
                let isLast = column == rows[0].count - 1
                load(value, MemoryOperand(pointer, column * vectorBytes), isLast ? mask : nil)
            }
            for row in rows { combine(combination, row[column], context.temporaries) }
        }
    }

    /// Combines a result with what the first temporary holds, which is kept.
    private func combine(_ combination: Epilogue.Combination, _ result: VectorRegister, _ temporaries: [VectorRegister]) {
        let value = temporaries[0]
        switch combination {
        case .add: assembler.vaddps(result, result, value)
        case .subtract: assembler.vsubps(result, result, value)
        case .multiply: assembler.vmulps(result, result, value)
        case .divide: assembler.vdivps(result, result, value)
        // The second source is what comes of a NaN.
        case .maximum: assembler.vmaxps(result, value, result)
        case .minimum: assembler.vminps(result, value, result)
        case .slope:
            assembler.vmulps(temporaries[1], result, value)
            replace(result, with: temporaries[1], where: result, .less, constant(0), temporary: temporaries[2])
        }
    }
}
