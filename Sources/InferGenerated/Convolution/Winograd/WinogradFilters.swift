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

    package init(_ instructionSet: InstructionSet, _ tile: WinogradTile, inputChannels: Int, outputChannels: Int) {
        self.instructionSet = instructionSet
        self.tile = tile
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
    }

    var lanes: Int { instructionSet.width.lanes }
    /// Vectors of output channels.
    var vectors: Int { (outputChannels + lanes - 1) / lanes }
    /// Vectors of a panel: a number that divides all, if there is one.
    var panelVectors: Int {
        if vectors <= 2 { return max(1, vectors) }
        return instructionSet == .avx512 && vectors % 3 == 0 && vectors % 2 != 0 ? 3 : 2
    }
    var panelWidth: Int { panelVectors * lanes }
    var panels: Int { (vectors + panelVectors - 1) / panelVectors }
    /// Floats of a panel, and of the panels of a position.
    var panelCount: Int { inputChannels * panelWidth }
    var positionCount: Int { panels * panelCount }

    /// Floats of all.
    package var packedCount: Int { tile.positions * positionCount }

    /// Transforms and packs filters that are dense in OpenVINO's order, `[OC, IC, kernel…]`.
    package func pack(_ filters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) throws {
        let taps = tile.vertical.taps * tile.horizontal.taps
        let depth = inputChannels * taps
        guard let transpose = TransposeSpecification(instructionSet, rows: lanes, columns: depth) else {
            throw AssemblyError.invalidOperands(instruction: "a transform of few filters")
        }
        let turning = try CodeCache.shared.code(transpose)
        let transforming = try CodeCache.shared.code(WinogradFilterSpecification(instructionSet: instructionSet, tile: tile))
        // The filters of a vector of output channels, first as they are but with zeros for those that lack, then side by side.
        let whole = UnsafeMutablePointer<Float>.allocate(capacity: 2 * lanes * depth)
        defer { whole.deallocate() }
        let turned = whole + lanes * depth
        for first in stride(from: 0, to: outputChannels, by: lanes) {
            let count = min(lanes, outputChannels - first)
            var source = filters + first * depth
            if count < lanes {
                whole.update(repeating: 0, count: lanes * depth)
                whole.update(from: source, count: count * depth)
                source = UnsafePointer(whole)
            }
            var turn = TransposeArguments(
                source: source, sourceStride: depth * 4, target: turned, targetStride: lanes * 4, rows: lanes, columns: depth)
            turning.call(&turn)
            let (panel, lane) = first.quotientAndRemainder(dividingBy: panelWidth)
            var transform = WinogradFilterArguments(
                source: UnsafePointer(turned), target: packed + panel * panelCount + lane, positionBytes: positionCount * 4,
                rowBytes: panelWidth * 4, depth: inputChannels)
            transforming.call(&transform)
        }
    }
}
