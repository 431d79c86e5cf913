/// Reads the CPU quota of the Linux control group a process is in, version 1 or 2.
enum ControlGroup {
    /// Whole processors of the tightest quota on the way from this process's group to the root, rounded up; `nil` without a quota.
    ///
    /// - Parameter readFile: the contents of a file by its path, `nil` if there is none.
    static func processorQuota(readFile: (_ path: String) -> String?) -> Int? {
        guard let membership = readFile("/proc/self/cgroup") else { return nil }
        var tightest: Int?
        for line in membership.split(separator: "\n") {
            // hierarchy:controllers:path
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let controllers = fields[1].split(separator: ",")
            let isVersion2 = fields[0] == "0" && controllers.isEmpty
            guard isVersion2 || controllers.contains("cpu") else { continue }
            let mounts = isVersion2 ? ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] : ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/\(fields[1])"]
            for mount in mounts {
                for group in ancestors(of: fields[2]) {
                    guard let quota = isVersion2 ? version2(mount + group, readFile) : version1(mount + group, readFile) else { continue }
                    tightest = min(tightest ?? quota, quota)
                }
            }
        }
        return tightest
    }

    /// "/a/b" → "/a/b", "/a", "".
    private static func ancestors(of path: Substring) -> [String] {
        var parts = path.split(separator: "/")
        var result: [String] = []
        while !parts.isEmpty {
            result.append("/" + parts.joined(separator: "/"))
            parts.removeLast()
        }
        result.append("")
        return result
    }

    private static func version2(_ directory: String, _ readFile: (String) -> String?) -> Int? {
        let words = numbers(readFile(directory + "/cpu.max"))
        return words.count == 2 ? processors(quota: words[0], period: words[1]) : nil
    }

    private static func version1(_ directory: String, _ readFile: (String) -> String?) -> Int? {
        let quota = numbers(readFile(directory + "/cpu.cfs_quota_us"))
        let period = numbers(readFile(directory + "/cpu.cfs_period_us"))
        return quota.count == 1 && period.count == 1 ? processors(quota: quota[0], period: period[0]) : nil
    }

    /// The words of a line that are numbers; "max" is none.
    private static func numbers(_ text: String?) -> [Int] {
        (text ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }

    private static func processors(quota: Int, period: Int) -> Int? {
        guard quota > 0, period > 0 else { return nil }
        return max(1, quota / period + (quota % period == 0 ? 0 : 1))
    }
}
