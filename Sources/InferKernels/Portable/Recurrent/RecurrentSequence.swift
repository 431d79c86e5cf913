import InferTensors

/// A ``RecurrentLayer`` bound to a number of batches and steps and to the strides of its tensors; a cell is a sequence of one step.
package struct RecurrentSequence: Sendable {
    /// Where tensors lie, in elements; the last axis of each is contiguous.
    package struct Strides: Hashable, Sendable {
        /// X [batch, step, input].
        package var inputBatch: Int
        package var inputStep: Int
        /// Y [batch, direction, step, hidden].
        package var outputBatch: Int
        package var outputDirection: Int
        package var outputStep: Int
        /// Initial and last states [batch, direction, hidden].
        package var stateBatch: Int
        package var stateDirection: Int

        package init(
            inputBatch: Int, inputStep: Int, outputBatch: Int, outputDirection: Int, outputStep: Int, stateBatch: Int, stateDirection: Int
        ) {
            self.inputBatch = inputBatch
            self.inputStep = inputStep
            self.outputBatch = outputBatch
            self.outputDirection = outputDirection
            self.outputStep = outputStep
            self.stateBatch = stateBatch
            self.stateDirection = stateDirection
        }

        /// Dense tensors as the operations define them.
        package init(_ layer: RecurrentLayer, steps: Int) {
            let directions = layer.directionCount
            self.init(
                inputBatch: steps * layer.inputSize, inputStep: layer.inputSize, outputBatch: directions * steps * layer.hiddenSize,
                outputDirection: steps * layer.hiddenSize, outputStep: layer.hiddenSize, stateBatch: directions * layer.hiddenSize,
                stateDirection: layer.hiddenSize)
        }
    }

    /// How many steps each batch item has.
    package enum Lengths {
        case all
        case i32(UnsafePointer<Int32>)
        case i64(UnsafePointer<Int64>)

        /// The steps of an item, of at most `steps`.
        package func length(_ batch: Int, of steps: Int) -> Int {
            switch self {
            case .all: steps
            case .i32(let lengths): max(0, min(steps, Int(lengths[batch])))
            case .i64(let lengths): max(0, min(steps, Int(truncatingIfNeeded: lengths[batch])))
            }
        }
    }

    /// The tensors of one run; `cellState` and its result belong to an LSTM, results may be missing.
    package struct Tensors {
        package var input: UnsafePointer<Float>
        package var hiddenState: UnsafePointer<Float>
        package var cellState: UnsafePointer<Float>?
        package var lengths: Lengths
        package var packed: UnsafePointer<Float>
        package var output: UnsafeMutablePointer<Float>?
        package var lastHiddenState: UnsafeMutablePointer<Float>?
        package var lastCellState: UnsafeMutablePointer<Float>?

        package init(
            input: UnsafePointer<Float>, hiddenState: UnsafePointer<Float>, cellState: UnsafePointer<Float>? = nil, lengths: Lengths = .all,
            packed: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>? = nil, lastHiddenState: UnsafeMutablePointer<Float>? = nil,
            lastCellState: UnsafeMutablePointer<Float>? = nil
        ) {
            self.input = input
            self.hiddenState = hiddenState
            self.cellState = cellState
            self.lengths = lengths
            self.packed = packed
            self.output = output
            self.lastHiddenState = lastHiddenState
            self.lastCellState = lastCellState
        }
    }

    let layer: RecurrentLayer
    let batches: Int
    let steps: Int
    let strides: Strides
    /// X times the input weights, all steps together.
    let inputProduct: Gemm

    /// Binds a layer to sizes; strides are dense if nil.
    package init(_ layer: RecurrentLayer, batches: Int, steps: Int, strides: Strides? = nil) {
        self.layer = layer
        self.batches = max(0, batches)
        self.steps = max(0, steps)
        let strides = strides ?? Strides(layer, steps: steps)
        self.strides = strides
        let columns = layer.gateColumns
        let isOneMatrix = steps == 1 || batches == 1 || strides.inputBatch == steps * strides.inputStep
        inputProduct = Gemm(
            rows: isOneMatrix ? batches * steps : steps, columns: columns, depth: layer.inputSize,
            aRowStride: steps == 1 ? strides.inputBatch : strides.inputStep,
            batch: isOneMatrix ? [] : [.init(count: batches, a: strides.inputBatch, b: 0, c: steps * columns)])
    }

    /// Whether the directions run side by side, a thread each.
    func splitsDirections(_ threads: Int) -> Bool { layer.directionCount == 2 && threads > 1 }

    /// A step's product of `rows` states with the recurrent weights of some gates.
    func stateProduct(rows: Int, gates: Int, resultStride: Int, accumulates: Bool) -> Gemm {
        Gemm(
            rows: rows, columns: gates * layer.paddedHidden, depth: layer.hiddenSize, aRowStride: layer.paddedHidden,
            cRowStride: resultStride, accumulates: accumulates)
    }

    /// Floats of the parts of one direction's scratch: gates of all steps, then states; and bytes of the products' own.
    func scratchParts(threads: Int) -> (states: Int, products: Int, total: Int) {
        func rounded(_ count: Int) -> Int { (count + 15) & ~15 }
        let states = rounded(batches * steps * layer.gateColumns)
        let products = states + 3 * rounded(batches * layer.paddedHidden)
        let gates = layer.cell.gateCount
        var bytes = inputProduct.scratchBytes(packed: true, threads: threads)
        for isAll in 0...1 {
            for count in 1...gates {
                let rows = isAll == 1 ? batches : 1
                let product = stateProduct(rows: rows, gates: count, resultStride: steps * layer.gateColumns, accumulates: true)
                bytes = max(bytes, product.scratchBytes(packed: true, threads: threads))
            }
        }
        return (states, products, products + rounded((bytes + 3) / 4))
    }

    /// Bytes of scratch that ``run(_:scratch:team:)`` wants for a team of so many threads.
    package func scratchBytes(threads: Int) -> Int {
        scratchParts(threads: threads).total * layer.directionCount * MemoryLayout<Float>.stride
    }

    var stateFloats: Int { (batches * layer.paddedHidden + 15) & ~15 }
}
