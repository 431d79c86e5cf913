/// The inner loops: one per function type, specialised by the compiler for contiguous, broadcast and strided operands.
enum ElementLoops {
    typealias Lanes = VectorMath.Lanes

    @inline(__always) static func unary<Function: UnaryFunction>(_ type: Function.Type) -> BlockKernel {
        { block, parameters in
            let function = Function(parameters)
            let outputStride = block.columnStrides[0]
            let inputStride = block.columnStrides[1]
            let isContiguous =
                outputStride == MemoryLayout<Function.Result>.stride && inputStride == MemoryLayout<Function.Operand>.stride
            var block = block
            for _ in 0..<block.rows {
                if isContiguous {
                    let output = block.output.assumingMemoryBound(to: Function.Result.self)
                    let input = block.first.assumingMemoryBound(to: Function.Operand.self)
                    for column in 0..<block.columns { output[column] = function(input[column]) }
                } else {
                    var output = block.output
                    var input = block.first
                    for _ in 0..<block.columns {
                        output.assumingMemoryBound(to: Function.Result.self).pointee =
                            function(input.assumingMemoryBound(to: Function.Operand.self).pointee)
                        output += outputStride
                        input += inputStride
                    }
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    @inline(__always) static func unaryLanes<Function: UnaryLaneFunction>(_ type: Function.Type) -> BlockKernel {
        { block, parameters in
            let function = Function(parameters)
            var block = block
            for _ in 0..<block.rows {
                var column = 0
                if block.columnStrides[0] == 4, block.columnStrides[1] == 4 {
                    while column &+ 8 <= block.columns {
                        let x = (block.first + column &* 4).loadUnaligned(as: Lanes.self)
                        (block.output + column &* 4).storeBytes(of: function(x), as: Lanes.self)
                        column &+= 8
                    }
                }
                while column < block.columns {
                    let count = min(8, block.columns &- column)
                    let x = load(block.first + column &* block.columnStrides[1], block.columnStrides[1], count)
                    store(function(x), block.output + column &* block.columnStrides[0], block.columnStrides[0], count)
                    column &+= 8
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    /// The same with one copy of the function's code, for functions whose cost hides the test in the loop.
    @inline(__always) static func unaryLanesLong<Function: UnaryLaneFunction>(_ type: Function.Type) -> BlockKernel {
        { block, parameters in
            let function = Function(parameters)
            let isContiguous = block.columnStrides[0] == 4 && block.columnStrides[1] == 4
            var block = block
            for _ in 0..<block.rows {
                var column = 0
                while column < block.columns {
                    let input = block.first + column &* block.columnStrides[1]
                    let output = block.output + column &* block.columnStrides[0]
                    let count = min(8, block.columns &- column)
                    let isWhole = isContiguous && count == 8
                    let result = function(
                        isWhole ? input.loadUnaligned(as: Lanes.self) : load(input, block.columnStrides[1], count))
                    if isWhole {
                        output.storeBytes(of: result, as: Lanes.self)
                    } else {
                        store(result, output, block.columnStrides[0], count)
                    }
                    column &+= 8
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    @inline(__always) static func binary<Function: BinaryFunction>(_ type: Function.Type) -> BlockKernel {
        { block, _ in
            typealias Operand = Function.Operand
            let strides = block.columnStrides
            let size = MemoryLayout<Operand>.stride
            let isContiguous = strides[0] == MemoryLayout<Function.Result>.stride
            var block = block
            for _ in 0..<block.rows {
                let output = block.output.assumingMemoryBound(to: Function.Result.self)
                let first = block.first.assumingMemoryBound(to: Operand.self)
                let second = block.second.assumingMemoryBound(to: Operand.self)
                if isContiguous, strides[1] == size, strides[2] == size {
                    for column in 0..<block.columns { output[column] = Function.apply(first[column], second[column]) }
                } else if isContiguous, strides[1] == size, strides[2] == 0 {
                    let y = second.pointee
                    for column in 0..<block.columns { output[column] = Function.apply(first[column], y) }
                } else {
                    var output = block.output
                    var first = block.first
                    var second = block.second
                    for _ in 0..<block.columns {
                        output.assumingMemoryBound(to: Function.Result.self).pointee = Function.apply(
                            first.assumingMemoryBound(to: Operand.self).pointee, second.assumingMemoryBound(to: Operand.self).pointee)
                        output += strides[0]
                        first += strides[1]
                        second += strides[2]
                    }
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    /// For functions that are seldom used or slow themselves: one loop for all layouts.
    @inline(__always) static func binaryStrided<Function: BinaryFunction>(_ type: Function.Type) -> BlockKernel {
        { block, _ in
            let strides = block.columnStrides
            for row in 0..<block.rows {
                let block = block.row(row)
                for column in 0..<block.columns {
                    let x = (block.first + column &* strides[1]).assumingMemoryBound(to: Function.Operand.self).pointee
                    let y = (block.second + column &* strides[2]).assumingMemoryBound(to: Function.Operand.self).pointee
                    (block.output + column &* strides[0]).assumingMemoryBound(to: Function.Result.self).pointee = Function.apply(x, y)
                }
            }
        }
    }

    /// The kernel with its operands exchanged.
    static func exchanged(_ kernel: @escaping BlockKernel) -> BlockKernel {
        { block, parameters in
            var block = block
            swap(&block.first, &block.second)
            (block.rowStrides[1], block.rowStrides[2]) = (block.rowStrides[2], block.rowStrides[1])
            (block.columnStrides[1], block.columnStrides[2]) = (block.columnStrides[2], block.columnStrides[1])
            kernel(block, parameters)
        }
    }

    @inline(__always) static func binaryLanes<Function: BinaryLaneFunction>(_ type: Function.Type) -> BlockKernel {
        { block, _ in
            let strides = block.columnStrides
            var block = block
            for _ in 0..<block.rows {
                var column = 0
                if strides[0] == 4, strides[1] == 4, strides[2] == 4 {
                    while column &+ 8 <= block.columns {
                        let x = (block.first + column &* 4).loadUnaligned(as: Lanes.self)
                        let y = (block.second + column &* 4).loadUnaligned(as: Lanes.self)
                        (block.output + column &* 4).storeBytes(of: Function.apply(x, y), as: Lanes.self)
                        column &+= 8
                    }
                } else if strides[0] == 4, strides[1] == 4, strides[2] == 0 {
                    let y = Lanes(repeating: block.second.loadUnaligned(as: Float.self))
                    while column &+ 8 <= block.columns {
                        let x = (block.first + column &* 4).loadUnaligned(as: Lanes.self)
                        (block.output + column &* 4).storeBytes(of: Function.apply(x, y), as: Lanes.self)
                        column &+= 8
                    }
                } else if strides[0] == 4, strides[1] == 0, strides[2] == 4 {
                    let x = Lanes(repeating: block.first.loadUnaligned(as: Float.self))
                    while column &+ 8 <= block.columns {
                        let y = (block.second + column &* 4).loadUnaligned(as: Lanes.self)
                        (block.output + column &* 4).storeBytes(of: Function.apply(x, y), as: Lanes.self)
                        column &+= 8
                    }
                }
                while column < block.columns {
                    let count = min(8, block.columns &- column)
                    let x = load(block.first + column &* strides[1], strides[1], count)
                    let y = load(block.second + column &* strides[2], strides[2], count)
                    store(Function.apply(x, y), block.output + column &* strides[0], strides[0], count)
                    column &+= 8
                }
                block.advance(by: block.rowStrides)
            }
        }
    }

    /// Up to eight strided floats; the lanes beyond repeat the last one. (Constant lane numbers: a variable one goes through memory.)
    @inline(__always) static func load(_ pointer: UnsafeRawPointer, _ stride: Int, _ count: Int) -> Lanes {
        @inline(__always) func element(_ lane: Int) -> Float { (pointer + min(lane, count &- 1) &* stride).loadUnaligned(as: Float.self) }
        return Lanes(element(0), element(1), element(2), element(3), element(4), element(5), element(6), element(7))
    }
    @inline(__always) static func store(_ value: Lanes, _ pointer: UnsafeMutableRawPointer, _ stride: Int, _ count: Int) {
        @inline(__always) func put(_ lane: Int, _ element: Float) {
            if lane < count { (pointer + lane &* stride).storeBytes(of: element, as: Float.self) }
        }
        put(0, value[0])
        put(1, value[1])
        put(2, value[2])
        put(3, value[3])
        put(4, value[4])
        put(5, value[5])
        put(6, value[6])
        put(7, value[7])
    }
}
