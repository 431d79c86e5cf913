import InferKernels

/// The pointers of an epilogue in the block of arguments of generated code.
package struct EpilogueArguments {
    package struct Operand {
        /// The element that meets row 0 and column 0.
        package var pointer: UnsafeRawPointer?
        /// Bytes from one row to the next.
        package var rowStride = 0
    }

    package typealias Operands = (Operand, Operand, Operand, Operand, Operand, Operand)

    /// The bias of column 0.
    package var bias: UnsafeRawPointer?
    /// In the order of the operations that take one.
    package var operands: Operands = (Operand(), Operand(), Operand(), Operand(), Operand(), Operand())

    package init() {}

    /// The pointers of an epilogue at a batch item, a spatial place and a column, which code counts as row 0 and column 0.
    package init(_ epilogue: Epilogue, batch: Int = 0, depth: Int = 0, height: Int = 0, row: Int = 0, column: Int = 0) {
        bias = epilogue.bias.map { UnsafeRawPointer($0 + column) }
        var place = 0
        for index in 0..<epilogue.count {
            guard case .combine(_, let operand) = epilogue[index] else { continue }
            var pointer = operand.pointer + batch &* operand.batchStride
            pointer += depth &* operand.depthStride &+ height &* operand.heightStride
            pointer += row &* operand.rowStride &+ column &* operand.columnStride
            set(place, Operand(pointer: UnsafeRawPointer(pointer), rowStride: operand.rowStride &* 4))
            place += 1
        }
    }

    private mutating func set(_ place: Int, _ operand: Operand) {
        switch place {
        case 0: operands.0 = operand
        case 1: operands.1 = operand
        case 2: operands.2 = operand
        case 3: operands.3 = operand
        case 4: operands.4 = operand
        default: operands.5 = operand
        }
    }
}
