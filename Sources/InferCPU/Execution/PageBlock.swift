import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Memory in pages of its own, zero at first, and large pages where it is large.
final class PageBlock {
    let base: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// Large pages cost a fraction of the faults of small ones.
    private static let largePage = 2 << 20
    /// From this size on large pages are asked for.
    static let largeByteCount = 2 * largePage

    /// - Parameters:
    ///   - byteCount: at least 1.
    ///   - purpose: what wants the memory, for the error.
    /// - Throws: `RuntimeError` of kind `outOfMemory`.
    init(byteCount: Int, for purpose: String) throws {
        let isLarge = byteCount >= Self.largeByteCount
        let (sum, isOverflow) = byteCount.addingReportingOverflow(isLarge ? Self.largePage : 0)
        mappedBytes = sum
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard !isOverflow, let mapped = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), mapped != MAP_FAILED else {
            throw RuntimeError(.outOfMemory, "cannot allocate \(byteCount) bytes for \(purpose)")
        }
        mapping = mapped
        guard isLarge else {
            base = mapped
            return
        }
        let misalignment = Int(bitPattern: mapped) & (Self.largePage - 1)
        base = mapped + (misalignment == 0 ? 0 : Self.largePage - misalignment)
        #if os(Linux) || os(Android)
            // The last page may stay small: rounding up would hold memory that nothing uses.
            madvise(base, byteCount / Self.largePage * Self.largePage, MADV_HUGEPAGE)
        #endif
    }

    deinit { munmap(mapping, mappedBytes) }
}
