#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of `-i`, by input.
struct InputFiles: Equatable {
    /// The files of each input, in the order in which they are used.
    let files: [[String]]

    /// - Parameters:
    ///   - arguments: Each `INPUT:FILE,FILE,INPUT:FILE` or `FILE,FILE`; a folder stands for its files.
    ///   - names: The model's inputs. A name may hold colons and commas.
    /// - Throws: ``InputError``.
    init(_ arguments: [String], _ names: PortNames) throws {
        var files: [[String]] = Array(repeating: [], count: names.main.count)
        var unnamed: [String] = []
        for argument in arguments {
            var current: Int?
            var rest = Substring(argument)
            while !rest.isEmpty {
                if let name = names.prefix(of: rest, before: ":") {
                    current = try names.index(name)
                    rest = rest.dropFirst(name.count + 1)
                }
                let item = rest.prefix { $0 != "," }
                rest = rest[item.endIndex...].dropFirst()
                guard !item.isEmpty else { continue }
                // What is before the last colon should have been a name, unless it is part of a path.
                if let colon = item.lastIndex(of: ":"), !FileManager.default.fileExists(atPath: String(item)) {
                    _ = try names.index(String(item[..<colon]))
                }
                let found = try Self.expand(String(item))
                if let current {
                    files[current] += found
                } else {
                    unnamed += found
                }
            }
        }
        guard unnamed.isEmpty || !files.isEmpty else { throw InputError("The model has no inputs for \(unnamed[0])") }
        // Files without a name go round the inputs; what does not fill a round is left out.
        let rounds = unnamed.count > files.count ? unnamed.count / files.count * files.count : unnamed.count
        for (index, file) in unnamed.prefix(rounds).enumerated() {
            files[index % files.count].append(file)
        }
        self.files = files
    }

    private static func expand(_ path: String) throws -> [String] {
        // The system's own call: whether Foundation wants a Bool or an ObjCBool here depends on the platform.
        var status = stat()
        guard stat(path, &status) == 0 else { throw InputError("Path '\(path)' doesn't exist") }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".npy") || $0.hasSuffix(".bin") }
            .sorted()
        guard !names.isEmpty else { throw InputError("Folder '\(path)' holds no .npy or .bin files") }
        return names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }
}
