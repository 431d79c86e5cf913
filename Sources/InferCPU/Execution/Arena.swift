import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A block of memory that grows on demand; growing forgets what it held.
final class Arena {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    /// Where ``base`` lies, when it is large.
    private var pages: PageBlock?

    /// An address for tensors that have no memory: valid, and never read or written.
    nonisolated(unsafe) static let nowhere = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)

    /// Memory begins at a cache line.
    init(bytes: Int = 0) throws {
        capacity = max(bytes, 64)
        pages = try Self.pages(capacity)
        base = try pages?.base ?? Self.allocate(capacity)
    }

    deinit {
        if pages == nil { free(base) }
    }

    /// Makes room for at least so many bytes.
    func reserve(_ bytes: Int) throws {
        if bytes <= capacity { return }
        // Where large memory grows again, as that of a decoder does from token to token, some is kept for later: pages that nothing touches
        // cost nothing, but new ones must be filled.
        let (later, overflow) = bytes.addingReportingOverflow(bytes / 2)
        let ahead = self.pages == nil || overflow ? nil : try? Self.pages(later)
        let pages = try ahead ?? Self.pages(bytes)
        let memory = try pages?.base ?? Self.allocate(bytes)
        if self.pages == nil { free(base) }
        self.pages = pages
        base = memory
        capacity = ahead == nil ? bytes : later
    }

    /// Large memory in pages of its own, whose first use costs less.
    private static func pages(_ bytes: Int) throws -> PageBlock? {
        bytes < PageBlock.largeByteCount ? nil : try PageBlock(byteCount: bytes, for: purpose)
    }

    private static func allocate(_ bytes: Int) throws -> UnsafeMutableRawPointer {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, 64, bytes) == 0, let memory else {
            throw RuntimeError(.outOfMemory, "cannot allocate \(bytes) bytes for \(purpose)")
        }
        return memory
    }

    private static let purpose = "intermediate tensors"
}
