#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that cannot be identified, and why.
struct FileError: Error, Equatable, CustomStringConvertible {
    let path: Path
    let reason: String

    init(_ path: Path, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason is the system's own for an error number.
    init(_ path: Path, errorNumber: Int32) {
        self.init(path, reason: String(cString: strerror(errorNumber)))
    }

    var description: String { "\(path): \(reason)" }
}
