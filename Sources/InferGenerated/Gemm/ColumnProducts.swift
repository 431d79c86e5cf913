import InferAssembler

/// The kernel of products of few rows with a matrix B whose columns are contiguous: C = epilogue(A · B).
///
/// Each element is the sum of the products of a row of A with a column of B, which is read once and where it lies: such a product waits for
/// memory, and packing B would only have it read twice. It works through blocks of as many columns as a vector has lanes.
package struct ColumnProducts: KernelSpecification {
    package let instructionSet: InstructionSet
    /// 1 to ``mostRows(_:)``.
    package let rows: Int
    /// The elements behind the last whole vector of a row and of a column.
    package let depthTail: Int
    /// The columns behind the last whole block.
    package let columnTail: Int
    /// Whether B's elements are halves; there is no ``depthTail`` then.
    package let isHalf: Bool
    package let epilogue: EpilogueSpecification
    /// Whether columns are so short that those of the next part are fetched rather than what follows in the same columns.
    package let fetchesNextPart: Bool

    package init(
        _ instructionSet: InstructionSet, rows: Int, columns: Int, depth: Int, isHalf: Bool = false,
        epilogue: EpilogueSpecification = EpilogueSpecification()
    ) {
        self.instructionSet = instructionSet
        self.rows = rows
        depthTail = depth % instructionSet.width.lanes
        columnTail = columns % instructionSet.width.lanes
        self.isHalf = isHalf
        self.epilogue = epilogue
        fetchesNextPart = depth <= Self.mostBytesFetched / (Self.partColumns(instructionSet, rows: rows) * (isHalf ? 2 : 4))
    }

    /// What is fetched must find room beside what is read in a first-level cache.
    private static let mostBytesFetched = 24 << 10

    /// Columns whose sums with all rows are made together: those of 1, 2 or 4 rows fill a vector.
    private static func partColumns(_ instructionSet: InstructionSet, rows: Int) -> Int {
        instructionSet.width.lanes / (rows > 2 ? 4 : max(1, rows))
    }

    var partColumns: Int { Self.partColumns(instructionSet, rows: rows) }

    /// The most rows whose sums over the columns of a part of a block find room in registers.
    package static func mostRows(_ instructionSet: InstructionSet) -> Int { instructionSet.width.lanes / 4 }

    /// Whether there is code for a product of the sizes.
    package static func supports(_ instructionSet: InstructionSet, rows: Int, depth: Int, isHalf: Bool) -> Bool {
        instructionSet != .portable && (1...mostRows(instructionSet)).contains(rows) && depth > 0
            && !(isHalf && depth % instructionSet.width.lanes != 0)
    }

    package var name: String { "matmul_columns\(isHalf ? "_halves" : "")_\(instructionSet)_\(rows)" }

    package func emit(_ emitter: KernelEmitter) { ColumnProductsWriter(self, emitter).write() }
}

/// The arguments of ``ColumnProducts``; the code changes the epilogue's pointers. All strides are in bytes.
package struct ColumnProductsArguments {
    package var a: UnsafeRawPointer
    /// The first element of the first column.
    package var b: UnsafeRawPointer
    package var c: UnsafeMutableRawPointer
    /// From one row of A to the next.
    package var aStride: Int
    /// From one column of B to the next.
    package var bStride: Int
    /// From one row of C to the next.
    package var cStride: Int
    /// Whole vectors of a row and of a column.
    package var depthVectors: Int
    /// Whole blocks of columns.
    package var blocks: Int
    /// How many times, 0 or 1, the ``ColumnProducts/columnTail`` follows.
    package var tails: Int
    package var epilogue = EpilogueArguments()
}
