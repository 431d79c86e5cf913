#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension FileFeatures {
    /// Reads the first and the last block of a file, and nothing between them.
    ///
    /// - Throws: ``FileError``.
    init(of path: Path, _ configuration: ModelConfiguration) throws {
        // A pipe that takes the file's place in the meantime must not make the program wait.
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw FileError(path, errorNumber: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path, errorNumber: errno) }

        let size = Int(status.st_size)
        let blockSize = min(size, configuration.blockSize)
        let first = try Self.read(blockSize, at: 0, from: descriptor, path)
        let last = size == blockSize ? first : try Self.read(blockSize, at: size - blockSize, from: descriptor, path)
        self.init(first: first, last: last, configuration)
    }

    /// Files of the kernel may hold fewer bytes than they claim to: what is there is what is read.
    private static func read(_ count: Int, at offset: Int, from descriptor: Int32, _ path: Path) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                let received = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if received < 0 {
                    if errno == EINTR { continue }
                    throw FileError(path, errorNumber: errno)
                }
                if received == 0 { break }
                filled += received
            }
        }
    }
}
