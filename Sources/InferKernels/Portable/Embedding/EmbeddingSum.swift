import InferTensors

/// Sums or means of rows of a table, over bags of indices.
package struct EmbeddingSum: Sendable {
    private let type: ElementType
    /// Rows of the table and elements of a row.
    private let rows: Int
    private let width: Int
    private let takesMean: Bool

    package init(_ type: ElementType, rows: Int, width: Int, takesMean: Bool) {
        self.type = type
        self.rows = rows
        self.width = width
        self.takesMean = takesMean
    }

    /// - Parameters:
    ///   - bagCount: the number of bags; `bag` gives the places of a bag's entries in `indices`.
    ///   - indices: of rows; `weights` one element for each.
    ///   - fallback: the row of empty bags; nil for zeros.
    /// - Throws: `RuntimeError` for an index that is no row, and for elements that are no numbers of whole bytes.
    package func run(
        table: UnsafeRawPointer, bagCount: Int, bag: @escaping (Int) -> [Int], indices: [Int], weights: UnsafeRawPointer?, fallback: Int?,
        output: UnsafeMutableRawPointer
    ) throws {
        for index in indices + (fallback.map { [$0] } ?? []) where index < 0 || index >= rows {
            throw RuntimeError(.invalidArgument, "an index into the embeddings is \(index); there are \(rows)")
        }
        try Run(
            plan: self, table: table, bagCount: bagCount, bag: bag, indices: indices, weights: weights, fallback: fallback, output: output
        )
        .dispatch(type, operation: "an embedding bag")
    }

    private struct Run: NumericElementVisitor {
        let plan: EmbeddingSum
        let table: UnsafeRawPointer
        let bagCount: Int
        let bag: (Int) -> [Int]
        let indices: [Int]
        let weights: UnsafeRawPointer?
        let fallback: Int?
        let output: UnsafeMutableRawPointer

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) {
            let table = table.assumingMemoryBound(to: Element.self)
            let weights = weights?.assumingMemoryBound(to: Element.self)
            let output = output.assumingMemoryBound(to: Element.self)
            for number in 0..<bagCount {
                let bag = bag(number)
                let target = output + number * plan.width
                if bag.isEmpty, let fallback {
                    target.update(from: table + fallback * plan.width, count: plan.width)
                    continue
                }
                target.update(repeating: Element.make(integer: 0), count: plan.width)
                for place in bag {
                    let row = table + indices[place] * plan.width
                    for column in 0..<plan.width {
                        let value = weights.map { ElementSum.multiply(row[column], $0[place]) } ?? row[column]
                        target[column] = ElementSum.add(target[column], value)
                    }
                }
                if plan.takesMean, bag.count > 1 {
                    for column in 0..<plan.width { target[column] = ElementSum.divide(target[column], by: bag.count) }
                }
            }
        }
    }
}
