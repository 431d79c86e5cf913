import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading.
struct FileDescriptor {
    let number: Int32
    /// The size in bytes when the file was opened.
    let size: Int

    init(_ path: String) throws {
        // Opened without blocking: a pipe without a writer would hold the caller for ever.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw RuntimeError(isMissing ? .notFound : .inputOutput, "\(path): cannot open the file: \(Self.lastError)")
        }
        var status = stat()
        guard fstat(number, &status) == 0 else {
            let reason = Self.lastError
            _ = Self.closeFile(number)
            throw RuntimeError(.inputOutput, "\(path): cannot read the file's size: \(reason)")
        }
        guard status.st_mode & S_IFMT == S_IFREG, let size = Int(exactly: status.st_size) else {
            _ = Self.closeFile(number)
            throw RuntimeError(.inputOutput, "\(path): is not a regular file")
        }
        self.number = number
        self.size = size
    }

    func close() { _ = Self.closeFile(number) }

    /// Reads the whole file into memory, so that nothing which happens to the file later can change it.
    /// - Throws: `RuntimeError` where the file is larger than the limit or cannot be read.
    static func contents(of path: String, limit: Int) throws -> [UInt8] {
        let descriptor = try FileDescriptor(path)
        defer { descriptor.close() }
        guard descriptor.size <= limit else {
            throw RuntimeError(
                .malformed, "\(path): the file has \(descriptor.size) bytes; at most \(limit) are expected of a model's description")
        }
        var failure: RuntimeError?
        let contents = [UInt8](unsafeUninitializedCapacity: descriptor.size) { buffer, filled in
            while filled < buffer.count, let base = buffer.baseAddress {
                let received = read(descriptor.number, base + filled, buffer.count - filled)
                if received < 0, errno == EINTR { continue }
                if received < 0 { failure = RuntimeError(.inputOutput, "\(path): cannot read the file: \(lastError)") }
                guard received > 0 else { return }
                filled += received
            }
        }
        if let failure { throw failure }
        return contents
    }

    /// The system's words for the last error of a call.
    static var lastError: String { String(cString: strerror(errno)) }

    private static func closeFile(_ number: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.close(number)
        #elseif canImport(Musl)
            Musl.close(number)
        #elseif canImport(Darwin)
            Darwin.close(number)
        #endif
    }
}
