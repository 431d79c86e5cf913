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
        Self.line("[Step \(number)/\(steps.count)] \(steps[number - 1])\(detail.isEmpty ? "" : " (\(detail))")")
    }

    static func info(_ line: String) {
        Self.line("[ INFO ] \(line)")
    }

    static func warning(_ line: String) {
        Self.line("[ WARNING ] \(line)")
    }

    static func error(_ line: String) {
        standardError("[ ERROR ] \(line)\n")
    }

    /// Writes a line to standard output, at once: whoever watches sees how far the program is.
    static func line(_ text: String) {
        write(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes text to standard error as it is.
    static func standardError(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = systemWrite(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// How long something took: a line that scripts look for.
    static func took(_ what: String, milliseconds: Double) {
        info("\(what) took \(milliseconds.fixed(2)) ms")
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
