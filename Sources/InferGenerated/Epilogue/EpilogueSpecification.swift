import InferKernels

/// What generated code does to a result while it is still in registers: add a bias, then a few operations in order.
///
/// The fixed part of an ``InferKernels/Epilogue``, whose meaning it has; the pointers come in ``EpilogueArguments``.
package struct EpilogueSpecification: Hashable, Sendable {
    /// Where an operand differs; it broadcasts elsewhere. Columns (channels) of one row are contiguous.
    package struct Access: Hashable, Sendable {
        package var variesByColumn: Bool
        package var variesByRow: Bool

        package init(variesByColumn: Bool, variesByRow: Bool) {
            self.variesByColumn = variesByColumn
            self.variesByRow = variesByRow
        }
    }

    package enum Operation: Hashable, Sendable {
        case activation(Activation)
        /// Takes the next operand of the arguments.
        case combine(Epilogue.Combination, Access)
    }

    /// Whether one value per column is added first.
    package var hasBias: Bool
    package var operations: [Operation]

    /// How many operands fit.
    package static let capacity = Epilogue.capacity

    package init(hasBias: Bool = false, operations: [Operation] = []) {
        self.hasBias = hasBias
        self.operations = operations
    }

    /// The fixed part of an epilogue; nil where an operand's columns are not contiguous.
    package init?(_ epilogue: Epilogue) {
        hasBias = epilogue.bias != nil
        operations = []
        for index in 0..<epilogue.count {
            switch epilogue[index] {
            case .activation(let activation):
                operations.append(.activation(activation))
            case .combine(let combination, let operand):
                guard operand.columnStride == 0 || operand.columnStride == 1 else { return nil }
                let access = Access(variesByColumn: operand.columnStride == 1, variesByRow: operand.rowStride != 0)
                operations.append(.combine(combination, access))
            }
        }
    }

    /// The operations alone, where the bias is part of what the result begins with.
    package var isEmpty: Bool { !hasBias && operations.isEmpty }

    /// Whether an operand differs from row to row.
    package var variesByRow: Bool {
        operations.contains { operation in
            guard case .combine(_, let access) = operation else { return false }
            return access.variesByRow
        }
    }
}
