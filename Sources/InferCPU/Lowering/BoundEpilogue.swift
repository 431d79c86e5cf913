import InferGraph
import InferKernels
import InferTensors

/// Post-operations of a kernel with the strides of their operands; made when shapes are known, filled with pointers at each run.
struct BoundEpilogue: Sendable {
    private enum Entry: Sendable {
        case activation(Activation)
        case combine(Epilogue.Combination, input: Int, OperandStrides)
    }

    /// How an operand's elements lie along the axes of the result that a kernel knows; 0 where the operand broadcasts.
    struct OperandStrides: Sendable {
        var batch = 0
        var depth = 0
        var height = 0
        var row = 0
        var column = 0

        func operand(_ pointer: UnsafePointer<Float>) -> Epilogue.Operand {
            Epilogue.Operand(
                pointer, batchStride: batch, depthStride: depth, heightStride: height, rowStride: row, columnStride: column)
        }
    }

    /// One value per column, added first; part of the program.
    let bias: PackedWeights?
    private var entries: [Entry] = []

    /// - Parameter strides: how an operand lies; nil where the kernel cannot walk it, and then there is no epilogue.
    init?(bias: PackedWeights?, _ postOperations: [PostOperation], strides: (_ input: Int) -> OperandStrides?) {
        self.bias = bias
        for operation in postOperations {
            switch operation {
            case .activation(let activation): entries.append(.activation(activation))
            case .combine(let combination, let input):
                guard let strides = strides(input) else { return nil }
                entries.append(.combine(combination, input: input, strides))
            }
        }
        if entries.count > Epilogue.capacity { return nil }
    }

    /// The kind of all runs' epilogues: operations and strides, with pointers to nothing. What code is made for.
    var pattern: Epilogue {
        // Nothing reads it.
        let nowhere = UnsafePointer<Float>(bitPattern: 64)
        var epilogue = Epilogue(bias: bias?.pointer)
        for entry in entries {
            switch entry {
            case .activation(let activation): epilogue.append(.activation(activation))
            case .combine(let combination, _, let strides):
                if let nowhere { epilogue.append(.combine(combination, strides.operand(nowhere))) }
            }
        }
        return epilogue
    }

    /// The epilogue of one run.
    func make(_ memory: borrowing KernelMemory) -> Epilogue { make(memory.slots, memory.inputs) }

    /// The epilogue of one run for the rows of an image from one on, as if that were the first row of the first image.
    func make(
        _ slots: UnsafePointer<UnsafeMutableRawPointer>, _ inputs: UnsafePointer<Int>, batch: Int = 0, row: Int = 0
    ) -> Epilogue {
        var epilogue = Epilogue(bias: bias?.pointer)
        for index in entries.indices {
            switch entries[index] {
            case .activation(let activation): epilogue.append(.activation(activation))
            case .combine(let combination, let input, let strides):
                let pointer = UnsafePointer(slots[inputs[input]].assumingMemoryBound(to: Float.self))
                let start = pointer + (batch &* strides.batch &+ row &* strides.height)
                epilogue.append(.combine(combination, strides.operand(start)))
            }
        }
        return epilogue
    }
}
