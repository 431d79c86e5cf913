#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system's monotonic clock, read as cheaply as can be.
enum Clock {
    /// Nanoseconds since some moment in the past.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Milliseconds since a moment that ``now()`` gave.
    static func milliseconds(since start: Int64) -> Double {
        Double(now() - start) / 1e6
    }
}
