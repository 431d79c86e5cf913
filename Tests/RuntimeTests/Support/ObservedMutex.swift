// Built only for ThreadSanitizer, which takes note of locks through the instructions that it instruments. A Mutex that nobody holds is taken by such
// an instruction in our own code; one that is held is waited for inside the toolchain's library, where the sanitizer sees nothing and would report
// everything that the lock guards. This definition comes before the library's, and waits where the sanitizer sees it.
#if SANITIZE_THREAD
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #endif

    /// The layout of the library's own `_MutexHandle`.
    struct ObservedMutexHandle: ~Copyable {
        let owner: Atomic<UInt32>

        /// Stands for `_MutexHandle._lockSlow(_:)`.
        @_silgen_name("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF")
        borrowing func lock(_ thread: UInt32) {
            while !owner.compareExchange(
                expected: 0, desired: thread, successOrdering: .acquiring, failureOrdering: .relaxed
            ).exchanged { sched_yield() }
        }
    }
#endif
