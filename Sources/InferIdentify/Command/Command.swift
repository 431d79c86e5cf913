/// What the command line asks for.
enum Command: Equatable {
    case help
    case identify(Options)

    struct Options: Equatable {
        /// The files and folders; none stand for the program's own sources.
        var paths: [Path] = []
        /// Whether to print a JSON object a line instead of a sentence.
        var printsJSON = false
        /// Whether a symbolic link stands for what it points to.
        var followsLinks = true
    }

    struct UsageError: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// - Parameter arguments: The arguments, without the program's name.
    /// - Throws: ``UsageError``.
    init(_ arguments: [Path]) throws {
        var options = Options()
        var onlyPathsFollow = false
        for argument in arguments {
            let text = argument.description
            if onlyPathsFollow || !text.hasPrefix("-") || text == "-" {
                options.paths.append(argument)
                continue
            }
            switch text {
            case "-h", "--help":
                self = .help
                return
            case "--json": options.printsJSON = true
            case "--no-dereference": options.followsLinks = false
            case "--": onlyPathsFollow = true
            default: throw UsageError(description: "unknown option '\(text)'")
            }
        }
        self = .identify(options)
    }

    static let usage = """
        Usage: identify [--json] [--no-dereference] [FILE|FOLDER…]

        Tells what kind of file each FILE is, and how probable that is, from the bytes near its beginning and its end.
        A FOLDER stands for all files in it, at any depth. Without either, the sources of the program are identified.

          --json             print one object a line, with "path", "label" and "score"
          --no-dereference   take a symbolic link for what it is, not for what it points to
          --                 take everything that follows for a FILE or a FOLDER
          -h, --help         print this text

        The exit status is 0, 1 if some file could not be read, 2 if the command line is wrong.
        """
}
