#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Times of a piece of work.
enum Measurement {
    /// The nanoseconds of this thread's processor time that the work takes, measured over so many milliseconds.
    ///
    /// Other processes only ever add, and the clock sometimes loses a little: the fifth part of the samples from below.
    static func nanoseconds(milliseconds: Double = 100, _ work: () -> Void) -> Double {
        work()
        // So many at a time that reading the clock does not show.
        let count = max(1, Int(200_000 / max(time(1, work), 1)))
        var samples: [Double] = []
        var total = 0.0
        repeat {
            let nanoseconds = time(count, work)
            total += nanoseconds
            samples.append(nanoseconds / Double(count))
        } while total < milliseconds * 1e6
        return samples.sorted()[samples.count / 5]
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
