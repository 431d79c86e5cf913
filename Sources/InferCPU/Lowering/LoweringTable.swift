import InferGraph

/// How each operation becomes steps of a program. Each family adds its entries here, in one line.
enum LoweringTable {
    /// The lowering of one operation type, in all versions that it stands for.
    struct Entry: Sendable {
        let operation: any Operation.Type
        let lower: @Sendable (any Operation, LoweringContext) throws -> Void

        init<Lowered: Operation>(_ lower: @escaping @Sendable (Lowered, LoweringContext) throws -> Void) {
            operation = Lowered.self
            self.lower = { operation, context in
                guard let operation = LoweringTable.base(operation) as? Lowered else {
                    throw context.failure("is not what its lowering expects")
                }
                try lower(operation, context)
            }
        }
    }

    /// The families, each a list of entries.
    private static let families: [[Entry]] = [
        views,
        adaptivePoolings,
        strings,
        randoms,
        colors,
        sequences,
        embeddings,
        algebra,
        spectral,
        classwiseSuppressions,
        patches,
        samplings,
        regions,
        proposals,
        scatters,
        elementGathers,
        blockRearrangements,
        channelInterleaves,
        reversals,
        statistics,
        quantizations,
        patterns,
        orderings,
        findings,
        suppressions,
        promotions,
        elementwise,
        activations,
        products,
        convolutions,
        movements,
        normalizations,
        layerNormalizations,
        resampling,
        selections,
        padding,
        generation,
        poolings,
        reductions,
        attention,
        recurrent,
        controlFlow,
        states,
    ]

    private static let entries: [ObjectIdentifier: Entry] = {
        var table: [ObjectIdentifier: Entry] = [:]
        for entry in families.joined() { table[ObjectIdentifier(entry.operation)] = entry }
        return table
    }()

    /// The lowering of an operation; nil when the device does not support it.
    static func find(_ operation: any Operation) -> Entry? { entries[ObjectIdentifier(Swift.type(of: base(operation)))] }

    /// The operation that decides the lowering: a fused one is lowered as what it begins with.
    private static func base(_ operation: any Operation) -> any Operation { (operation as? Fused)?.base ?? operation }
}
