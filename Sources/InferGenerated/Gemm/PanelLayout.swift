import InferAssembler

/// How a matrix B[K, N] lies in memory once it is packed for ``GemmTile``: panels of columns, each `[K][panel's width]`, one after the other.
///
/// A few widths are mixed so that little is padded. It depends on the matrix alone, not on how many rows it is multiplied by.
package struct PanelLayout: Hashable, Sendable {
    /// Panels of one width.
    package struct Segment: Hashable, Sendable {
        package let instructionSet: InstructionSet
        /// The first panel's number, and how many panels there are.
        package let firstPanel: Int
        package let panelCount: Int
        /// The first panel's first column.
        package let firstColumn: Int
        /// Columns of a panel.
        package let columns: Int
        /// Vectors from one k to the next.
        package let vectors: Int
        /// Where the first panel lies, and the bytes of one.
        package let offset: Int
        package let panelBytes: Int
    }

    package let depth: Int
    package let columns: Int
    /// Whether elements are halves, which become single numbers as they are read.
    package let isHalf: Bool
    package let segments: [Segment]
    package let panelCount: Int
    /// A multiple of 64.
    package let byteCount: Int

    package init(_ instructionSet: InstructionSet, columns: Int, depth: Int, isHalf: Bool = false) {
        self.columns = columns
        self.depth = depth
        self.isHalf = isHalf
        var segments: [Segment] = []
        var (panel, column, offset) = (0, 0, 0)
        for (width, count) in Self.widths(instructionSet, columns: columns) where count > 0 {
            let set = Self.instructionSet(instructionSet, width: width)
            let vectors = (width + set.width.lanes - 1) / set.width.lanes
            let bytes = depth * vectors * set.width.lanes * (isHalf ? 2 : 4)
            segments.append(
                Segment(
                    instructionSet: set, firstPanel: panel, panelCount: count, firstColumn: column, columns: width, vectors: vectors,
                    offset: offset, panelBytes: bytes))
            panel += count
            column += width * count
            offset += (bytes * count + 63) / 64 * 64
        }
        self.segments = segments
        panelCount = panel
        byteCount = offset
    }

    /// Columns of panels, and how many of them, left to right.
    private static func widths(_ instructionSet: InstructionSet, columns: Int) -> [(width: Int, count: Int)] {
        if instructionSet == .avx512 {
            // A narrow rest shares the last wide panel's columns.
            let (full, rest) = (columns / 64, columns % 64)
            if rest == 0 { return [(64, full)] }
            return full > 0 && rest <= 32 ? [(64, full - 1), (48, 1), (16 + rest, 1)] : [(64, full), (rest, 1)]
        }
        if columns % 24 == 0, columns % 16 != 0 { return [(24, columns / 24)] }
        let (full, rest) = (columns / 16, columns % 16)
        if rest == 0 { return [(16, full)] }
        return full > 0 && rest <= 8 ? [(16, full - 1), (16 + rest, 1)] : [(16, full), (rest, 1)]
    }

    /// With one wide vector a row, or one and a half, loads of A take as long as the multiply-adds; units of half the width do as well
    /// with narrow vectors, of which a load of A feeds two or three.
    private static func instructionSet(_ instructionSet: InstructionSet, width: Int) -> InstructionSet {
        instructionSet == .avx512 && width <= 24 && CPUFeatures.native.contains(.narrowUnits) ? .avx2 : instructionSet
    }

    /// Where a panel is: its segment, its first column and its offset in bytes.
    package func place(of panel: Int) -> (segment: Int, column: Int, offset: Int) {
        var index = segments.count - 1
        while index > 0, segments[index].firstPanel > panel { index -= 1 }
        let inner = panel - segments[index].firstPanel
        return (
            index, segments[index].firstColumn + inner * segments[index].columns,
            segments[index].offset + inner * segments[index].panelBytes
        )
    }
}
