/// The types of run-time indices; others are converted before.
package enum IndexType: Hashable, Sendable {
    case i32, i64
}

/// Run-time indices in either type.
struct IndexReader {
    private let pointer: UnsafeRawPointer
    private let isWide: Bool

    init(_ pointer: UnsafeRawPointer, _ type: IndexType) {
        self.pointer = pointer
        isWide = type == .i64
    }
    @inline(__always) subscript(position: Int) -> Int {
        isWide
            ? Int(truncatingIfNeeded: (pointer + position &* 8).loadUnaligned(as: Int64.self))
            : Int((pointer + position &* 4).loadUnaligned(as: Int32.self))
    }
}
