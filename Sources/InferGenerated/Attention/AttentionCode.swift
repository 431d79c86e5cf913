import InferAssembler
import InferKernels

/// The code of a ``GeneratedAttention``, by what it does, as functions: calling them touches no reference counts.
struct AttentionCode: Sendable {
    typealias Function = MachineCode.Function

    /// Keeps the functions in memory.
    private let codes: [MachineCode]
    /// Scores with panels of keys, and with a last one that is narrower and not packed; row by row where there are few.
    let scores: Function
    let lastScores: Function?
    /// Packs panels of keys; nil where the last one is too narrow.
    let keyPacking: Function?
    let lastKeyPacking: Function?
    /// Packs panels of values.
    let valuePacking: Function?
    let lastValuePacking: Function?
    let exponentials: Function
    /// Products with panels of values, and with a last one that is narrower.
    let weighing: Weighing
    let lastWeighing: Weighing

    /// Products with values: of all keys, or of the first, of further and of the last part of them.
    struct Weighing: Sendable {
        let all: Function
        let first: Function
        let further: Function
        let last: Function
    }

    /// - Parameters:
    ///   - rows: of a tile.
    ///   - isDivided: whether keys come in parts.
    /// - Returns: nil where keys have too few columns to be packed by code.
    init?(
        _ attention: Attention, _ instructionSet: InstructionSet, _ keyForm: GeneratedAttention.KeyForm, _ mask: SoftmaxRows.Mask,
        rows: Int, packsValues: Bool, isDivided: Bool
    ) throws {
        var codes: [MachineCode] = []
        func function(_ specification: some KernelSpecification) throws -> Function {
            let code = try CodeCache.shared.code(specification)
            codes.append(code)
            return code.function
        }
        let vectors = GeneratedAttention.panelVectors
        let lanes = instructionSet.width.lanes
        let columns = vectors * lanes

        let keyRest = attention.keyRows % columns
        var tile = GemmTile(instructionSet, rows: rows, vectors: vectors)
        switch keyForm {
        case .dotProducts:
            scores = try function(DotProducts(instructionSet, depth: attention.depth))
            (lastScores, keyPacking, lastKeyPacking) = (nil, nil, nil)
        case .transposed:
            tile.bLayout = .rows
            scores = try function(tile)
            // How many keys there are varies with each binding, so it is no part of the code.
            tile.columns = .counted(vectors: (keyRest + lanes - 1) / lanes)
            lastScores = keyRest == 0 ? nil : try function(tile)
            (keyPacking, lastKeyPacking) = (nil, nil)
        case .packed:
            guard let whole = TransposeSpecification(instructionSet, rows: columns, columns: attention.depth) else { return nil }
            scores = try function(tile)
            lastScores = nil
            keyPacking = try function(whole)
            lastKeyPacking = try TransposeSpecification(instructionSet, rows: keyRest, columns: attention.depth).map { try function($0) }
        }

        exponentials = try function(SoftmaxRows(instructionSet, isDivided ? .partial : .exponentials, isScaled: true, mask: mask))

        let valueRest = attention.valueDepth % columns
        let first = min(attention.valueDepth, columns)
        let factor = EpilogueSpecification(
            operations: [.combine(.multiply, .init(variesByColumn: false, variesByRow: true))])
        func weighing(columns: Int) throws -> Weighing {
            var tile = GemmTile(instructionSet, rows: rows, columns: .fixed(columns), panelVectors: vectors, epilogue: factor)
            tile.bLayout = packsValues ? .panel : .rows
            let all = try function(tile)
            guard isDivided else { return Weighing(all: all, first: all, further: all, last: all) }
            tile.accumulates = true
            let last = try function(tile)
            tile.epilogue = EpilogueSpecification()
            let further = try function(tile)
            tile.accumulates = false
            return Weighing(all: all, first: try function(tile), further: further, last: last)
        }
        self.weighing = try weighing(columns: first)
        lastWeighing = valueRest == 0 ? self.weighing : try weighing(columns: valueRest)
        func packing(columns own: Int) throws -> Function? {
            guard packsValues, let copy = RowCopySpecification(instructionSet, columns: own, zeros: columns - own) else { return nil }
            return try function(copy)
        }
        valuePacking = try packing(columns: first)
        lastValuePacking = valueRest == 0 ? valuePacking : try packing(columns: valueRest)
        self.codes = codes
    }
}
