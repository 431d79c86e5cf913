/// A small matrix, and what its entries allow to share when it is applied to vectors.
struct LinearMap {
    /// `[outputs][inputs]`
    let rows: [[Double]]
    /// First rows of neighbours that are the sum and the difference of the same two parts, which read different inputs.
    let rowPairs: Set<Int>
    /// First columns of neighbours that all rows read with the same magnitude: as their sum or their difference.
    let columnPairs: Set<Int>

    init(_ rows: [[Double]]) {
        self.rows = rows
        columnPairs = Self.columnPairs(rows)
        rowPairs = columnPairs.isEmpty ? Self.rowPairs(rows) : []
    }

    private static func rowPairs(_ rows: [[Double]]) -> Set<Int> {
        var pairs = Set<Int>()
        for index in rows.indices.dropLast() where !pairs.contains(index - 1) {
            let both = zip(rows[index], rows[index + 1])
            let isPair = both.allSatisfy { abs($0) == abs($1) }
            let hasEven = both.contains { $0 == $1 && $0 != 0 }
            let hasOdd = both.contains { $0 == -$1 && $0 != 0 }
            if isPair, hasEven, hasOdd { pairs.insert(index) }
        }
        return pairs
    }

    private static func columnPairs(_ rows: [[Double]]) -> Set<Int> {
        var pairs = Set<Int>()
        for column in (rows.first ?? []).indices.dropLast() where !pairs.contains(column - 1) {
            let both = rows.map { ($0[column], $0[column + 1]) }
            let isPair = both.allSatisfy { abs($0.0) == abs($0.1) }
            let hasSum = both.filter { $0.0 == $0.1 && $0.0 != 0 }.count
            let hasDifference = both.filter { $0.0 == -$0.1 && $0.0 != 0 }.count
            if isPair, hasSum > 0, hasDifference > 0, hasSum + hasDifference > 1 { pairs.insert(column) }
        }
        return pairs
    }

    /// The rows, pairs together.
    var rowGroups: [[Int]] {
        rows.indices.filter { !rowPairs.contains($0 - 1) }.map { rowPairs.contains($0) ? [$0, $0 + 1] : [$0] }
    }

    /// The rows in parts of at most `limit`, those of equal parity together: they read the same sums and differences.
    func rowParts(limit: Int) -> [[Int]] {
        let limit = max(1, limit)
        if limit >= rows.count { return [Array(rows.indices)] }
        return [0, 1].flatMap { parity in
            let alike = rows.indices.filter { $0 % 2 == parity }
            return stride(from: 0, to: alike.count, by: limit).map { Array(alike[$0..<min($0 + limit, alike.count)]) }
        }
    }

    /// The numbers by which inputs are multiplied, most used first.
    var factors: [Double] {
        var counts: [Double: Int] = [:]
        for row in rows { for value in row where value != 0 && abs(value) != 1 { counts[abs(value), default: 0] += 1 } }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
