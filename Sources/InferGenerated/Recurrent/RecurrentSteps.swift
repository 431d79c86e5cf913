import InferAssembler
import InferKernels

/// The kernel of recurrent layers: all steps of one direction, for one to three items of a batch side by side.
///
/// The gates of a step begin as the product of its input, computed for all steps beforehand. The kernel adds the product of the state and
/// the recurrent weights and applies the gates' functions while all gates of a few units are in registers, so that nothing but the
/// state is written. Weights lie as ``RecurrentPanels`` says.
package struct RecurrentSteps: KernelSpecification {
    package let instructionSet: InstructionSet
    package let cell: RecurrentLayer.Cell
    /// Bound of what goes into an activation, on both sides; none if zero.
    package let clip: Float
    package let hiddenSize: Int
    /// Items side by side, 1 to ``mostRows``.
    package let rows: Int

    /// The most items that one call steps through.
    package static let mostRows = 3

    package init(_ instructionSet: InstructionSet, _ cell: RecurrentLayer.Cell, clip: Float, hiddenSize: Int, rows: Int) {
        self.instructionSet = instructionSet
        self.cell = cell
        self.clip = clip
        self.hiddenSize = hiddenSize
        self.rows = rows
    }

    package var name: String { "\(cell.name)_steps_\(instructionSet)_\(rows)x\(hiddenSize)" }

    package func emit(_ emitter: KernelEmitter) { RecurrentStepsWriter(self, emitter).write() }

    /// How the units are computed one after the other: passes of so many vectors of them, whose gates are in registers together, and a
    /// last one of fewer, or of vectors of which one is not whole.
    package struct Passes: Sendable {
        package let vectors: Int
        package let count: Int
        package let last: Int
    }

    /// The passes of a phase of so many gates: enough accumulators to hide the latency of a multiplication, few enough to leave four
    /// registers for what else there is.
    package func passes(gates: Int) -> Passes {
        let all = RecurrentPanels(instructionSet, cell, hiddenSize: hiddenSize).unitVectors
        let most = max(1, (instructionSet == .avx512 ? 24 : 12) / (rows * gates))
        let wanted = max(1, min(most, rows == 1 ? 9 / gates : most))
        // Passes of equal size rather than a small last one.
        let least = max(1, min(wanted, (6 + gates * rows - 1) / (gates * rows)))
        let even = (least...wanted).last { all % $0 == 0 }
        let vectors = even ?? (all + (all + wanted - 1) / wanted - 1) / ((all + wanted - 1) / wanted)
        // A vector of which only a part exists is not for the passes that are alike.
        let whole = hiddenSize % instructionSet.width.lanes == 0 ? all : all - 1
        return Passes(vectors: vectors, count: whole / vectors, last: all - whole / vectors * vectors)
    }
}

extension RecurrentLayer.Cell {
    /// The name in profiles.
    package var name: String {
        switch self {
        case .rnn: "rnn"
        case .gru: "gru"
        case .lstm: "lstm"
        }
    }

    /// Gates that are computed together, in order: all, or for a GRU that resets its state before it multiplies it, update and reset first.
    var phases: [[Int]] {
        if case .gru(_, _, false) = self { return [[0, 1], [2]] }
        return [Array(0..<gateCount)]
    }

    /// Whether the hidden gate's recurrent part has a bias of its own and stays apart until it is reset.
    var isLinearBeforeReset: Bool {
        if case .gru(_, _, true) = self { return true }
        return false
    }
}
