#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program: lists the files, identifies them and prints what they are.
@main
enum Program {
    static func main() {
        exit(run())
    }

    /// - Returns: The exit status.
    private static func run() -> Int32 {
        do {
            switch try Command(arguments) {
            case .help:
                StandardStream.output.write(Command.usage + "\n")
                return 0
            case .identify(let options):
                return try identify(options)
            }
        } catch let error as Command.UsageError {
            StandardStream.error.write("identify: \(error)\n\n\(Command.usage)\n")
            return 2
        } catch {
            StandardStream.error.write("identify: \(error)\n")
            return 1
        }
    }

    private static func identify(_ options: Command.Options) throws -> Int32 {
        let paths = options.paths.isEmpty ? [ownSources] : options.paths
        let files = FileLister(followsLinks: options.followsLinks).list(paths)
        let contentTypes = try NetworkFiles.contentTypes()
        let printer = Printer(files.map(\.path), Line(printsJSON: options.printsJSON, contentTypes: contentTypes))
        let identifier = try Identifier(NetworkFiles.configuration(), contentTypes, expectedFiles: files.count)
        try identifier.identify(files) { printer.print($0, $1) }
        return printer.finish() == 0 ? 0 : 1
    }

    /// The arguments as bytes: a path need not be text.
    private static var arguments: [Path] {
        UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).dropFirst().compactMap {
            $0.map { Path(copying: $0) }
        }
    }

    /// The folder that holds the sources of the package's modules, where it was built.
    private static var ownSources: Path {
        Path(String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")))
    }
}
