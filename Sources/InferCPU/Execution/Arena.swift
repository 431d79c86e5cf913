import InferTensors

/// A block of memory that grows on demand; growing forgets what it held.
final class Arena {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    private var block: PageBlock

    /// An address for tensors that have no memory: valid, and never read or written.
    nonisolated(unsafe) static let nowhere = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)

    /// Memory begins at a page.
    init(bytes: Int = 0) throws {
        capacity = max(bytes, 64)
        block = try PageBlock(byteCount: capacity, for: Self.purpose)
        base = block.base
    }

    /// Makes room for at least so many bytes.
    func reserve(_ bytes: Int) throws {
        if bytes <= capacity { return }
        block = try PageBlock(byteCount: bytes, for: Self.purpose)
        base = block.base
        capacity = bytes
    }

    private static let purpose = "intermediate tensors"
}
