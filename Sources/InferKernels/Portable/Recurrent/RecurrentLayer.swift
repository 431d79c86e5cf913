import InferTensors

/// RNNCell, GRUCell, LSTMCell and the sequences of them in f32.
///
/// The inputs of all steps are multiplied in one product; each step then multiplies the state and applies the gates. Weights are packed once.
package struct RecurrentLayer: Sendable {
    /// What happens in a step, with the functions of its gates.
    package enum Cell: Hashable, Sendable {
        case rnn(Activation)
        /// Gates in the order update, reset, hidden.
        case gru(gates: Activation, hidden: Activation, linearBeforeReset: Bool)
        /// Gates in the order forget, input, cell, output.
        case lstm(gates: Activation, cell: Activation, hidden: Activation)

        package var gateCount: Int {
            switch self {
            case .rnn: 1
            case .gru: 3
            case .lstm: 4
            }
        }

        /// Bias vectors: one per gate, and for a GRU that is linear before reset one more for the recurrent part of the hidden gate.
        package var biasCount: Int {
            if case .gru(_, _, true) = self { return 4 }
            return gateCount
        }
    }

    /// The order in which steps are taken.
    package enum Direction: Hashable, Sendable {
        case forward, reverse, bidirectional
    }

    package let cell: Cell
    package let direction: Direction
    package let inputSize: Int
    package let hiddenSize: Int
    /// Bound of what goes into an activation, on both sides; none if zero.
    package let clip: Float

    /// - Throws: `RuntimeError` for sizes that are not positive.
    package init(_ cell: Cell, _ direction: Direction, inputSize: Int, hiddenSize: Int, clip: Float = 0) throws {
        guard inputSize >= 0, hiddenSize > 0 else {
            throw RuntimeError(.invalidArgument, "recurrent layer: input size \(inputSize) and hidden size \(hiddenSize) must be positive")
        }
        self.cell = cell
        self.direction = direction
        self.inputSize = inputSize
        self.hiddenSize = hiddenSize
        self.clip = max(0, clip)
    }

    package var directionCount: Int { direction == .bidirectional ? 2 : 1 }

    /// The hidden size rounded up to whole panels, so that each gate begins with a panel.
    var paddedHidden: Int { Panel.count(columns: hiddenSize) * Panel.width }
    var gateColumns: Int { cell.gateCount * paddedHidden }
    private var inputFloats: Int { Panel.packedCount(depth: inputSize, columns: gateColumns) }
    private var recurrentFloats: Int { Panel.packedCount(depth: hiddenSize, columns: gateColumns) }
    private var biasFloats: Int { cell.biasCount * paddedHidden }
    /// Floats of one direction's packed weights.
    private var directionFloats: Int { inputFloats + recurrentFloats + biasFloats }

    /// Floats of the packed weights.
    package var packedCount: Int { directionCount * directionFloats }

    /// The parts of one direction's packed weights.
    func parts(_ packed: UnsafePointer<Float>, _ direction: Int) -> (
        input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>
    ) {
        let start = packed + direction * directionFloats
        return (start, start + inputFloats, start + inputFloats + recurrentFloats)
    }

    /// Packs weights as the operations give them.
    /// - Parameters:
    ///   - weights: [directions, gates · hidden, input].
    ///   - recurrent: [directions, gates · hidden, hidden].
    ///   - bias: [directions, biases · hidden] with ``Cell/biasCount`` biases; nil for none.
    ///   - packed: ``packedCount`` floats, aligned to 16 bytes.
    package func pack(
        weights: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        into packed: UnsafeMutablePointer<Float>
    ) {
        let gates = cell.gateCount
        for direction in 0..<directionCount {
            let start = packed + direction * directionFloats
            for gate in 0..<gates {
                let column = gate * paddedHidden
                let rows = (direction * gates + gate) * hiddenSize
                Panel.pack(
                    weights + rows * inputSize, rowStride: 1, columnStride: inputSize, depth: inputSize, columns: hiddenSize,
                    into: start + column * inputSize)
                Panel.pack(
                    recurrent + rows * hiddenSize, rowStride: 1, columnStride: hiddenSize, depth: hiddenSize, columns: hiddenSize,
                    into: start + inputFloats + column * hiddenSize)
            }
            let target = start + inputFloats + recurrentFloats
            target.update(repeating: 0, count: biasFloats)
            guard let bias else { continue }
            for number in 0..<cell.biasCount {
                (target + number * paddedHidden).update(
                    from: bias + (direction * cell.biasCount + number) * hiddenSize, count: hiddenSize)
            }
        }
    }
}
