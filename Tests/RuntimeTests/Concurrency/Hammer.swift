import Foundation

/// How long the tests of many threads go on: a moment, or, with `INFER_HAMMER_SECONDS` in the environment, as long as that says.
enum Hammer {
    static let seconds = ProcessInfo.processInfo.environment["INFER_HAMMER_SECONDS"].flatMap(Double.init) ?? 0.3
    static let isLong = seconds > 1
}
