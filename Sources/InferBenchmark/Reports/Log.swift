#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program's words, in the lines of OpenVINO's benchmark_app, which scripts read.
enum Log {
    private static let steps = [
        "Parsing and validating input arguments", "Loading the runtime", "Setting device configuration", "Reading model files",
        "Resizing model to match image sizes and given batch", "Configuring input of the model", "Loading the model to the device",
        "Querying optimal runtime parameters", "Creating infer requests and preparing input tensors", "Measuring performance",
        "Dumping statistics report",
    ]

    /// Says that a step of the eleven begins.
    static func step(_ number: Int, _ detail: String = "") {
        print("[Step \(number)/\(steps.count)] \(steps[number - 1])\(detail.isEmpty ? "" : " (\(detail))")")
    }

    static func info(_ line: String) {
        print("[ INFO ] \(line)")
    }

    static func warning(_ line: String) {
        print("[ WARNING ] \(line)")
    }

    static func error(_ line: String) {
        standardError("[ ERROR ] \(line)\n")
    }

    /// Writes text to standard error as it is.
    static func standardError(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// How long something took: a line that scripts look for.
    static func took(_ what: String, milliseconds: Double) {
        info("\(what) took \(milliseconds.fixed(2)) ms")
    }
}
