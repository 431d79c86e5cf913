#if canImport(Glibc) && (arch(x86_64) || arch(arm64))
    import Glibc
    import Synchronization

    /// The functions that take the places of `malloc` and its kin, and what they count.
    enum CountedAllocation {
        private typealias Allocate = @convention(c) (Int) -> UnsafeMutableRawPointer?
        private typealias AllocateZeroed = @convention(c) (Int, Int) -> UnsafeMutableRawPointer?
        private typealias Reallocate = @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer?
        private typealias AllocateAligned = @convention(c) (Int, Int) -> UnsafeMutableRawPointer?
        private typealias AllocateAlignedTo = @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>, Int, Int) -> Int32
        private typealias Backtrace = @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>, Int32) -> Int32

        /// What the counting functions read and write: in memory of its own, since they must not allocate.
        private struct State: ~Copyable {
            let isCounting = Atomic<Bool>(false)
            let count = Atomic<Int>(0)
            let malloc: Allocate
            let calloc: AllocateZeroed
            let realloc: Reallocate
            let aligned_alloc: AllocateAligned
            let posix_memalign: AllocateAlignedTo
            let backtrace: Backtrace?
            /// The return addresses of the first allocations.
            let frames: UnsafeMutablePointer<UnsafeMutableRawPointer?>
        }

        private static let tracedCount = 64
        private static let tracedDepth = 24

        /// Nil where the system does not name its functions.
        nonisolated(unsafe) private static let state: UnsafeMutablePointer<State>? = {
            guard let malloc = dlsym(nil, "malloc"), let calloc = dlsym(nil, "calloc"), let realloc = dlsym(nil, "realloc"),
                let aligned = dlsym(nil, "aligned_alloc"), let alignedTo = dlsym(nil, "posix_memalign")
            else { return nil }
            let frames = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: tracedCount * tracedDepth)
            frames.initialize(repeating: nil, count: tracedCount * tracedDepth)
            let backtrace = dlsym(nil, "backtrace").map { unsafeBitCast($0, to: Backtrace.self) }
            // It allocates when it is called first.
            _ = backtrace?(frames, 1)
            let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
            state.initialize(
                to: State(
                    malloc: unsafeBitCast(malloc, to: Allocate.self), calloc: unsafeBitCast(calloc, to: AllocateZeroed.self),
                    realloc: unsafeBitCast(realloc, to: Reallocate.self), aligned_alloc: unsafeBitCast(aligned, to: AllocateAligned.self),
                    posix_memalign: unsafeBitCast(alignedTo, to: AllocateAlignedTo.self), backtrace: backtrace, frames: frames))
            return state
        }()

        // Globals that are initialised lazily would be so inside a call of malloc; these are read there, after `install`.
        nonisolated(unsafe) private static var installed: UnsafeMutablePointer<State>!

        /// Makes the loaded objects call the counting functions; false where none does.
        static func install() -> Bool {
            guard let state else { return false }
            installed = state
            let malloc: Allocate = {
                CountedAllocation.note()
                return CountedAllocation.installed.pointee.malloc($0)
            }
            let calloc: AllocateZeroed = {
                CountedAllocation.note()
                return CountedAllocation.installed.pointee.calloc($0, $1)
            }
            let realloc: Reallocate = {
                CountedAllocation.note()
                return CountedAllocation.installed.pointee.realloc($0, $1)
            }
            let aligned: AllocateAligned = {
                CountedAllocation.note()
                return CountedAllocation.installed.pointee.aligned_alloc($0, $1)
            }
            let alignedTo: AllocateAlignedTo = {
                CountedAllocation.note()
                return CountedAllocation.installed.pointee.posix_memalign($0, $1, $2)
            }
            return SymbolTable.redirect([
                "malloc": unsafeBitCast(malloc, to: UnsafeRawPointer.self), "calloc": unsafeBitCast(calloc, to: UnsafeRawPointer.self),
                "realloc": unsafeBitCast(realloc, to: UnsafeRawPointer.self),
                "aligned_alloc": unsafeBitCast(aligned, to: UnsafeRawPointer.self),
                "posix_memalign": unsafeBitCast(alignedTo, to: UnsafeRawPointer.self),
            ])
        }

        static func begin() {
            state?.pointee.count.store(0, ordering: .relaxed)
            state?.pointee.isCounting.store(true, ordering: .sequentiallyConsistent)
        }

        static func end() { state?.pointee.isCounting.store(false, ordering: .sequentiallyConsistent) }

        static var count: Int { state?.pointee.count.load(ordering: .relaxed) ?? 0 }

        private static func note() {
            guard installed.pointee.isCounting.load(ordering: .relaxed) else { return }
            let number = installed.pointee.count.wrappingAdd(1, ordering: .relaxed).oldValue
            guard number < tracedCount, let backtrace = installed.pointee.backtrace else { return }
            let frames = installed.pointee.frames + number * tracedDepth
            for depth in 0..<tracedDepth { frames[depth] = nil }
            _ = backtrace(frames, Int32(tracedDepth))
        }

        /// The functions that the first counted allocations came from.
        static func origins() -> String {
            guard let state else { return "" }
            var lines: [(stack: String, count: Int)] = []
            for number in 0..<min(count, tracedCount) {
                // The first two are the counting functions.
                let frames = (2..<tracedDepth).compactMap { state.pointee.frames[number * tracedDepth + $0] }
                let stack = frames.prefix(12).map { SymbolTable.name(of: $0) }.joined(separator: " < ")
                if let line = lines.firstIndex(where: { $0.stack == stack }) { lines[line].count += 1 } else { lines.append((stack, 1)) }
            }
            return lines.map { "\($0.count) × \($0.stack)" }.joined(separator: "\n")
        }
    }
#endif
