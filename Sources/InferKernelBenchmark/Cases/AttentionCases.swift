import InferAssembler
import InferGenerated
import InferKernels

/// Attention as networks have it, with heads beside one another in the rows of its operands. An operation is one of the two products.
enum AttentionCases {
    /// Sizes of one item; as many keys as query rows.
    private struct Case {
        let rows: Int
        let heads: Int
        let depth: Int

        var text: String { "attention \(heads) heads of \(depth), \(rows) rows" }
    }

    private static let cases = [
        Case(rows: 50, heads: 12, depth: 64), Case(rows: 128, heads: 12, depth: 64), Case(rows: 197, heads: 3, depth: 64),
        Case(rows: 384, heads: 12, depth: 64), Case(rows: 512, heads: 12, depth: 32), Case(rows: 1500, heads: 6, depth: 64),
    ]

    static func run(_ instructionSet: InstructionSet, _ report: Report) throws {
        for test in cases where report.wants(test.text) {
            let (rows, columns) = (test.rows, test.heads * test.depth)
            let strides = Attention.Strides(batch: rows * columns, head: test.depth, row: columns)
            let attention = try Attention(
                batches: 1, heads: test.heads, keyHeads: test.heads, queryRows: rows, keyRows: rows, depth: test.depth,
                valueDepth: test.depth, query: strides, key: strides, value: strides, output: strides)
            guard let plan = try GeneratedAttention(attention, instructionSet, threads: 1) else { continue }
            let operands = (0..<4).map { _ in Memory(rows * columns) }
            let scratch = Memory(plan.scratchBytes(threads: 1) / 4 + 1)
            report.measure(test.text, operations: Double(4 * rows * rows * columns)) {
                plan.run(
                    query: operands[0].pointer, key: operands[1].pointer, value: operands[2].pointer, output: operands[3].pointer,
                    scratch: scratch.pointer, team: .caller)
            }
        }
    }
}
