#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many processors this process may use.
package enum Processors {
    /// The processors this process may run on: online, in its affinity mask and within its control group's CPU quota; at least 1.
    package static var available: Int {
        var count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        #if os(Linux) || os(Android)
            if let allowed = affinityCount(status: readFile("/proc/self/status")) { count = min(count, allowed) }
            if let quota = ControlGroup.processorQuota(readFile: readFile) { count = min(count, quota) }
        #endif
        return max(1, count)
    }

    /// The size of this process's affinity mask, from the text of `/proc/self/status` (Swift does not import `sched_getaffinity`).
    static func affinityCount(status: String?) -> Int? {
        guard let line = status?.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
        let count = line.dropFirst("Cpus_allowed:".count).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
        return count > 0 ? count : nil
    }

    /// The start of a small text file, or `nil` if it cannot be read.
    private static func readFile(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let count = fread(base, 1, buffer.count, file)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
