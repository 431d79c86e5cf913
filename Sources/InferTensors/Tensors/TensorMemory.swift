#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Memory of tensors: our own, freed with the last reference, or somebody else's.
///
/// `@unchecked Sendable`: all members are constants; the bytes behind them belong to whoever orders the accesses.
package final class TensorMemory: @unchecked Sendable {
    /// The alignment of our own memory, a cache line and the widest vector register.
    package static let alignment = 64
    /// The bytes from one string to the next; OpenVINO's string objects have this size, so strides and byte sizes agree with it.
    package static let stringStride = 32

    /// The first byte, aligned to ``alignment`` if the memory is our own.
    package let pointer: UnsafeMutableRawPointer
    private let allocation: UnsafeMutableRawPointer?
    private let stringCount: Int
    private let owner: (any AnyObject & Sendable)?

    /// Allocates zeros; the pages of large blocks are the system's own zero pages until they are written.
    ///
    /// - Throws: ``RuntimeError`` of kind `outOfMemory` when the memory cannot be had.
    package convenience init(byteCount: Int) throws {
        try self.init(byteCount: byteCount, stringCount: 0)
    }

    /// Allocates empty strings, ``stringStride`` bytes apart.
    package convenience init(stringCount: Int) throws {
        let byteCount = stringCount.multipliedReportingOverflow(by: Self.stringStride)
        try self.init(byteCount: byteCount.overflow ? Int.max : byteCount.partialValue, stringCount: stringCount)
    }

    private init(byteCount: Int, stringCount: Int) throws {
        let padded = byteCount.addingReportingOverflow(Self.alignment)
        guard byteCount >= 0, !padded.overflow, let allocation = calloc(1, padded.partialValue) else {
            throw RuntimeError(.outOfMemory, "Cannot allocate \(byteCount) bytes.")
        }
        let misalignment = Int(bitPattern: allocation) & (Self.alignment - 1)
        pointer = allocation + (misalignment == 0 ? 0 : Self.alignment - misalignment)
        self.allocation = allocation
        self.stringCount = stringCount
        owner = nil
        for index in 0..<stringCount {
            (pointer + index * Self.stringStride).initializeMemory(as: String.self, to: "")
        }
    }

    /// Refers to somebody else's memory, which `owner`, if given, keeps alive.
    package init(_ pointer: UnsafeMutableRawPointer, owner: (any AnyObject & Sendable)? = nil) {
        self.pointer = pointer
        allocation = nil
        stringCount = 0
        self.owner = owner
    }

    /// Lets pages go that can be read anew.
    func discard(_ bytes: UnsafeRawBufferPointer) { (owner as? any DiscardableMemory)?.discard(bytes) }

    deinit {
        for index in 0..<stringCount {
            (pointer + index * Self.stringStride).assumingMemoryBound(to: String.self).deinitialize(count: 1)
        }
        free(allocation)
    }
}
