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

    /// Sets the pointers to those at a batch item, a spatial place and a column, which code counts as row 0 and column 0.
    ///
    /// They are written where they are read: a copy would read words just written as wider ones, and wait until all that was stored before
    /// has reached the cache.
    ///
    /// - Parameter rowStep: how many of the operands' rows lie from one of the code's rows to the next.
    @inline(__always)
    func set(
        _ arguments: inout EpilogueArguments, batch: Int = 0, depth: Int = 0, height: Int = 0, row: Int = 0, column: Int = 0,
        rowStep: Int = 1
    ) {
        if let bias { arguments.bias = UnsafeRawPointer(bias + column) }
        guard count > 0 else { return }
        func set(_ place: inout EpilogueArguments.Operand, _ operand: Operand?) {
            guard let operand else { return }
            var offset = batch &* operand.batchStride &+ depth &* operand.depthStride &+ height &* operand.heightStride
            offset &+= row &* operand.rowStride &+ column &* operand.columnStride
            place.pointer = UnsafeRawPointer(operand.pointer + offset)
            place.rowStride = operand.rowStride &* rowStep &* 4
        }
        set(&arguments.operands.0, operands.0)
        // More than one is rare.
        guard count > 1 else { return }
        set(&arguments.operands.1, operands.1)
        set(&arguments.operands.2, operands.2)
        set(&arguments.operands.3, operands.3)
        set(&arguments.operands.4, operands.4)
        set(&arguments.operands.5, operands.5)
    }
}
