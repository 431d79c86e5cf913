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

    /// An address for tensors that have no memory: valid, and never read or written.
    nonisolated(unsafe) static let nowhere = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)

    /// Memory begins at a cache line.
    init(bytes: Int = 0) throws {
        base = try Self.allocate(max(bytes, 64))
        capacity = max(bytes, 64)
    }

    deinit { free(base) }

    /// Makes room for at least so many bytes.
    func reserve(_ bytes: Int) throws {
        if bytes <= capacity { return }
        let memory = try Self.allocate(bytes)
        free(base)
        base = memory
        capacity = bytes
    }

    private static func allocate(_ bytes: Int) throws -> UnsafeMutableRawPointer {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, 64, bytes) == 0, let memory else {
            throw RuntimeError(.outOfMemory, "cannot allocate \(bytes) bytes for intermediate tensors")
        }
        return memory
    }
}
