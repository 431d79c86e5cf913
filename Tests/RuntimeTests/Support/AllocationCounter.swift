import Synchronization
import XCTest

#if canImport(Glibc)
    import Glibc
#endif

/// Counts what is allocated on the heap, on whichever thread, by every object of the process.
///
/// Where there is the GNU C library, the places through which the loaded objects call `malloc` and its kin are made to lead to functions that
/// count and pass the call on. They stay that way; what happens outside ``count(_:)`` is not counted.
enum AllocationCounter {
    /// What was allocated.
    struct Outcome {
        let count: Int
        /// From where, for the first few, one place a line. Where an object has no name for a place, `llvm-symbolizer -e` finds it.
        let origins: String
    }

    /// Skips the test where allocations cannot be counted.
    static func requireSupport() throws {
        #if canImport(Glibc) && (arch(x86_64) || arch(arm64))
            guard CountedAllocation.install() else { throw XCTSkip("no call of malloc was found to count") }
        #else
            throw XCTSkip("allocations are counted only with the GNU C library")
        #endif
    }

    /// Counts the allocations of all threads while `body` runs.
    static func count(_ body: () throws -> Void) rethrows -> Outcome {
        #if canImport(Glibc) && (arch(x86_64) || arch(arm64))
            // Objects may have been loaded since the last time.
            _ = CountedAllocation.install()
            CountedAllocation.begin()
            defer { CountedAllocation.end() }
            try body()
            CountedAllocation.end()
            return Outcome(count: CountedAllocation.count, origins: CountedAllocation.origins())
        #else
            try body()
            return Outcome(count: 0, origins: "")
        #endif
    }
}
