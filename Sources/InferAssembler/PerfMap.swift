#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import Synchronization

/// The names of generated code for profilers: lines `address size name` in `/tmp/perf-PID.map`, where Linux `perf` looks for them.
/// Written when the environment has `INFER_PERF_MAP=1`.
enum PerfMap {
    private static let isWanted = getenv("INFER_PERF_MAP").map { String(cString: $0) } == "1"
    private static let lock = Mutex(())

    static func record(_ entry: UnsafeRawPointer, _ byteCount: Int, _ name: String) {
        guard isWanted else { return }
        let line = "\(String(UInt(bitPattern: entry), radix: 16)) \(String(byteCount, radix: 16)) \(name)\n"
        lock.withLock { _ in
            guard let file = fopen("/tmp/perf-\(getpid()).map", "a") else { return }
            fputs(line, file)
            fclose(file)
        }
    }
}
