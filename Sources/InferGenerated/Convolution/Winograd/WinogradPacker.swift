import InferAssembler
import InferKernels

/// Transforms and packs filters, in generated code.
package final class WinogradPacker: Sendable {
    private let filters: WinogradFilters
    private let transpose: MachineCode
    private let transform: MachineCode

    package init(_ filters: WinogradFilters) throws {
        self.filters = filters
        guard let specification = TransposeSpecification(filters.instructionSet, rows: filters.lanes, columns: filters.filterCount) else {
            throw AssemblyError.invalidOperands(instruction: "a transform of filters that are too small")
        }
        transpose = try CodeCache.shared.code(specification)
        transform = try CodeCache.shared.code(
            WinogradFilterSpecification(instructionSet: filters.instructionSet, tile: filters.tile))
    }

    /// Packs filters that are dense in OpenVINO's order, `[OC, IC, kernel…]`.
    package func pack(_ source: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
        let (lanes, depth) = (filters.lanes, filters.filterCount)
        // The filters of a vector of output channels, first as they are but with zeros for those that lack, then side by side.
        let whole = UnsafeMutablePointer<Float>.allocate(capacity: 2 * lanes * depth)
        defer { whole.deallocate() }
        let turned = whole + lanes * depth
        for first in stride(from: 0, to: filters.outputChannels, by: lanes) {
            let count = min(lanes, filters.outputChannels - first)
            var rows = source + first * depth
            if count < lanes {
                whole.update(repeating: 0, count: lanes * depth)
                whole.update(from: rows, count: count * depth)
                rows = UnsafePointer(whole)
            }
            var turn = TransposeArguments(
                source: rows, sourceStride: depth * 4, target: turned, targetStride: lanes * 4, rows: lanes, columns: depth)
            transpose.call(&turn)
            let (panel, lane) = first.quotientAndRemainder(dividingBy: filters.panelWidth)
            var arguments = WinogradFilterArguments(
                source: UnsafePointer(turned), target: packed + panel * filters.panelCount + lane,
                positionBytes: filters.positionCount * 4, rowBytes: filters.panelWidth * 4, depth: filters.inputChannels)
            transform.call(&arguments)
        }
    }
}
