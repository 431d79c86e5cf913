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

    /// Which entries belong to which bag: they lie bag after bag.
    package struct Bags: Sendable {
        package let count: Int
        private let borders: Borders
        /// The entries' places among the indices; nil where they are in order.
        let places: [Int]?

        private enum Borders: Sendable {
            case starts([Int])
            /// All have so many.
            case length(Int)
            /// Each entry's bag, ascending: there may be far more bags than entries.
            case numbers([Int])
        }

        /// Bags of entries in the order of the indices.
        ///
        /// - Parameter starts: where each begins, ascending, and the end of the last.
        package init(starts: [Int]) {
            count = starts.count - 1
            borders = .starts(starts)
            places = nil
        }

        /// Bags of the same length.
        package init(count: Int, length: Int) {
            self.count = count
            borders = .length(length)
            places = nil
        }

        /// - Parameter numbers: the bag of each index, `0..<count`.
        package init(count: Int, numbers: [Int]) {
            self.count = count
            let places = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
            borders = .numbers(places.map { numbers[$0] })
            self.places = places
        }

        /// The entries of a bag, those of the bag before having ended at `start`.
        func entries(of number: Int, from start: Int) -> Range<Int> {
            switch borders {
            case .starts(let starts): return starts[number]..<starts[number + 1]
            case .length(let length): return start..<start + length
            case .numbers(let numbers):
                var end = start
                while end < numbers.count, numbers[end] == number { end += 1 }
                return start..<end
            }
        }
    }

    /// - Parameters:
    ///   - indices: of rows; `weights` one element for each.
    ///   - fallback: the row of empty bags; nil for zeros.
    /// - Throws: `RuntimeError` for an index that is no row, and for elements that are no numbers of whole bytes.
    package func run(
        table: UnsafeRawPointer, bags: Bags, indices: [Int], weights: UnsafeRawPointer?, fallback: Int?, output: UnsafeMutableRawPointer
    ) throws {
        func require(_ index: Int) throws {
            guard index < 0 || index >= rows else { return }
            throw RuntimeError(.invalidArgument, "an index into the embeddings is \(index); there are \(rows)")
        }
        for index in indices { try require(index) }
        if let fallback { try require(fallback) }
        try Run(plan: self, table: table, bags: bags, indices: indices, weights: weights, fallback: fallback, output: output)
            .dispatch(type, operation: "an embedding bag")
    }

    private struct Run: NumericElementVisitor {
        let plan: EmbeddingSum
        let table: UnsafeRawPointer
        let bags: Bags
        let indices: [Int]
        let weights: UnsafeRawPointer?
        let fallback: Int?
        let output: UnsafeMutableRawPointer

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) {
            // Of nothing there may be very many.
            if plan.width == 0 { return }
            let table = table.assumingMemoryBound(to: Element.self)
            let weights = weights?.assumingMemoryBound(to: Element.self)
            let output = output.assumingMemoryBound(to: Element.self)
            var entries = 0..<0
            for number in 0..<bags.count {
                entries = bags.entries(of: number, from: entries.upperBound)
                let target = output + number * plan.width
                if entries.isEmpty, let fallback {
                    target.update(from: table + fallback * plan.width, count: plan.width)
                    continue
                }
                target.update(repeating: Element.make(integer: 0), count: plan.width)
                for entry in entries {
                    let place = bags.places.map { $0[entry] } ?? entry
                    let row = table + indices[place] * plan.width
                    if let weight = weights.map({ $0[place] }) {
                        for column in 0..<plan.width {
                            target[column] = ElementSum.add(target[column], ElementSum.multiply(row[column], weight))
                        }
                    } else {
                        for column in 0..<plan.width { target[column] = ElementSum.add(target[column], row[column]) }
                    }
                }
                if plan.takesMean, entries.count > 1 {
                    for column in 0..<plan.width { target[column] = ElementSum.divide(target[column], by: entries.count) }
                }
            }
        }
    }
}
