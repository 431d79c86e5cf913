import Foundation

/// The assembler of an LLVM toolchain, where one is installed.
struct ReferenceAssembler {
    private let clang: URL

    /// nil without `clang` in the search path.
    init?() {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appendingPathComponent("clang") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else { return nil }
        clang = found
    }

    /// The code of each line of Intel syntax.
    func assemble(_ lines: [String]) throws -> [[UInt8]] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("encodings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, object) = (folder.appendingPathComponent("code.s"), folder.appendingPathComponent("code.o"))
        // Beside the code, a section of how long each instruction is, so that the code can be taken apart.
        let code = lines.enumerated().map { ".Lb\($0): \($1)\n.Le\($0):\n" }.joined()
        let lengths = lines.indices.map { ".byte .Le\($0) - .Lb\($0)\n" }.joined()
        try ".intel_syntax noprefix\n\(code).section lengths\n\(lengths)".write(to: source, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = clang
        process.arguments = ["-c", "-x", "assembler", "--target=x86_64-unknown-linux-gnu", source.path, "-o", object.path]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let messages = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(message: String(decoding: messages, as: UTF8.self)) }
        let file = [UInt8](try Data(contentsOf: object))
        var rest = try ReferenceAssembler.section(".text", of: file)
        return try ReferenceAssembler.section("lengths", of: file).map { length in
            defer { rest = rest.dropFirst(Int(length)) }
            return Array(rest.prefix(Int(length)))
        }
    }

    /// The bytes of a section of an ELF file of 64 bits.
    private static func section(_ name: String, of file: [UInt8]) throws -> ArraySlice<UInt8> {
        func number(_ offset: Int, _ bytes: Int) -> Int { (0..<bytes).reduce(0) { $0 | Int(file[offset + $1]) << ($1 * 8) } }
        let (headers, size, count, names) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2), number(0x3e, 2))
        let strings = number(headers + names * size + 0x18, 8)
        for header in (0..<count).map({ headers + $0 * size }) {
            let found = file[(strings + number(header, 4))...].prefix { $0 != 0 }
            guard String(decoding: found, as: UTF8.self) == name else { continue }
            let start = number(header + 0x18, 8)
            return file[start..<start + number(header + 0x20, 8)]
        }
        throw Failure(message: "the object file has no section \(name)")
    }

    struct Failure: Error, CustomStringConvertible {
        let message: String
        var description: String { message }
    }
}
