#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system says of a path.
struct FileStatus {
    enum Kind {
        case file, folder, link, device, special
    }

    let kind: Kind
    /// Names the file across its links.
    let identity: Identity

    struct Identity: Hashable {
        let device: UInt64
        let number: UInt64
    }

    /// - Parameter followingLinks: Whether a symbolic link stands for what it points to.
    /// - Throws: ``FileError``.
    init(_ path: Path, followingLinks: Bool) throws {
        var status = stat()
        guard path.withCString({ followingLinks ? stat($0, &status) : lstat($0, &status) }) == 0 else {
            throw FileError(path, errorNumber: errno)
        }
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFCHR, S_IFBLK: .device
            default: .special
            }
        identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
    }
}
