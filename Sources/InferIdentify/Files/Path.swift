#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A path as the system knows it: bytes, which need not be text.
struct Path: Hashable, Sendable, CustomStringConvertible {
    /// The bytes, without the zero at the end.
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ string: String) {
        bytes = Array(string.utf8)
    }

    /// A copy of a C string.
    init(copying string: UnsafePointer<CChar>) {
        bytes = Array(UnsafeRawBufferPointer(start: string, count: strlen(string)))
    }

    /// The path as text; what is not UTF-8 in it is replaced.
    var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The path of an entry of this folder.
    func appending(_ entry: Path) -> Path {
        bytes.last == UInt8(ascii: "/") ? Path(bytes: bytes + entry.bytes) : Path(bytes: bytes + [UInt8(ascii: "/")] + entry.bytes)
    }

    /// Calls `body` with the path as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (bytes + [0]).withUnsafeBytes { try body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
    }
}
