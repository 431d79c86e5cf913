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

    /// The cores of the machine: processors that share one count once. As many as there are processors where that cannot be learnt.
    package static var cores: Int {
        #if os(Linux) || os(Android)
            if let information = readFile("/proc/cpuinfo", limit: 1 << 20), let count = coreCount(information: information) { return count }
        #endif
        return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// The number of different cores, from the text of `/proc/cpuinfo`.
    static func coreCount(information: String) -> Int? {
        var cores: Set<String> = []
        var package = ""
        for line in information.split(separator: "\n") {
            if line.hasPrefix("physical id") { package = String(line) }
            if line.hasPrefix("core id") { cores.insert(package + line) }
        }
        return cores.isEmpty ? nil : cores.count
    }

    /// The size of this process's affinity mask, from the text of `/proc/self/status` (Swift does not import `sched_getaffinity`).
    static func affinityCount(status: String?) -> Int? {
        guard let line = status?.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
        let count = line.dropFirst("Cpus_allowed:".count).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
        return count > 0 ? count : nil
    }

    /// The start of a text file, or `nil` if it cannot be read.
    private static func readFile(_ path: String) -> String? { readFile(path, limit: 1 << 14) }

    private static func readFile(_ path: String, limit: Int) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let count = fread(base, 1, buffer.count, file)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
