import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Pages of memory of their own, zero at first; large ones where there is much.
final class PageBlock {
    /// The first byte, at the start of a page.
    let base: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let mappedBytes: Int

    /// Large pages cost a fraction of the faults of small ones; from this size on they are asked for.
    private static let largePage = 2 << 20

    /// - Parameter purpose: what the memory is for, which an error names.
    /// - Throws: `RuntimeError` of kind `outOfMemory`.
    init(byteCount: Int, for purpose: String) throws {
        let byteCount = max(byteCount, 1)
        let isLarge = byteCount >= 2 * Self.largePage
        let (total, isOverflow) = byteCount.addingReportingOverflow(isLarge ? Self.largePage : 0)
        mappedBytes = total
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard !isOverflow, let mapped = mmap(nil, mappedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), mapped != MAP_FAILED else {
            throw RuntimeError(.outOfMemory, "Cannot allocate \(byteCount) bytes for \(purpose)")
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
