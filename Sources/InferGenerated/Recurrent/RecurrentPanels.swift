import InferAssembler
import InferKernels

/// How generated kernels want a recurrent layer's gates and weights: by vectors of hidden units, of which each has all its gates together.
///
/// Gates of a step: `[unit vector][gate][lane]`. Recurrent weights: for each phase of the cell `[unit vector][k][gate][lane]`. Units
/// beyond the hidden size have zero weights.
package struct RecurrentPanels: Sendable {
    package let cell: RecurrentLayer.Cell
    package let hiddenSize: Int
    package let lanes: Int

    package init(_ instructionSet: InstructionSet, _ cell: RecurrentLayer.Cell, hiddenSize: Int) {
        self.cell = cell
        self.hiddenSize = hiddenSize
        lanes = instructionSet.width.lanes
    }

    /// Vectors that hold the hidden units.
    package var unitVectors: Int { (hiddenSize + lanes - 1) / lanes }
    /// The hidden size rounded up to whole vectors.
    package var paddedHidden: Int { unitVectors * lanes }
    /// Floats of one step's gates.
    package var gateColumns: Int { cell.gateCount * paddedHidden }
    /// Floats of the recurrent weights.
    package var recurrentCount: Int { gateColumns * hiddenSize }

    /// The column of a unit's gate among the gates of a step.
    package func column(gate: Int, unit: Int) -> Int {
        (unit / lanes * cell.gateCount + gate) * lanes + unit % lanes
    }

    /// Where each column of a step's gates has its weights: a row of the operation's matrix `[gates · hidden, …]`, or nil for padding.
    package func row(ofColumn column: Int) -> Int? {
        let (vector, rest) = (column / (cell.gateCount * lanes), column % (cell.gateCount * lanes))
        let unit = vector * lanes + rest % lanes
        return unit < hiddenSize ? rest / lanes * hiddenSize + unit : nil
    }

    /// Packs the recurrent weights of one direction, `[gates · hidden, hidden]`.
    package func pack(recurrent: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
        var target = packed
        for gates in cell.phases {
            for vector in 0..<unitVectors {
                for k in 0..<hiddenSize {
                    for gate in gates {
                        let first = vector &* lanes
                        let row = recurrent + ((gate &* hiddenSize &+ first) &* hiddenSize &+ k)
                        for lane in 0..<lanes {
                            target[lane] = first &+ lane < hiddenSize ? row[lane &* hiddenSize] : 0
                        }
                        target += lanes
                    }
                }
            }
        }
    }

    /// Puts biases `[biases · hidden]` in the order of the gates' columns; those of a recurrent hidden part follow, by units.
    package func pack(bias: UnsafePointer<Float>?, into packed: UnsafeMutablePointer<Float>) {
        packed.update(repeating: 0, count: biasCount)
        guard let bias else { return }
        for gate in 0..<cell.gateCount {
            for unit in 0..<hiddenSize { packed[column(gate: gate, unit: unit)] = bias[gate * hiddenSize + unit] }
        }
        if cell.isLinearBeforeReset {
            (packed + gateColumns).update(from: bias + cell.gateCount * hiddenSize, count: hiddenSize)
        }
    }

    /// Floats of the packed biases.
    package var biasCount: Int { gateColumns + paddedHidden }
}
