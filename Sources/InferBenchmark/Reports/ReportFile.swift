#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file that the program writes.
enum ReportFile {
    /// - Throws: `InputError` that names the file and says what is wrong.
    static func write(_ data: Data, to path: String) throws {
        do {
            try data.write(to: URL(filePath: path))
        } catch {
            throw InputError("Can't write \(path): \(error.reason)")
        }
    }
}
