/// What to do.
enum Command: Equatable {
    case help
    /// `given` are the flags and values of the command line, under their first names, for the report.
    case benchmark(Options, given: [Parameter])

    struct Parameter: Equatable {
        let name: String
        let value: String
    }

    /// Reads `-flag value`, `--flag value` and `-flag=value`; a switch needs no value.
    ///
    /// - Parameter arguments: The arguments, without the program's name.
    /// - Throws: ``UsageError``.
    init(_ arguments: [String]) throws {
        var options = Options()
        var given: [Parameter] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument.count > 1 else { throw UsageError("'\(argument)' follows no flag") }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].drop { $0 == "-" }
            if name == "h" || name == "help" {
                self = .help
                return
            }
            guard let flag = Flag.all.first(where: { $0.names.contains(String(name)) }) else {
                throw UsageError("unknown flag '\(argument)'")
            }
            for value in try Self.values(of: flag, written: parts.dropFirst().first.map(String.init), &rest) {
                try flag.apply(&options, value)
                given.append(Parameter(name: flag.names[0], value: value))
            }
        }
        guard !options.model.isEmpty else { throw UsageError("Model is required but not set. Please set -m option.") }
        self = .benchmark(options, given: given)
    }

    private static func values(of flag: Flag, written: String?, _ rest: inout ArraySlice<String>) throws -> [String] {
        if let written { return [written] }
        guard flag.value != nil else {
            guard let next = rest.first, Flag.truth(of: next) != nil else { return ["true"] }
            rest.removeFirst()
            return [next]
        }
        guard let first = rest.popFirst() else { throw UsageError("-\(flag.names[0]) needs a value") }
        guard flag.isList else { return [first] }
        let others = rest.prefix { !$0.hasPrefix("-") }
        rest = rest[others.endIndex...]
        return [first] + others
    }

    static let usage: String = {
        var lines = [
            "Usage: benchmark_app -m <path> [flags]", "", "Measures how fast a model runs. Flags are those of OpenVINO's benchmark_app:",
            "",
        ]
        for flag in Flag.all {
            let names = flag.names.enumerated().map { $0.offset == 0 ? "-\($0.element)" : "--\($0.element)" }.joined(separator: ", ")
            lines.append("  \(names) \(flag.value ?? "[<yes|no>]")")
            lines.append("        \(flag.help)")
        }
        return (lines + ["  -h, --help", "        Print this text."]).joined(separator: "\n")
    }()
}
