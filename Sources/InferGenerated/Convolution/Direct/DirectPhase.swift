import InferAssembler
import InferKernels

/// The outputs of a direct convolution that meet the same kernel taps: all, or those of a transposed convolution whose remainders by the
/// strides are equal.
///
/// They are matrix products: a line of outputs along the width by a panel of output channels, summed over kernel rows, each of which is one
/// product of the inputs side by side in memory, where they lie or as copied into a strip with its padding.
///
/// What a run reads of it keeps no references; the memory behind the pointers belongs to a ``DirectPhasePlan``.
struct DirectPhase: @unchecked Sendable {  // Immutable, as what its pointers point to.
    let depth: ConvolutionAxis.Walk
    let height: ConvolutionAxis.Walk
    let width: ConvolutionAxis.Walk
    /// Whether inputs are copied into strips: where rows have padding, or channels of groups do not lie side by side.
    let usesStrip: Bool
    /// What computes the panels of each width.
    let kernels: UnsafeBufferPointer<Kernel>
    let panels: UnsafeBufferPointer<Panel>
    let entriesPerRow: Int
    /// The k of an entry.
    let entryDepth: Int
    let strip: StripLayout
    /// Bytes at the end of the scratch memory of a thread, behind the strip, where kernel rows that do not follow one another are listed.
    let tableBytes: Int

    /// Bytes of scratch memory for each thread.
    var scratchBytes: Int { strip.bytes + tableBytes }

    /// What computes the panels of one width.
    struct Kernel: @unchecked Sendable {  // Likewise.
        /// What adds up the only pass, or the last, and ends with the epilogue.
        let function: MachineCode.Function
        /// What adds up passes before that: the first, and all others.
        let firstFunction: MachineCode.Function
        let nextFunction: MachineCode.Function
        let tiles: LineTiles
        /// All kernel rows, in order.
        let entries: UnsafeBufferPointer<GemmBatchEntry>
        /// A panel's parts of so many entries are multiplied with all lines one after the other, so that each stays in a cache.
        let entriesPerPass: Int
        let passes: Int

        func function(pass: Int) -> MachineCode.Function {
            pass &+ 1 == passes ? function : pass == 0 ? firstFunction : nextFunction
        }
    }

    /// Output channels that are computed together.
    struct Panel: Sendable {
        /// Which of the ``DirectPhase/kernels`` computes it.
        let kernel: Int
        /// Where its filters lie behind those of the group, and how many bytes they have.
        let offset: Int
        let bytes: Int
        /// Its first channel in the group.
        let column: Int
    }

    /// How a line is cut into tiles: so many of ``rows`` rows, then others with one less.
    struct LineTiles: Sendable {
        let rows: Int
        let tall: Int
        let short: Int

        var count: Int { tall &+ short }

        /// The tiles of one of so many parts of a line.
        func part(_ part: Int, of parts: Int) -> Range<Int> {
            parts == 1 ? 0..<count : part &* count / parts..<(part &+ 1) &* count / parts
        }

        /// The position at which a tile of a line begins.
        func start(ofTile tile: Int) -> Int { tile &* rows &- max(0, tile &- tall) }

        /// The positions of a part.
        func positions(_ part: Int, of parts: Int) -> Range<Int> {
            let tiles = self.part(part, of: parts)
            return start(ofTile: tiles.lowerBound)..<start(ofTile: tiles.upperBound)
        }
    }

    /// The positions of a part of a line: all that tiles of some width touch.
    func positions(part: Int, of parts: Int) -> Range<Int> {
        var positions = kernels[0].tiles.positions(part, of: parts)
        for index in 1..<kernels.count {
            let other = kernels[index].tiles.positions(part, of: parts)
            positions = min(positions.lowerBound, other.lowerBound)..<max(positions.upperBound, other.upperBound)
        }
        return positions
    }

    /// How input rows lie in a strip.
    struct StripLayout {
        /// Bytes of a row, of a plane of rows, and of all.
        var rowBytes = 0
        var planeBytes = 0
        var bytes = 0
        /// Floats from one channel to the next where images are planar.
        var columns = 0
        /// Whether lines share rows of the strip, one for each input row; else each has rows of its own for its taps.
        var sharesRows = false
        /// From one line of outputs to the next, and from one kernel row to the next, in rows of the strip.
        var lineStep = 1
        var tapStep = 1
    }
}

/// A phase and the memory that it points to.
final class DirectPhasePlan: @unchecked Sendable {  // Immutable.
    let phase: DirectPhase
    /// The products that a position is the sum of.
    let depth: Int
    private let codes: [MachineCode]
    private let kernels: PlainArray<DirectPhase.Kernel>
    private let panels: PlainArray<DirectPhase.Panel>
    private let entries: [PlainArray<GemmBatchEntry>]

    /// What one ``DirectPhase/Kernel`` is made of.
    struct KernelParts {
        /// The last pass, the first, and those between.
        let codes: (last: MachineCode, first: MachineCode, next: MachineCode)
        let tiles: DirectPhase.LineTiles
        let entries: [GemmBatchEntry]
        let entriesPerPass: Int
        let passes: Int
    }

    init(
        depth: ConvolutionAxis, height: ConvolutionAxis, width: ConvolutionAxis, usesStrip: Bool, filters: DirectFilters.TapsClass,
        kernels parts: [KernelParts], entriesPerRow: Int, entryDepth: Int, strip: DirectPhase.StripLayout, tableBytes: Int
    ) {
        let entries = parts.map { PlainArray($0.entries) }
        let kernels = PlainArray(
            zip(parts, entries).map { part, entries in
                DirectPhase.Kernel(
                    function: part.codes.last.function, firstFunction: part.codes.first.function, nextFunction: part.codes.next.function,
                    tiles: part.tiles, entries: entries.elements, entriesPerPass: part.entriesPerPass, passes: part.passes)
            })
        let panels = PlainArray(
            (0..<filters.layout.panelCount).map { panel in
                let place = filters.layout.place(of: panel)
                return DirectPhase.Panel(
                    kernel: place.segment, offset: filters.offset + place.offset,
                    bytes: filters.layout.segments[place.segment].panelBytes, column: place.column)
            })
        self.depth = filters.layout.depth
        self.kernels = kernels
        self.panels = panels
        self.entries = entries
        codes = parts.flatMap { [$0.codes.last, $0.codes.first, $0.codes.next] }
        phase = DirectPhase(
            depth: depth.walk, height: height.walk, width: width.walk, usesStrip: usesStrip, kernels: kernels.elements,
            panels: panels.elements, entriesPerRow: entriesPerRow, entryDepth: entryDepth, strip: strip, tableBytes: tableBytes)
    }
}
