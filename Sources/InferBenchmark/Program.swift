import Runtime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program.
@main
enum Program {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// - Returns: The exit status.
    private static func run(_ arguments: [String]) -> Int32 {
        do {
            switch try Command(arguments) {
            case .help:
                Log.line(Command.usage)
                Log.line("\nAvailable target devices:  \(Core().available_devices.joined(separator: "  "))")
            case .benchmark(let options, let given):
                var session = Session(options, given)
                try session.run()
            }
            return 0
        } catch let error as UsageError {
            Log.standardError("\(Command.usage)\n\n")
            Log.error("\(error)")
            return 2
        } catch {
            Log.error("\(error)")
            return 1
        }
    }
}
