import InferAssembler
import InferKernels

/// Transformed filters: how they lie in memory, and how they get there.
///
/// `[position][panel][IC][panelVectors · lanes]`, output channels side by side; those that a last panel lacks are never read.
package struct WinogradFilters: Hashable, Sendable {
    package let instructionSet: InstructionSet
    package let tile: WinogradTile
    package let inputChannels: Int
    package let outputChannels: Int

    let lanes: Int
    /// Vectors of output channels.
    let vectors: Int
    /// Vectors of a panel: a number that divides all, if there is one.
    let panelVectors: Int

    package init(_ instructionSet: InstructionSet, _ tile: WinogradTile, inputChannels: Int, outputChannels: Int) {
        self.instructionSet = instructionSet
        self.tile = tile
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        lanes = instructionSet.width.lanes
        vectors = (outputChannels + lanes - 1) / lanes
        if vectors <= 2 {
            panelVectors = max(1, vectors)
        } else {
            panelVectors = instructionSet == .avx512 && vectors % 3 == 0 && vectors % 2 != 0 ? 3 : 2
        }
    }

    var panelWidth: Int { panelVectors * lanes }
    var panels: Int { (vectors + panelVectors - 1) / panelVectors }
    /// Floats of the filters of one output channel.
    var filterCount: Int { inputChannels * tile.vertical.taps * tile.horizontal.taps }
    /// Floats of a panel, and of the panels of a position.
    var panelCount: Int { inputChannels * panelWidth }
    var positionCount: Int { panels * panelCount }

    /// Floats of all.
    package var packedCount: Int { tile.positions * positionCount }
}
