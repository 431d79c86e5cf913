/// When a measurement ends: when all limits are reached.
struct Limits: Equatable {
    /// The number of inferences.
    var iterations: Int?
    /// The time, in seconds.
    let seconds: Double?

    init(_ options: Options) {
        iterations = options.iterations
        seconds = options.seconds ?? (options.iterations == nil ? 60 : nil)
    }

    /// Makes the number of inferences a multiple, so that all requests or all shapes are used alike.
    ///
    /// - Returns: The number before, where it changed.
    mutating func align(to divisor: Int) -> Int? {
        guard let given = iterations, given > 0, divisor > 0, given % divisor != 0 else { return nil }
        let next = given.addingReportingOverflow(divisor - given % divisor)
        iterations = next.overflow ? given - given % divisor : next.partialValue
        return given
    }

    /// Whether another inference is due.
    func allow(_ done: Int, elapsed: Int64) -> Bool {
        done < iterations ?? 0 || Double(elapsed) < (seconds ?? 0) * 1e9
    }

    /// What is done, from 0 to 1.
    func fraction(_ done: Int, elapsed: Int64) -> Double {
        min(iterations.map { Double(done) / Double(max($0, 1)) } ?? 1, seconds.map { Double(elapsed) / ($0 * 1e9) } ?? 1)
    }
}

extension Limits: CustomStringConvertible {
    /// As in "Start inference asynchronously, limits: 60000 ms duration".
    var description: String {
        [seconds.map { "\(($0 * 1e3).fixed(0)) ms duration" }, iterations.map { "\($0) iterations" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}
