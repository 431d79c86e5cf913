#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What memory the system has to give.
///
/// Swift's collections end the process where there is none. Whoever makes one whose length comes from a file or from a tensor's elements
/// asks here before.
package enum SystemMemory {
    /// Less than this is not asked for: it is had, or nothing is.
    private static let negligible = 1 << 26

    /// The memory of the machine in bytes.
    private static let byteCount: Int = {
        let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
        let (bytes, isOverflow) = pages.multipliedReportingOverflow(by: Int(sysconf(Int32(_SC_PAGESIZE))))
        return isOverflow || bytes <= 0 ? Int.max : bytes
    }()

    /// Checks that the system would give memory for so many elements.
    ///
    /// - Parameters:
    ///   - count: how many elements.
    ///   - size: the bytes of each.
    ///   - subject: what wants them, for the error.
    /// - Throws: ``RuntimeError`` of kind `outOfMemory`.
    package static func require(_ count: Int, of size: Int, for subject: @autoclosure () -> String) throws {
        let (bytes, isOverflow) = count.multipliedReportingOverflow(by: size)
        if !isOverflow, bytes < negligible { return }
        if !isOverflow, bytes <= byteCount, isGiven(bytes) { return }
        throw RuntimeError(
            .outOfMemory, "\(subject()) takes \(isOverflow ? "\(count) times \(size)" : "\(bytes)") bytes, which the system does not have")
    }

    /// Takes the memory and gives it back: limits on a process count too.
    private static func isGiven(_ bytes: Int) -> Bool {
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
        #else
            let flags = MAP_PRIVATE | MAP_ANON
        #endif
        guard let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else { return false }
        munmap(memory, bytes)
        return true
    }
}
