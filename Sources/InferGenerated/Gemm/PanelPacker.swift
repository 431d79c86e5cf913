import InferAssembler

/// Packs matrices into a ``PanelLayout``, panel by panel.
package struct PanelPacker: Sendable {
    package let layout: PanelLayout
    /// From one k to the next, and from one column to the next, in elements; one of them is 1.
    package let rowStride: Int
    package let columnStride: Int
    /// By segment; nil where no whole vector of columns is packed.
    private let codes: [MachineCode?]

    /// - Throws: `AssemblyError` where code cannot be made.
    package init(_ layout: PanelLayout, rowStride: Int, columnStride: Int) throws {
        self.layout = layout
        self.rowStride = rowStride
        self.columnStride = columnStride
        codes = try layout.segments.map { segment in
            let vectors = segment.columns / segment.instructionSet.width.lanes
            guard vectors > 0 else { return nil }
            return try CodeCache.shared.code(
                PanelPacking(
                    instructionSet: segment.instructionSet, vectors: vectors, panelVectors: segment.vectors,
                    isTransposed: columnStride != 1, isHalf: layout.isHalf))
        }
    }

    /// Packs the panels of a range from a matrix into memory of the layout, of which `target` is the first panel's place.
    package func pack(_ panels: Range<Int>, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        let start = panels.isEmpty ? 0 : layout.place(of: panels.lowerBound).offset
        for panel in panels {
            let place = layout.place(of: panel)
            let first = source + place.column &* columnStride &* elementBytes
            pack(place.segment, from: first, to: target + (place.offset - start))
        }
    }

    /// Packs a panel whose first column is at `source`.
    ///
    /// - Parameter target: the panel's place.
    func pack(panel: Int, fromItsColumns source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        pack(layout.place(of: panel).segment, from: source, to: target)
    }

    private var elementBytes: Int { layout.isHalf ? 2 : 4 }

    private func pack(_ index: Int, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
        let segment = layout.segments[index]
        let lanes = segment.instructionSet.width.lanes
        let isTransposed = columnStride != 1
        let count = isTransposed ? layout.depth / lanes : layout.depth
        var packed = 0
        if let code = codes[index], count > 0 {
            packed = segment.columns / lanes * lanes
            var arguments = PanelPacking.Arguments(
                source: source, sourceStride: (isTransposed ? columnStride : rowStride) &* elementBytes, target: target, count: count)
            code.call(&arguments)
        }
        let rest = Rest(
            columns: segment.columns, packedColumns: packed, packedDepth: isTransposed ? count * lanes : count,
            width: segment.vectors * lanes)
        if rest.packedColumns == rest.width, rest.packedDepth == layout.depth { return }
        if layout.isHalf {
            pack(rest, source.assumingMemoryBound(to: UInt16.self), target.assumingMemoryBound(to: UInt16.self))
        } else {
            pack(rest, source.assumingMemoryBound(to: UInt32.self), target.assumingMemoryBound(to: UInt32.self))
        }
    }

    /// What is packed by the element: no whole vector or square, and zeros behind the last column.
    private struct Rest {
        let columns: Int
        let packedColumns: Int
        let packedDepth: Int
        let width: Int
    }

    private func pack(_ rest: Rest, _ source: UnsafePointer<UInt16>, _ target: UnsafeMutablePointer<UInt16>) {
        for k in 0..<layout.depth {
            for column in (k < rest.packedDepth ? rest.packedColumns : 0)..<rest.width {
                target[k &* rest.width &+ column] = column < rest.columns ? source[k &* rowStride &+ column &* columnStride] : 0
            }
        }
    }

    private func pack(_ rest: Rest, _ source: UnsafePointer<UInt32>, _ target: UnsafeMutablePointer<UInt32>) {
        for k in 0..<layout.depth {
            for column in (k < rest.packedDepth ? rest.packedColumns : 0)..<rest.width {
                target[k &* rest.width &+ column] = column < rest.columns ? source[k &* rowStride &+ column &* columnStride] : 0
            }
        }
    }
}
