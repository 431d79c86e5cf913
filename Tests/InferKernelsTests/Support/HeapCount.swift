#if os(Linux) && canImport(Glibc) && arch(x86_64)
    import Glibc

    /// Heap bytes in use as glibc counts them.
    enum HeapCount {
        static var bytesInUse: Int {
            // `struct mallinfo2`, ten size_t, comes back through a hidden first argument; Swift does not import its header.
            typealias Function = @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer
            guard let symbol = dlsym(nil, "mallinfo2") else { return 0 }
            let function = unsafeBitCast(symbol, to: Function.self)
            return withUnsafeTemporaryAllocation(of: Int.self, capacity: 10) { fields in
                guard let base = fields.baseAddress else { return 0 }
                _ = function(base)
                return fields[7] + fields[4]
            }
        }
    }
#endif
