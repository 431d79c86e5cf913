import InferAssembler
import InferKernels

/// The matrix products of blocks of tiles: one for each position.
struct WinogradProducts: Sendable {
    /// The code for a number of rows.
    private struct Height: Sendable {
        let count: Int
        let tall: Int
        let short: Int
        let full: MachineCode
        let last: MachineCode

        init(_ count: Int, _ filters: WinogradFilters) throws {
            let lanes = filters.lanes
            let vectors = filters.panelVectors
            let split = GemmTile.split(rows: count, most: GemmTile.preferredRows(vectors: vectors, filters.instructionSet))
            (self.count, tall, short) = (count, split.tall, split.short)
            func code(_ columns: Int) throws -> MachineCode {
                var tile = GemmTile(filters.instructionSet, rows: split.rows, columns: .fixed(columns), panelVectors: vectors)
                // The next panel should be near by the time that it is needed: so many lines for every four rows of a panel.
                let lines = 4 * vectors * filters.instructionSet.width.bytes / 64
                let wanted = (lines + split.tall + split.short - 1) / max(1, split.tall + split.short)
                tile.prefetchLines = wanted > 2 ? 4 : wanted
                return try CodeCache.shared.code(tile)
            }
            full = try code(vectors * lanes)
            last = try code(filters.outputChannels - (filters.panels - 1) * filters.panelWidth)
        }
    }

    private let filters: WinogradFilters
    private let layout: WinogradLayout
    /// Of all blocks but the last, and of the last.
    private let heights: (Height, Height)

    init(_ filters: WinogradFilters, _ layout: WinogradLayout) throws {
        self.filters = filters
        self.layout = layout
        let last = layout.count - (layout.blocks - 1) * layout.block
        heights = (try Height(layout.block, filters), try Height(max(1, last), filters))
    }

    /// Panels of all positions.
    var units: Int { filters.tile.positions * filters.panels }

    /// Computes some of the ``units`` for the first `count` rows of the matrices.
    func run(
        _ units: Range<Int>, count: Int, inputs: UnsafePointer<Float>, packed: UnsafePointer<Float>, products: UnsafeMutablePointer<Float>
    ) {
        let height = count == heights.0.count ? heights.0 : heights.1
        let (full, last) = (height.full.function, height.last.function)
        var arguments = GemmTileArguments(
            a: inputs, b: packed, c: products, aStride: layout.matrixStride.input * 4, cStride: layout.matrixStride.output * 4,
            depth: filters.inputChannels, tiles: height.tall, shortTiles: height.short)
        let panels = filters.panels
        for unit in units {
            let (position, panel) = unit.quotientAndRemainder(dividingBy: panels)
            let b = packed + unit &* filters.panelCount
            arguments.a = UnsafeRawPointer(inputs + position &* layout.positionStride.input)
            arguments.b = UnsafeRawPointer(b)
            arguments.c = UnsafeMutableRawPointer(products + (position &* layout.positionStride.output &+ panel &* filters.panelWidth))
            arguments.prefetch = UnsafeRawPointer(b + filters.panelCount)
            arguments.prefetchEnd = UnsafeRawPointer(b + 2 &* filters.panelCount)
            withUnsafeMutablePointer(to: &arguments) { (panel == panels &- 1 ? last : full)($0) }
        }
    }
}
