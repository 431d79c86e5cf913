import InferTensors

/// A tensor of indices or counts that a kernel writes, of 32 or 64 bits.
package enum IndexOutput {
    case i32(UnsafeMutablePointer<Int32>)
    case i64(UnsafeMutablePointer<Int64>)

    /// - Throws: `RuntimeError` for another type.
    package init(_ type: ElementType, _ pointer: UnsafeMutableRawPointer) throws {
        switch type.kind {
        case .i32: self = .i32(pointer.assumingMemoryBound(to: Int32.self))
        case .i64: self = .i64(pointer.assumingMemoryBound(to: Int64.self))
        default: throw RuntimeError(.unsupported, "indices are of type i32 or i64, not \(type)")
        }
    }

    @inline(__always)
    package func store(_ value: Int, at place: Int) {
        switch self {
        case .i32(let pointer): pointer[place] = Int32(truncatingIfNeeded: value)
        case .i64(let pointer): pointer[place] = Int64(value)
        }
    }
}
