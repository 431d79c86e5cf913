#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Times of a piece of work.
enum Measurement {
    /// The least nanoseconds of this thread's processor time that the work took, over so many milliseconds of it.
    ///
    /// The least, because other processes only ever add.
    static func leastNanoseconds(milliseconds: Double = 100, _ work: () -> Void) -> Double {
        work()
        // So many at a time that reading the clock does not show.
        let once = time(1, work)
        let count = max(1, Int(20_000 / max(once, 1)))
        var least = Double.infinity
        var total = 0.0
        repeat {
            let nanoseconds = time(count, work)
            total += nanoseconds
            least = min(least, nanoseconds / Double(count))
        } while total < milliseconds * 1e6
        return least
    }

    private static func time(_ count: Int, _ work: () -> Void) -> Double {
        let start = now()
        for _ in 0..<count { work() }
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
