import InferTensors

/// Bucketize and SearchSorted: how many boundaries of a rising row lie before each value.
package enum SortedSearch {
    /// Bucketize: dense `values` against one row of boundaries, which may be of another type.
    /// - Parameter includesEqual: whether a boundary equal to the value lies before it (`with_right_bound` = false).
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package static func bucketize(
        _ type: ElementType, _ values: UnsafeRawPointer, count: Int, boundaryType: ElementType, _ boundaries: UnsafeRawPointer,
        boundaryCount: Int, includesEqual: Bool, into result: IndexOutput, team: WorkerTeam
    ) throws {
        let first = Boundaries(
            values: values, rowLength: count, rows: 1, boundaries: boundaries, boundaryStride: 0, boundaryCount: boundaryCount,
            includesEqual: includesEqual, boundaryType: boundaryType, result: result, team: team)
        try first.dispatch(type, operation: "Bucketize").get()
    }

    /// SearchSorted: rows of values against rows of boundaries of the same type.
    /// - Parameters:
    ///   - boundaryStride: elements from one row of boundaries to the next; zero where all rows search one.
    ///   - includesEqual: `right_mode`.
    /// - Throws: `RuntimeError` for elements that cannot be compared.
    package static func search(
        _ type: ElementType, _ values: UnsafeRawPointer, rows: Int, rowLength: Int, _ boundaries: UnsafeRawPointer, boundaryStride: Int,
        boundaryCount: Int, includesEqual: Bool, into result: IndexOutput, team: WorkerTeam
    ) throws {
        let first = Boundaries(
            values: values, rowLength: rowLength, rows: rows, boundaries: boundaries, boundaryStride: boundaryStride,
            boundaryCount: boundaryCount, includesEqual: includesEqual, boundaryType: type, result: result, team: team)
        try first.dispatch(type, operation: "SearchSorted").get()
    }

    /// The work, still without the types of values and boundaries.
    private struct Boundaries: OrderedElementVisitor {
        let values: UnsafeRawPointer
        let rowLength: Int
        let rows: Int
        let boundaries: UnsafeRawPointer
        let boundaryStride: Int
        let boundaryCount: Int
        let includesEqual: Bool
        let boundaryType: ElementType
        let result: IndexOutput
        let team: WorkerTeam

        func visit<Value: OrderedElement>(_ type: Value.Type) -> Result<Void, any Error> {
            Result { try Search<Value>(work: self).dispatch(boundaryType, operation: "Bucketize") }
        }
    }

    private struct Search<Value: OrderedElement>: OrderedElementVisitor {
        let work: Boundaries

        func visit<Boundary: OrderedElement>(_ type: Boundary.Type) {
            let total = work.rows * work.rowLength
            guard total > 0 else { return }
            let tasks = max(1, min(work.team.threadCount * 4, total / 1024))
            let job = Job(
                work: work, values: work.values.assumingMemoryBound(to: Value.self),
                boundaries: work.boundaries.assumingMemoryBound(to: type), tasks: tasks)
            work.team.run(job, tasks: tasks)
        }
    }

    private struct Job<Value: OrderedElement, Boundary: OrderedElement>: WorkerJob {
        let work: Boundaries
        let values: UnsafePointer<Value>
        let boundaries: UnsafePointer<Boundary>
        let tasks: Int

        func perform(task: Int, worker: Int) {
            let total = work.rows * work.rowLength
            for place in total * task / tasks..<total * (task + 1) / tasks {
                let value = OrderedValue(values[place].key)
                let row = boundaries + place / work.rowLength * work.boundaryStride
                var low = 0
                var high = work.boundaryCount
                while low < high {
                    let middle = (low + high) / 2
                    let boundary = OrderedValue(row[middle].key)
                    let isBefore = work.includesEqual ? boundary <= value : boundary < value
                    if isBefore { low = middle + 1 } else { high = middle }
                }
                work.result.store(low, at: place)
            }
        }
    }

    /// A number of any type, to be compared with one of another.
    private enum OrderedValue {
        case integer(Int64)
        case unsigned(UInt64)
        case real(Double)

        @inline(__always)
        init<Key>(_ key: Key) {
            switch key {
            case let key as Float: self = .real(Double(key))
            case let key as Double: self = .real(key)
            case let key as UInt64: self = .unsigned(key)
            case let key as any FixedWidthInteger: self = .integer(Int64(truncatingIfNeeded: key))
            default: self = .integer(0)
            }
        }

        private var real: Double {
            switch self {
            case .integer(let value): Double(value)
            case .unsigned(let value): Double(value)
            case .real(let value): value
            }
        }

        @inline(__always)
        static func < (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.integer(let a), .integer(let b)): a < b
            case (.unsigned(let a), .unsigned(let b)): a < b
            case (.integer(let a), .unsigned(let b)): a < b
            case (.unsigned(let a), .integer(let b)): a < b
            default: a.real < b.real
            }
        }
        @inline(__always)
        static func <= (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.integer(let a), .integer(let b)): a <= b
            case (.unsigned(let a), .unsigned(let b)): a <= b
            case (.integer(let a), .unsigned(let b)): a <= b
            case (.unsigned(let a), .integer(let b)): a <= b
            default: a.real <= b.real
            }
        }
    }
}
