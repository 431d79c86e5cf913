import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file's contents mapped into memory, read-only, for as long as the object lives. What points into it must keep the object.
///
/// The file must not be truncated meanwhile: the system has no pages then to show.
package final class MappedFile: Sendable {
    /// The name under which the file was opened.
    package let path: String
    /// The size in bytes.
    package let count: Int
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer?

    /// Maps a file.
    /// - Throws: `RuntimeError`: `notFound` where no such file exists, `inputOutput` where it is no regular file or cannot be opened.
    package init(path: String) throws {
        self.path = path
        let descriptor = try FileDescriptor(path)
        defer { descriptor.close() }
        count = descriptor.size
        guard count > 0 else {
            base = nil
            return
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor.number, 0), base != MAP_FAILED else {
            throw RuntimeError(.inputOutput, "\(path): cannot map \(count) bytes: \(FileDescriptor.lastError)")
        }
        self.base = base
    }

    deinit {
        if let base { munmap(base, count) }
    }

    /// The contents. They may not be written, in spite of the type, which is what tensors take; nil for an empty file.
    package var baseAddress: UnsafeMutableRawPointer? { base }

    /// The contents.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

extension MappedFile: DiscardableMemory {
    package func discard(_ bytes: UnsafeRawBufferPointer) {
        guard let base, let start = bytes.baseAddress, start >= UnsafeRawPointer(base),
            start + bytes.count <= UnsafeRawPointer(base) + count
        else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = (UnsafeRawPointer(base).distance(to: start) + page - 1) / page * page
        let last = UnsafeRawPointer(base).distance(to: start + bytes.count) / page * page
        if last > first { _ = madvise(base + first, last - first, MADV_DONTNEED) }
    }
}
