import InferKernels

/// The pointers of one run's epilogue, from which arguments for any place of the result are made without going through the operations.
struct EpilogueOperands {
    private typealias Operand = Epilogue.Operand

    private let bias: UnsafePointer<Float>?
    /// How many operands there are.
    private var count = 0
    private var operands: (Operand?, Operand?, Operand?, Operand?, Operand?, Operand?) = (nil, nil, nil, nil, nil, nil)

    init(_ epilogue: Epilogue) {
        bias = epilogue.bias
        for index in 0..<epilogue.count {
            guard case .combine(_, let operand) = epilogue[index] else { continue }
            switch count {
            case 0: operands.0 = operand
            case 1: operands.1 = operand
            case 2: operands.2 = operand
            case 3: operands.3 = operand
            case 4: operands.4 = operand
            default: operands.5 = operand
            }
            count += 1
        }
    }

    /// The pointers at a batch item, a spatial place and a column, which code counts as row 0 and column 0.
    ///
    /// - Parameter rowStep: how many of the operands' rows lie from one of the code's rows to the next.
    @inline(__always)
    func arguments(
        batch: Int = 0, depth: Int = 0, height: Int = 0, row: Int = 0, column: Int = 0, rowStep: Int = 1
    ) -> EpilogueArguments {
        var arguments = EpilogueArguments()
        arguments.bias = bias.map { UnsafeRawPointer($0 + column) }
        guard count > 0 else { return arguments }
        func place(_ operand: Operand?) -> EpilogueArguments.Operand {
            guard let operand else { return EpilogueArguments.Operand() }
            var pointer = operand.pointer + batch &* operand.batchStride
            pointer += depth &* operand.depthStride &+ height &* operand.heightStride
            pointer += row &* operand.rowStride &+ column &* operand.columnStride
            return EpilogueArguments.Operand(pointer: UnsafeRawPointer(pointer), rowStride: operand.rowStride &* rowStep &* 4)
        }
        arguments.operands.0 = place(operands.0)
        guard count > 1 else { return arguments }
        arguments.operands.1 = place(operands.1)
        arguments.operands.2 = place(operands.2)
        arguments.operands.3 = place(operands.3)
        arguments.operands.4 = place(operands.4)
        arguments.operands.5 = place(operands.5)
        return arguments
    }
}
