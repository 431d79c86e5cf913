import Foundation

@testable import InferIdentify

/// A folder that goes when the test does.
final class TemporaryFolder {
    private let url: URL
    var path: Path { Path(url.path) }

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("identify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Makes a file, with the folders on its way.
    func file(_ name: String, _ content: [UInt8]) throws -> Path {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file)
        return Path(file.path)
    }

    /// Makes a symbolic link.
    func link(_ name: String, to destination: String) throws -> Path {
        let link = url.appendingPathComponent(name)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: destination)
        return Path(link.path)
    }
}
