#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lists what is to be identified: files as they are given, folders by what they hold, at any depth, in the order of their names.
struct FileLister {
    /// A path, with what it is, or why it cannot be read.
    typealias Entry = (path: Path, kind: Result<FileStatus.Kind, FileError>)

    let followsLinks: Bool

    func list(_ paths: [Path]) -> [Entry] {
        var entries: [Entry] = []
        for path in paths {
            list(path, inside: [], into: &entries)
        }
        return entries
    }

    /// - Parameter folders: The folders that hold `path`, so that a link back to one of them does not lead round in circles.
    private func list(_ path: Path, inside folders: Set<FileStatus.Identity>, into entries: inout [Entry]) {
        do {
            let status = try FileStatus(path, followingLinks: followsLinks)
            guard status.kind == .folder else { return entries.append((path, .success(status.kind))) }
            guard !folders.contains(status.identity) else { throw FileError(path, reason: "The folder is inside itself, by way of a link") }
            for name in try names(in: path) {
                list(path.appending(name), inside: folders.union([status.identity]), into: &entries)
            }
        } catch let error as FileError {
            entries.append((path, .failure(error)))
        } catch {
            entries.append((path, .failure(FileError(path, reason: "\(error)"))))
        }
    }

    private func names(in folder: Path) throws -> [Path] {
        guard let stream = folder.withCString({ opendir($0) }) else { throw FileError(folder, errorNumber: errno) }
        defer { closedir(stream) }
        var names: [Path] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { Path(copying: $0) }
            }
            if name.bytes != Array(".".utf8), name.bytes != Array("..".utf8) {
                names.append(name)
            }
        }
        guard errno == 0 else { throw FileError(folder, errorNumber: errno) }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
